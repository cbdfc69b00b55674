"""The inbox keeps the contract of channels, and rings at the pages of the customer who got a message."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from evergrow.deliver.channels import Channel, in_app
from evergrow.storage.state import State
from evergrow.testing.channel_contract import Behavior, ChannelContract, Stand, outgoing

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def opened(state: State) -> Channel:
    assert in_app.KIND.open_here is not None
    return in_app.KIND.open_here({"secret": "s" * 64}, lambda: NOON, state)


@pytest.fixture
def state(tmp_path: Path):
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    yield state
    state.close()


class TestInApp(ChannelContract):
    """Its network is the workspace's own state, which neither refuses nor breaks."""

    kind = in_app.KIND
    behaviors = frozenset()
    test_a_check_tells_whether_the_provider_answers = None  # pyright: ignore[reportAssignmentType]

    @asynccontextmanager
    async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
        with tempfile.TemporaryDirectory() as folder:
            state = State.in_file(Path(folder) / "state.sqlite")
            state.upgrade()

            def received() -> list[object]:
                with state.reading() as tx:
                    return list(tx.rows(select(in_app.inbox)))

            yield Stand(
                channel=opened(state),
                address="user:ana",
                received=received,
                content={
                    "title": "Welcome back",
                    "body": "Your tea is here",
                    "link": "https://shop.example/",
                },
                hostile={"title": "\r\n<script>", "body": "\ud800'\"--;", "link": "javascript:alert(1)"},
            )
            state.close()


def send(state: State, number: int, customer: str = "user:ana") -> None:
    async def one() -> None:
        async def over() -> None: ...

        channel = opened(state)
        content = {"title": f"No. {number}", "body": "Hello"}
        stand = Stand(channel=channel, address=customer, received=list, content=content)
        outcome = await channel.send(outgoing(stand, number, customer_id=customer), hand_over=over)
        assert outcome.status == "sent"
        await channel.close()

    asyncio.run(one())


def test_a_message_that_comes_again_is_in_the_inbox_once(state: State) -> None:
    send(state, 1)
    send(state, 1)

    with state.reading() as tx:
        assert in_app.read_inbox(tx, ["user:ana"]).unread == 1


def test_what_a_customer_does_counts_the_first_time_and_only_on_their_own_messages(state: State) -> None:
    send(state, 1)
    send(state, 2)
    send(state, 3, "user:ben")

    with state.transaction() as tx:
        first = in_app.act(tx, ["user:ana"], "m0001", "clicked", NOON)
        again = in_app.act(tx, ["user:ana"], "m0001", "clicked", NOON)
        of_ben = in_app.act(tx, ["user:ana"], "m0003", "dismissed", NOON)
        gone = in_app.act(tx, ["user:ana"], "m0002", "dismissed", NOON)
        page = in_app.read_inbox(tx, ["user:ana"])

    assert (first is not None, again, of_ben, gone is not None) == (True, None, None, True)
    assert [(message.message_id, message.is_read) for message in page.messages] == [("m0001", True)]
    assert page.unread == 0


def test_a_page_hears_of_a_message_at_once_and_others_do_not(state: State) -> None:
    async def heard() -> list[str]:
        bell, told = in_app.bell_of(state), []

        async def listen(customer: str) -> None:
            async for _ in bell.rings([customer]):
                told.append(customer)

        pages = [asyncio.create_task(listen(customer)) for customer in ("user:ana", "user:ben")]
        await asyncio.sleep(0.05)
        await asyncio.to_thread(send, state, 1)
        await asyncio.sleep(0.1)
        bell.close()
        await asyncio.wait_for(asyncio.gather(*pages), 30)
        return told

    assert asyncio.run(heard())[:3] == ["user:ana", "user:ben", "user:ana"]


def test_a_signature_is_good_for_one_customer() -> None:
    signature = in_app.customer_signature("secret", "42")

    assert in_app.is_customer("secret", "42", signature.upper())
    assert not in_app.is_customer("secret", "43", signature)
    assert not in_app.is_customer("other", "42", signature)
    assert not in_app.is_customer("", "42", in_app.customer_signature("", "42"))
    assert (
        signature == "93c121e7aa437a1e01e3c512c6f0ce3c821a839025dca4408f85616de4aaee70"
    )  # printf 42 | openssl dgst -sha256 -hmac secret

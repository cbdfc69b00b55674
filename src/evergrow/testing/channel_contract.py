"""The contract that every channel keeps, as tests: subclass it, say how to stand in for the provider, run pytest.

    class TestMyChannel(ChannelContract):
        @asynccontextmanager
        async def stand(self, behavior: Behavior) -> AsyncIterator[Stand]:
            async with fake_provider(behavior) as provider:
                yield Stand(channel=open_channel({...}), address="...", received=lambda: provider.messages)

Never   leaves the machine: the provider is a fake, or a real server on loopback.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

import pytest

from evergrow.deliver.channels import FAILURES, Channel, ChannelKind, Outcome, Outgoing, ReportRequest
from evergrow.kernel import Refusal

Behavior = Literal["accept", "refuse", "busy", "unauthorized", "break_after", "hang", "down", "garble"]
"""accept · refuse (for good) · busy ("not now") · unauthorized (credentials) · break_after (takes the message, and the
connection ends before the answer) · hang (takes it and never answers) · down (nobody listens) · garble (takes it and
answers what nobody can read)."""

MANY = 40


def patience(behavior: Behavior) -> float:
    """How many seconds a channel under test may wait for an answer: long, but where none will come."""
    return 0.5 if behavior == "hang" else 30


@dataclass(kw_only=True)
class Stand:
    """A channel beside a stand-in for its provider. `received` are the messages that the provider has taken.

    `content` is one message document's content for this channel. `hostile` is content with line breaks, quotes
    and other scripts in every field.
    """

    channel: Channel
    address: str
    received: Callable[[], Sequence[Any]]
    content: Mapping[str, Any] = field(default_factory=lambda: {"text": "Hello"})
    hostile: Mapping[str, Any] = field(
        default_factory=lambda: {"text": "Hello\r\nBcc: a@b.example\r\n\r\n🌱 \"'"}
    )
    bad_address: str = "not an address\r\nRCPT TO:<x@y.example>"
    secrets: Sequence[str] = ()  # the credentials, which a provider may quote and a channel may not


def outgoing(stand: Stand, number: int = 1, **changes: Any) -> Outgoing:
    """A message for the stand's channel."""
    values: dict[str, Any] = {
        "message_id": f"m{number:04}",
        "message_key": number,
        "address": stand.address,
        "content": stand.content,
        "customer_id": f"user:{number}",
        "sent_as_of": datetime(2026, 11, 21, 12, tzinfo=UTC),
    }
    return Outgoing(**values | changes)


class _HandOver:
    """Counts how often it was awaited, and what the provider had by then."""

    def __init__(self, stand: Stand, before: Callable[[], Awaitable[None]] | None = None) -> None:
        self.times = 0
        self.had = 0
        self._stand = stand
        self._before = before

    async def __call__(self) -> None:
        self.had = len(self._stand.received())
        self.times += 1
        if self._before is not None:
            await self._before()


class ChannelContract:
    """Subclass it and define `kind` and `stand`. `behaviors` are those the provider can show."""

    kind: ClassVar[ChannelKind]
    behaviors: ClassVar[frozenset[str]] = frozenset(
        {"refuse", "busy", "unauthorized", "break_after", "hang", "down", "garble"}
    )

    def stand(self, behavior: Behavior) -> AbstractAsyncContextManager[Stand]:
        """The channel beside its provider; the channel's patience must be under two seconds."""
        raise NotImplementedError

    def _send(self, behavior: Behavior, **changes: Any) -> tuple[Outcome, _HandOver, int]:
        if behavior != "accept" and behavior not in self.behaviors:
            pytest.skip(f"the provider never does '{behavior}'")

        async def one() -> tuple[Outcome, _HandOver, int]:
            async with self.stand(behavior) as stand:
                hand_over = _HandOver(stand)
                outcome = await asyncio.wait_for(
                    stand.channel.send(outgoing(stand, **changes), hand_over=hand_over), 60
                )
                await stand.channel.close()
                return outcome, hand_over, len(stand.received())

        return asyncio.run(one())

    def test_a_message_arrives_once_and_is_marked_before(self) -> None:
        outcome, hand_over, received = self._send("accept")

        assert (outcome.status, received) == ("sent", 1), outcome
        assert (hand_over.times, hand_over.had) == (1, 0)

    def test_many_at_once_arrive_once_each(self) -> None:
        async def many() -> tuple[list[Outcome], int]:
            async with self.stand("accept") as stand:
                sending = [
                    stand.channel.send(outgoing(stand, number), hand_over=_HandOver(stand))
                    for number in range(MANY)
                ]
                outcomes = await asyncio.wait_for(asyncio.gather(*sending), 60)
                await stand.channel.close()
                return outcomes, len(stand.received())

        outcomes, received = asyncio.run(many())

        assert {outcome.status for outcome in outcomes} == {"sent"}
        assert received == MANY

    def test_nothing_goes_out_when_the_mark_cannot_be_made(self) -> None:
        async def fails() -> None:
            raise OSError("the disk is full")

        async def one() -> int:
            async with self.stand("accept") as stand:
                with pytest.raises(OSError, match="the disk is full"):
                    await stand.channel.send(outgoing(stand), hand_over=_HandOver(stand, fails))
                await stand.channel.close()
                await asyncio.sleep(0.05)
                return len(stand.received())

        assert asyncio.run(one()) == 0

    def test_a_refusal_for_good_is_a_failure(self) -> None:
        outcome, _, received = self._send("refuse")

        assert (outcome.status, received) == ("failed", 0)
        assert outcome.reason in FAILURES
        assert outcome.detail

    def test_not_now_is_tried_again(self) -> None:
        outcome, _, received = self._send("busy")

        assert (outcome.status, received) == ("retry", 0)
        assert outcome.reason in FAILURES

    def test_bad_credentials_are_told_apart(self) -> None:
        outcome, _, received = self._send("unauthorized")

        assert received == 0
        assert outcome.status in ("retry", "failed")
        assert outcome.reason == "bad_credentials"

    def test_a_lost_answer_is_unknown(self) -> None:
        outcome, hand_over, _ = self._send("break_after")

        assert (outcome.status, hand_over.times) == ("unknown", 1)

    def test_an_answer_that_never_comes_is_unknown(self) -> None:
        outcome, hand_over, _ = self._send("hang")

        assert (outcome.status, hand_over.times) == ("unknown", 1)

    def test_an_answer_that_nobody_can_read_is_unknown(self) -> None:
        outcome, hand_over, _ = self._send("garble")

        assert (outcome.status, hand_over.times) == ("unknown", 1)

    @pytest.mark.parametrize(
        "behavior", ["accept", "refuse", "busy", "unauthorized", "break_after", "down", "garble"]
    )
    def test_no_secret_is_told_or_logged(self, behavior: Behavior, caplog: pytest.LogCaptureFixture) -> None:
        async def secrets() -> Sequence[str]:
            async with self.stand(behavior) as stand:
                await stand.channel.close()
                return stand.secrets

        caplog.set_level(logging.DEBUG)
        outcome, _, _ = self._send(behavior)

        told = f"{outcome} {caplog.text}"
        assert [secret for secret in asyncio.run(secrets()) if secret in told] == []

    def test_a_provider_that_is_down_is_tried_again(self) -> None:
        outcome, _, received = self._send("down")

        assert (outcome.status, outcome.reason, received) == ("retry", "unreachable", 0)

    def test_an_impossible_address_is_a_failure_and_never_leaves(self) -> None:
        async def one() -> tuple[Outcome, int]:
            async with self.stand("accept") as stand:
                sent = stand.channel.send(
                    outgoing(stand, address=stand.bad_address), hand_over=_HandOver(stand)
                )
                outcome = await asyncio.wait_for(sent, 60)
                await stand.channel.close()
                return outcome, len(stand.received())

        outcome, received = asyncio.run(one())

        assert (outcome.status, outcome.reason, received) == ("failed", "bad_address", 0)

    def test_hostile_content_is_one_message_or_none(self) -> None:
        async def one() -> tuple[Outcome, int]:
            async with self.stand("accept") as stand:
                sent = stand.channel.send(outgoing(stand, content=stand.hostile), hand_over=_HandOver(stand))
                outcome = await asyncio.wait_for(sent, 60)
                await stand.channel.close()
                return outcome, len(stand.received())

        outcome, received = asyncio.run(one())

        assert (outcome.status, received) in (("sent", 1), ("failed", 0))

    @pytest.mark.parametrize(
        ("behavior", "is_well"), [("accept", True), ("down", False), ("unauthorized", False)]
    )
    def test_a_check_tells_whether_the_provider_answers(self, behavior: Behavior, is_well: bool) -> None:
        if behavior != "accept" and behavior not in self.behaviors:
            pytest.skip(f"the provider never does '{behavior}'")

        async def one() -> tuple[bool, str, int]:
            async with self.stand(behavior) as stand:
                health = await asyncio.wait_for(stand.channel.check(), 60)
                await stand.channel.close()
                return health.is_well, health.what, len(stand.received())

        found, what, received = asyncio.run(one())

        assert (found, received) == (is_well, 0)
        assert what

    def test_values_that_cannot_be_are_refused_before_anything_is_sent(self) -> None:
        empty = {field.name: "" for field in self.kind.fields}
        if all(field.is_optional for field in self.kind.fields):
            pytest.skip("nothing has to be entered")

        with pytest.raises(Refusal):
            self.kind.open(empty, lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))

    def test_a_report_that_nobody_signed_is_refused(self) -> None:
        if self.kind.read_reports is None:
            pytest.skip("the provider reports nothing")
        forged = ReportRequest(
            headers={"content-type": "application/json"},
            body=b"{}",
            url="https://grow.example/api/reports/x",
            query={},
            now=datetime(2026, 11, 21, 12, tzinfo=UTC),
        )

        with pytest.raises(Refusal) as refused:
            self.kind.read_reports({field.name: field.example for field in self.kind.fields}, forged)

        assert refused.value.status in (400, 401, 403)

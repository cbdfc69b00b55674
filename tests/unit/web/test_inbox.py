"""Customers read their inbox on the brand's pages, and nobody else's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from evergrow.deliver.channels import in_app, kind_of
from evergrow.deliver.connections import connect
from evergrow.ingest import take_in
from evergrow.runtime import Workspace

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "s" * 64


@pytest.fixture
def inbox(workspace: Workspace) -> Workspace:
    """A workspace whose inbox is connected and holds two messages for user 42."""
    rows = [
        {
            "message_id": f"{number:016x}",
            "message_key": number,
            "customer_id": "user:42",
            "topic": "offers",
            "title": f"No. {number}",
            "body": "Hello",
            "link": "https://shop.example/",
            "image": "",
            "button": "See it",
            "arrived_at": NOON.replace(minute=number),
        }
        for number in (1, 2)
    ]
    with workspace.state.transaction() as tx:
        connect(
            tx,
            kind_of("in_app"),
            "Inbox",
            {"secret": SECRET},
            secret=workspace.secret,
            by="ana",
            now=NOON,
            clock=lambda: NOON,
        )
        tx.add_new(in_app.inbox, rows)
    return workspace


def signed(user_id: str = "42") -> dict[str, str]:
    return {"user_id": user_id, "signature": in_app.customer_signature(SECRET, "42")}


def test_a_customer_reads_their_messages_newest_first(inbox: Workspace, visitor: httpx.Client) -> None:
    answer = visitor.get("/public/inbox", params=signed())

    assert [message["title"] for message in answer.json()["messages"]] == ["No. 2", "No. 1"]
    assert answer.json()["unread"] == 2
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_signature_of_one_customer_opens_no_other_inbox(inbox: Workspace, visitor: httpx.Client) -> None:
    answer = visitor.get("/public/inbox", params=signed("43"))

    assert (answer.status_code, answer.json()["code"]) == (401, "inbox.unsigned")
    assert answer.headers["access-control-allow-origin"] == "*"  # the brand's page can read why


def test_without_a_connection_there_is_no_inbox(visitor: httpx.Client) -> None:
    answer = visitor.get("/public/inbox", params=signed())

    assert (answer.status_code, answer.json()["code"]) == (404, "inbox.not_connected")


def test_what_a_customer_does_comes_back_as_one_event(inbox: Workspace, visitor: httpx.Client) -> None:
    path = f"/public/inbox/{1:016x}/clicked"

    first = visitor.post(path, params=signed())
    again = visitor.post(path, params=signed())

    assert (first.json(), again.json()) == ({"is_new": True}, {"is_new": False})
    events = take_in(inbox.log.read(0)).events.to_pylist()
    assert [event["name"] for event in events] == ["In-App Message Link Clicked"]
    assert '"link": "https://shop.example/"' in events[0]["properties"]
    assert visitor.get("/public/inbox", params=signed()).json()["unread"] == 1


def test_an_open_page_is_told_at_once(inbox: Workspace) -> None:
    from evergrow.web.public.inbox import _live

    async def told() -> list[bytes]:
        stream: Any = _live(inbox, ["user:42"])
        first = await anext(stream)
        with inbox.state.transaction() as tx:
            in_app.act(tx, ["user:42"], f"{2:016x}", "dismissed", NOON)
        in_app.bell_of(inbox.state).ring("user:42")
        second = await asyncio.wait_for(anext(stream), 30)
        await stream.aclose()
        return [first, second]

    first, second = asyncio.run(told())

    assert first.startswith(b"event: inbox\ndata: ")
    assert (b"No. 2" in first, b"No. 2" in second, b"No. 1" in second) == (True, False, True)


def test_the_snippets_are_there(inbox: Workspace, visitor: httpx.Client) -> None:
    script = visitor.get("/public/inbox/inbox.js")
    worker = visitor.get("/public/web-push/worker.js")
    subscribe = visitor.get("/public/web-push/subscribe.js")

    assert "/public/inbox" in script.text
    assert "showNotification" in worker.text
    assert (subscribe.status_code, subscribe.json()["code"]) == (404, "web_push.not_connected")


def test_the_push_snippet_has_the_key_that_was_made(workspace: Workspace, visitor: httpx.Client) -> None:
    with workspace.state.transaction() as tx:
        connect(
            tx,
            kind_of("web_push"),
            "Browsers",
            {"contact": "mailto:a@shop.example"},
            secret=workspace.secret,
            by="ana",
            now=NOON,
            clock=lambda: NOON,
        )

    script = visitor.get("/public/web-push/subscribe.js")

    assert script.headers["content-type"].startswith("text/javascript")
    assert 'const publicKey = "B' in script.text

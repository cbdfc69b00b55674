"""A message of the outbox goes out on the channel it is for, to the address the customer stated, and what became of it is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from evergrow.definitions.store import keep_document
from evergrow.deliver.channels import in_app, kind_of
from evergrow.deliver.connections import connect
from evergrow.engage.messages import NewMessage, enqueue, messages
from evergrow.kernel import key_of
from evergrow.runtime import Sender, Settings, Workspace, judge_messages, open_workspace, tick
from evergrow.testing import call, entry_of, identify
from evergrow.testing.providers import FakeGateway

NOW = datetime.now(UTC)
CONTENTS = {
    "sms": "text: 'Hello {{ customer.first_name }}'",
    "in_app": "{ title: 'Hello {{ customer.first_name }}', body: 'Your tea is here' }",
    "webhook": "{ url: 'http://169.254.169.254/latest', body: '{}' }",
    "push": "{ title: Hello, body: Hi }",
    "whatsapp": "{ template: hello_world, parameters: [] }",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(Settings(data=tmp_path / "data", public_url="https://grow.example"))
    yield workspace
    workspace.close()


def connected(workspace: Workspace, kind: str, values: dict[str, str]) -> None:
    with workspace.state.transaction() as tx:
        secret = workspace.secret
        connect(tx, kind_of(kind), kind, values, secret=secret, by="ana", now=NOW, clock=lambda: NOW)


def ask_for(workspace: Workspace, channel: str, user: str) -> None:
    """Put a message of this channel into the outbox, as a campaign does."""
    content = CONTENTS[channel]
    text = f"message: to-{channel}\ntitle: Hello\nchannel: {channel}\ntopic: orders\ndefault_language: en\nlanguages:\n"
    lines = f"  en: {content}\n" if content.startswith("{") else f"  en:\n    {content}\n"
    with workspace.state.transaction() as tx:
        version = keep_document(tx, "message", f"to-{channel}", text + lines, by="ana", now=NOW)
        message = NewMessage(
            message_key=key_of(f"{channel} {user}"),
            origin="campaign",
            origin_name="hello",
            origin_version=1,
            step="",
            entry_key=None,
            identity_key=key_of(f"user:{user}"),
            customer_id=f"user:{user}",
            channel=channel,
            topic="orders",
            template=f"to-{channel}",
            template_version=version,
            created_at=NOW,
            due_at=NOW,
        )
        enqueue(tx, [message])


def ends(workspace: Workspace, *channels: str) -> dict[str, tuple[str, str | None]]:
    """Status and reason of every message, by channel, once those of these channels wait no more."""
    until = time.monotonic() + 20
    while True:
        with workspace.state.reading() as tx:
            rows = tx.rows(select(messages.c.channel, messages.c.status, messages.c.reason))
        found = {row["channel"]: (row["status"], row["reason"]) for row in rows}
        if all(found[channel][0] not in ("waiting", "ready", "handing") for channel in channels):
            return found
        assert time.monotonic() < until, rows
        time.sleep(0.05)


def test_each_message_goes_out_on_its_own_channel(workspace: Workspace) -> None:
    token = {"device": {"type": "ios", "token": "ab" * 32}}
    then = NOW - timedelta(days=1)
    calls = [
        identify(then, user="ana", first_name="Ana", phone="+81 90-1234-5678"),
        call("track", then, user="ana", event="Opened App", context=token),
    ]
    workspace.log.append_now([entry_of(calls, received_at=NOW)])
    tick(workspace, NOW)
    with FakeGateway() as gateway:
        connected(workspace, "sms_http", {"url": f"{gateway.url}/send?key={gateway.key}", "sender": "Shop"})
        connected(workspace, "in_app", {})
        connected(workspace, "webhook", {})
        for channel in CONTENTS:
            ask_for(workspace, channel, "ana")
        judge_messages(workspace, NOW + timedelta(seconds=1))
        sender = Sender(workspace)
        sender.start()
        try:
            found = ends(workspace, "sms", "in_app", "webhook")
        finally:
            sender.stop()

    assert found == {
        "sms": ("sent", None),
        "in_app": ("sent", None),
        "webhook": ("failed", "bad_address"),
        "push": ("ready", None),  # waits until somebody connects it
        "whatsapp": ("ready", None),
    }
    assert [(text["to"], text["text"]) for text in gateway.messages] == [("+819012345678", "Hello Ana")]
    with workspace.state.reading() as tx:
        page = in_app.read_inbox(tx, ["user:ana"])
    assert [message.title for message in page.messages] == ["Hello Ana"]

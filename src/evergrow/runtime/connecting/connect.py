"""Connect channels, and find out whether they work."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from evergrow.deliver.attempts import count_attempts
from evergrow.deliver.channels import Channel, Clock, Health, Outcome, Outgoing, kind_of
from evergrow.deliver.connections import (
    Connection,
    KeptHealth,
    change_connection,
    connect,
    connection_of,
    disconnect,
    every_connection,
    keep_health,
    kept_health,
)
from evergrow.kernel import new_id
from evergrow.runtime.workspace import Workspace

_WORDS: Final = "This is a test from Evergrow."
_CHECK_SECONDS: Final = 15
"""Whoever watches a form waits no longer, however patient the channel itself is."""


def connections_of(workspace: Workspace) -> list[Connection]:
    """Every connection, oldest first."""
    with workspace.state.reading() as tx:
        return every_connection(tx, secret=workspace.secret)


def tries_of(workspace: Workspace, *, since: datetime) -> dict[str, dict[str, int]]:
    """By connection, how its tries since then ended."""
    with workspace.state.reading() as tx:
        return count_attempts(tx, since=since)


def health_of(workspace: Workspace) -> dict[str, KeptHealth]:
    """By connection, whether it answered when it was last asked."""
    with workspace.state.reading() as tx:
        return kept_health(tx)


def connect_channel(
    workspace: Workspace, kind: str, name: str, values: Mapping[str, str], *, by: str, now: datetime
) -> Connection:
    """Keep a new connection.

    Raises:
        Refusal: `channel.unknown`, or what the channel says of the values.
    """
    with workspace.state.transaction() as tx:
        made = connect(tx, kind_of(kind), name, values, secret=workspace.secret, by=by, now=now, clock=_clock)
        return connection_of(tx, made, secret=workspace.secret)


def change_channel(
    workspace: Workspace,
    connection_id: str,
    *,
    name: str | None,
    values: Mapping[str, str] | None,
    is_paused: bool | None,
    by: str,
    now: datetime,
) -> Connection:
    """Change a connection.

    Raises:
        Refusal: `connection.unknown`, or what the channel says of the values.
    """
    with workspace.state.transaction() as tx:
        kept = connection_of(tx, connection_id, secret=workspace.secret)
        change_connection(
            tx,
            kept,
            name=name,
            values=values,
            is_paused=is_paused,
            secret=workspace.secret,
            by=by,
            now=now,
            clock=_clock,
        )
        return connection_of(tx, connection_id, secret=workspace.secret)


def disconnect_channel(workspace: Workspace, connection_id: str) -> None:
    """Forget a connection.

    Raises:
        Refusal: `connection.unknown`.
    """
    with workspace.state.transaction() as tx:
        disconnect(tx, connection_id)


async def check_channel(workspace: Workspace, connection_id: str, clock: Clock) -> Health:
    """Reach the provider without sending anything, and remember what it answered.

    Raises:
        Refusal: `connection.unknown`.
    """
    channel = _opened(workspace, _kept(workspace, connection_id), clock)
    try:
        async with asyncio.timeout(_CHECK_SECONDS):
            health = await channel.check()
    except TimeoutError:
        health = Health(is_well=False, what=f"It took too long: no answer in {_CHECK_SECONDS} seconds.")
    finally:
        await channel.close()
    with workspace.state.transaction() as tx:
        keep_health(tx, connection_id, health, now=clock())
    return health


async def test_channel(
    workspace: Workspace, connection_id: str, address: str, now: datetime, clock: Clock
) -> Outcome:
    """Send a few words to an address. It is no customer's message: nothing is noted but that the channel works.

    Raises:
        Refusal: `connection.unknown`.
    """
    connection = _kept(workspace, connection_id)
    channel = _opened(workspace, connection, clock)
    tidy = connection.kind.tidy_address
    outgoing = Outgoing(
        message_id=new_id("test"),
        message_key=0,
        address=(tidy(address) if tidy else address) or address,
        content=_content(connection.channel),
        customer_id="user:test",
        is_transactional=True,
        sent_as_of=now,
    )
    try:
        outcome = await channel.send(outgoing, hand_over=_nothing_to_mark)
    finally:
        await channel.close()
    if outcome.status == "sent":
        with workspace.state.transaction() as tx:
            keep_health(tx, connection_id, Health(is_well=True, what=outcome.detail), now=clock())
    return outcome


def _content(channel: str) -> dict[str, Any]:
    if channel == "email":
        return {"subject": _WORDS, "text": _WORDS, "html": f"<p>{_WORDS}</p>"}
    if channel in ("push", "web_push", "in_app"):
        return {"title": "Test", "body": _WORDS, "link": "", "image": ""}
    if channel == "whatsapp":  # the template that Meta gives every new account
        return {"template": "hello_world", "language": "en_US", "parameters": []}
    return {"text": _WORDS, "title": "Test", "body": _WORDS}


def _opened(workspace: Workspace, connection: Connection, clock: Clock) -> Channel:
    kind = connection.kind
    if kind.open_here is not None:
        return kind.open_here(connection.values, clock, workspace.state)
    return kind.open(connection.values, clock)


def _kept(workspace: Workspace, connection_id: str) -> Connection:
    with workspace.state.reading() as tx:
        return connection_of(tx, connection_id, secret=workspace.secret)


async def _nothing_to_mark() -> None:
    """A test is not in the outbox."""


def _clock() -> datetime:
    return datetime.now(UTC)

"""Channels: what can be connected, what is connected, and whether it works."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.deliver.channels import KINDS, ChannelKind
from evergrow.deliver.connections import Connection, KeptHealth
from evergrow.runtime import connecting
from evergrow.web.access import SignedIn
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/channels", tags=["channels"])
Name = Annotated[str, Field(min_length=1, max_length=80)]
Values = Annotated[dict[str, Annotated[str, Field(max_length=20_000)]], Field(max_length=60)]


class ChannelField(BaseModel):
    """Something to enter. A provider's secret is never shown again; one made here for your own server is.

    `is_usual`: optional, but one of such fields is needed, so they stand among those that are.
    """

    name: str
    title: str
    example: str
    hint: str
    default: str
    is_secret: bool
    is_optional: bool
    is_usual: bool
    choices: list[str]


class ChannelKindShown(BaseModel):
    """A kind of channel that can be connected."""

    kind: str
    channel: str
    title: str
    fields: list[ChannelField]
    reads_reports: bool


class Tries(BaseModel):
    """How the tries of the last 24 hours ended."""

    sent: int
    retry: int
    failed: int
    unknown: int
    per_minute: float
    """Sent in the last ten minutes, by the minute."""


class ConnectionShown(BaseModel):
    """A connected channel. `entered` leaves out the providers' secrets; `kept_secrets` names those that are kept.

    `health` is what the last check found. One that failed stands there until another succeeds or a message went
    through.
    """

    id: str
    kind: str
    channel: str
    title: str
    name: str
    entered: dict[str, str]
    kept_secrets: list[str]
    is_paused: bool
    created_at: datetime
    changed_at: datetime
    report_url: str | None
    tries: Tries
    health: KeptHealth | None


class ChannelsShown(BaseModel):
    """Everything there is to connect, and what is connected."""

    kinds: list[ChannelKindShown]
    connections: list[ConnectionShown]


class ConnectionRequest(BaseModel):
    """A new connection."""

    kind: str
    name: Name
    values: Values


class ConnectionChange(BaseModel):
    """What to change; a secret that is left out stays as it is."""

    name: Name | None = None
    values: Values | None = None
    is_paused: bool | None = None


class Checked(BaseModel):
    """Whether the provider answers. `what` is for the operator to read."""

    is_well: bool
    what: str
    details: dict[str, str]


class ChannelTestRequest(BaseModel):
    """Where to send a test to: an address of this channel."""

    address: Annotated[str, Field(min_length=1, max_length=2_000)]


class Tested(BaseModel):
    """What became of a test."""

    status: str
    what: str
    code: str


@router.get("", operation_id="listChannels")
def every(room: Room, now: Now) -> ChannelsShown:
    """What can be connected and what is."""
    found = connecting.connections_of(room)
    counts = connecting.tries_of(room, since=now - timedelta(hours=24))
    lately = connecting.tries_of(room, since=now - timedelta(minutes=10))
    health = connecting.health_of(room)
    shown = [_connection(room, one, counts, lately, health.get(one.id)) for one in found]
    return ChannelsShown(kinds=[_kind(kind) for kind in KINDS.values()], connections=shown)


@router.post("", operation_id="connectChannel", status_code=201)
def connect(body: ConnectionRequest, room: Room, operator: SignedIn, now: Now) -> ConnectionShown:
    """Connect a channel. Nothing is sent; ask for a check or a test next."""
    made = connecting.connect_channel(room, body.kind, body.name, body.values, by=operator.id, now=now)
    return _connection(room, made, {}, {}, None)


@router.patch("/{connection_id}", operation_id="changeChannel")
def change(
    connection_id: str, body: ConnectionChange, room: Room, operator: SignedIn, now: Now
) -> ConnectionShown:
    """Enter something else, rename it, pause it or let it go on."""
    changed = connecting.change_channel(
        room,
        connection_id,
        name=body.name,
        values=body.values,
        is_paused=body.is_paused,
        by=operator.id,
        now=now,
    )
    return _connection(room, changed, {}, {}, connecting.health_of(room).get(changed.id))


@router.delete("/{connection_id}", operation_id="disconnectChannel", status_code=204)
def disconnect(connection_id: str, room: Room) -> None:
    """Forget a connection and its secrets. Messages for it wait until another carries the channel."""
    connecting.disconnect_channel(room, connection_id)


@router.post("/{connection_id}/check", operation_id="checkChannel")
def check(connection_id: str, room: Room) -> Checked:
    """Reach the provider without sending anything."""
    health = asyncio.run(connecting.check_channel(room, connection_id, lambda: datetime.now(UTC)))
    return Checked(is_well=health.is_well, what=health.what, details=dict(health.details))


@router.post("/{connection_id}/test", operation_id="testChannel")
def test(connection_id: str, body: ChannelTestRequest, room: Room, now: Now) -> Tested:
    """Send a few words to an address of yours, at once, past consent and guards."""
    outcome = asyncio.run(
        connecting.test_channel(room, connection_id, body.address, now, lambda: datetime.now(UTC))
    )
    return Tested(status=outcome.status, what=outcome.detail or outcome.status, code=outcome.code)


def _kind(kind: ChannelKind) -> ChannelKindShown:
    fields = [
        ChannelField(
            name=field.name,
            title=field.title,
            example=field.example,
            hint=field.hint,
            default=field.default,
            is_secret=field.is_secret,
            is_optional=field.is_optional,
            is_usual=field.is_usual,
            choices=list(field.choices),
        )
        for field in kind.fields
    ]
    return ChannelKindShown(
        kind=kind.kind,
        channel=kind.channel,
        title=kind.title,
        fields=fields,
        reads_reports=kind.read_reports is not None,
    )


def _connection(
    room: Any,
    one: Connection,
    counts: dict[str, dict[str, int]],
    lately: dict[str, dict[str, int]],
    health: KeptHealth | None,
) -> ConnectionShown:
    tries = counts.get(one.id, {})
    per_minute = lately.get(one.id, {}).get("sent", 0) / 10
    reported = one.kind.read_reports is not None or one.kind.greet is not None
    return ConnectionShown(
        id=one.id,
        kind=one.kind.kind,
        channel=one.channel,
        title=one.kind.title,
        name=one.name,
        entered=one.entered,
        kept_secrets=one.kept_secrets,
        is_paused=one.is_paused,
        created_at=one.created_at,
        changed_at=one.changed_at,
        report_url=f"{room.settings.url()}/public/reports/{one.id}" if reported else None,
        tries=Tries(
            sent=tries.get("sent", 0),
            retry=tries.get("retry", 0),
            failed=tries.get("failed", 0),
            unknown=tries.get("unknown", 0),
            per_minute=per_minute,
        ),
        health=health,
    )

"""The guards: caps, quiet hours, throttle, tracking; and the closed lists of reasons."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.guards import read_guards
from evergrow.deliver.channels import FAILURES
from evergrow.deliver.guards import SUPPRESSIONS, WAITS
from evergrow.runtime import sending
from evergrow.web.access import SignedIn
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/guards", tags=["guards"])


class CapShown(BaseModel):
    """At most so many messages to a customer on a channel, or in `all`, in a sliding window."""

    channel: str
    at_most: int
    in_days: float


class GuardsShown(BaseModel):
    """The guards in force, as fields and as their document. Times of day as 21:00, on the customer's own clock."""

    yaml: str
    caps: list[CapShown]
    quiet_from: str | None
    quiet_to: str | None
    best_hour_channels: list[str]
    best_hour_at_most_hours: float | None
    throttle: dict[str, float]
    tracks_opens: bool
    tracks_clicks: bool


class GuardsRequest(BaseModel):
    """The guards to be in force: as a document, or as fields when there is none."""

    yaml: Annotated[str, Field(max_length=20_000)] | None = None
    caps: Annotated[list[CapShown], Field(max_length=20)] = []
    quiet_from: str | None = None
    quiet_to: str | None = None
    best_hour_channels: Annotated[list[str], Field(max_length=20)] = []
    best_hour_at_most_hours: Annotated[float, Field(gt=0, le=24 * 365)] | None = None
    throttle: dict[str, float] = {}
    tracks_opens: bool = True
    tracks_clicks: bool = True


class ReasonsShown(BaseModel):
    """Every reason there is, with its sentence: why a message was suppressed, failed, or waits."""

    suppressed: dict[str, str]
    failed: dict[str, str]
    waits: dict[str, str]


@router.get("", operation_id="getGuards")
def in_force(room: Room) -> GuardsShown:
    """The guards that every message is judged by."""
    with room.state.reading() as tx:
        return _shown(sending.guards_text(tx))


@router.put("", operation_id="saveGuards")
def save(body: GuardsRequest, room: Room, operator: SignedIn, now: Now) -> GuardsShown:
    """Let these guards be in force from now on. Messages that wait are judged by them when they fall due."""
    text = body.yaml if body.yaml is not None else _written(body)
    sending.save_guards(room, text, by=operator.id, now=now)
    return _shown(text)


@router.get("/reasons", operation_id="getReasons")
def reasons() -> ReasonsShown:
    """The closed lists of reasons."""
    return ReasonsShown(suppressed=dict(SUPPRESSIONS), failed=dict(FAILURES), waits=dict(WAITS))


def _written(body: GuardsRequest) -> str:
    """The fields as a document; what is wrong with them is found when it is read."""
    caps = "".join(
        f"  - {{ channel: '{_plain(cap.channel)}', at_most: {cap.at_most}, in_days: {cap.in_days} }}\n"
        for cap in body.caps
    )
    rates = "".join(f"  {_plain(channel)}: {rate}\n" for channel, rate in body.throttle.items())
    quiet = (
        f"quiet_hours: {{ from: '{_plain(body.quiet_from or '')}', to: '{_plain(body.quiet_to or '')}' }}\n"
        if body.quiet_from or body.quiet_to
        else ""
    )
    best = (
        f"best_hour: {{ channels: [{', '.join(map(_plain, body.best_hour_channels))}], "
        f"at_most: '{body.best_hour_at_most_hours or 24:g} hours' }}\n"
        if body.best_hour_channels
        else ""
    )
    return (
        (f"caps:\n{caps}" if caps else "")
        + quiet
        + best
        + (f"throttle:\n{rates}" if rates else "")
        + f"tracking: {{ opens: {str(body.tracks_opens).lower()}, clicks: {str(body.tracks_clicks).lower()} }}\n"
    )


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isalnum() or character in "_:")[:20]


def _shown(text: str) -> GuardsShown:
    guards = read_guards(text)
    quiet, best = guards.quiet_hours, guards.best_hour
    return GuardsShown(
        yaml=text,
        caps=[CapShown(channel=cap.channel, at_most=cap.at_most, in_days=cap.in_days) for cap in guards.caps],
        quiet_from=f"{quiet.start:%H:%M}" if quiet else None,
        quiet_to=f"{quiet.end:%H:%M}" if quiet else None,
        best_hour_channels=list(best.channels) if best else [],
        best_hour_at_most_hours=best.at_most.total_seconds() / 3_600 if best else None,
        throttle=dict(guards.throttle),
        tracks_opens=guards.tracks_opens,
        tracks_clicks=guards.tracks_clicks,
    )

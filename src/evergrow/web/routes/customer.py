"""One customer: everything known, and what happened, newest first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel

from evergrow.kernel import iso, key_of, parse_instant
from evergrow.measure.customers import CustomerMetrics, one_customer, stays_of
from evergrow.measure.lifecycle import StageStay
from evergrow.record import customers, events
from evergrow.record.customers import KnownIdentity, Merge, StatedConsent, StatedTrait
from evergrow.record.events import TimelineEvent
from evergrow.web.site import Now, OfAccount, Room

router = APIRouter(prefix="/customers", tags=["customers"])


class CustomerShown(BaseModel):
    """Everything known of one customer. `stays` may hold the future: what comes if nothing happens."""

    customer_id: str
    name: str | None
    email: str | None
    stage: str | None
    stage_since: datetime | None
    stays: list[StageStay]
    metrics: CustomerMetrics
    traits: list[StatedTrait]
    consents: list[StatedConsent]
    identities: list[KnownIdentity]
    merges: list[Merge]


class TimelineItem(BaseModel):
    """An event, or a stage that was entered or left (`name` is the stage then)."""

    at: datetime
    kind: Literal["event", "stage_entered", "stage_left"]
    name: str
    detail: str | None
    properties: dict[str, Any]
    identity: str | None
    message_id: str | None
    revenue_micros: int | None


class Timeline(BaseModel):
    """A part of the timeline, newest first; ask on with `before` = `next_before`."""

    items: list[TimelineItem]
    next_before: str | None


@router.get("/{customer_id}", operation_id="getCustomer")
def one(customer_id: str, room: Room, now: Now) -> CustomerShown:
    """One customer. Any of their identities may be given as the id."""
    keys = customers.identity_keys(room.warehouse, customer_id)
    found = one_customer(room.measured(), keys[0], now=now)
    return CustomerShown(
        **{name: getattr(found, name) for name in type(found).__dataclass_fields__},
        traits=customers.traits_of(room.warehouse, keys),
        consents=customers.consents_of(room.warehouse, keys),
        identities=customers.identities_of(room.warehouse, keys),
        merges=customers.merges_of(room.warehouse, room.state, keys),
    )


@router.get("/{customer_id}/timeline", operation_id="getTimeline")
def timeline(
    customer_id: str,
    room: Room,
    account: OfAccount,
    now: Now,
    before: Annotated[str | None, Query(description="Only what happened before this moment.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Timeline:
    """What happened to the customer: events, and stages entered and left."""
    edge = parse_instant(before, zone=account.time_zone, where="before") if before else None
    keys = customers.identity_keys(room.warehouse, customer_id)
    known = customers.identities_of(room.warehouse, keys)
    names = {key_of(one.identity): one.identity for one in known}
    happened = [_event(event, names) for event in events.events_before(room.warehouse, keys, edge, limit + 1)]
    moved = _moves(stays_of(room.measured(), keys[0]), until=min(edge or now, now))
    return _page(sorted([*happened, *moved], key=lambda item: item.at, reverse=True), limit)


def _event(event: TimelineEvent, names: dict[int, str]) -> TimelineItem:
    return TimelineItem(
        at=event.at,
        kind="event",
        name=event.name,
        detail=None,
        properties=event.properties,
        identity=names.get(event.identity_key),
        message_id=event.message_id,
        revenue_micros=event.revenue_micros,
    )


def _moves(stays: list[StageStay], *, until: datetime) -> list[TimelineItem]:
    """Stages entered and left before a moment. Leaving one stage for the next at the same instant is one move."""
    entered = {stay.entered_at for stay in stays}
    moves = [_move(stay.entered_at, "stage_entered", stay.stage) for stay in stays if stay.entered_at < until]
    moves += [
        _move(stay.left_at, "stage_left", stay.stage)
        for stay in stays
        if stay.left_at is not None and stay.left_at < until and stay.left_at not in entered
    ]
    return moves


def _move(at: datetime, kind: Literal["stage_entered", "stage_left"], stage: str) -> TimelineItem:
    return TimelineItem(
        at=at,
        kind=kind,
        name=stage,
        detail=None,
        properties={},
        identity=None,
        message_id=None,
        revenue_micros=None,
    )


def _page(items: list[TimelineItem], limit: int) -> Timeline:
    """The first items. What happened at one instant is not torn apart, for the next page begins before it."""
    if len(items) <= limit:
        return Timeline(items=items, next_before=None)
    shown = items[:limit]
    shown = [item for item in shown if item.at > items[limit].at] or shown
    return Timeline(items=shown, next_before=iso(shown[-1].at))

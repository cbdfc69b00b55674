"""Deliveries: what became of messages, why one was not sent, and that the counts add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from evergrow.deliver.attempts import Attempt
from evergrow.deliver.deliveries import (
    Delivery,
    DeliveryFilter,
    StepAccount,
    account_for,
    find_deliveries,
    one_delivery,
)
from evergrow.kernel import Refusal
from evergrow.record import customers, events
from evergrow.runtime import reporting
from evergrow.web.naming import Named, named
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/deliveries", tags=["deliveries"])
bounces = APIRouter(prefix="/bounces", tags=["deliveries"])
_MOST_TOLD: Final = 50


@dataclass(frozen=True, kw_only=True)
class DeliveryShown(Delivery, Named):
    """A message, and what its customer is called."""


@dataclass(frozen=True, kw_only=True)
class DeliveriesShown:
    """A part of the list and how many there are in all."""

    rows: list[DeliveryShown]
    total: int


@dataclass(frozen=True, kw_only=True)
class CameOfIt:
    """What was heard of a message after it was sent: the event's name, when, and what the provider said of it."""

    name: str
    at: datetime
    detail: str


@dataclass(frozen=True, kw_only=True)
class DeliveryDetail(DeliveryShown):
    """A message with every try, and what came of it, newest first."""

    attempts: list[Attempt]
    came_of_it: list[CameOfIt]


class StepAccountShown(BaseModel):
    """entries = sent + suppressed (all reasons) + waiting + failed (all reasons)."""

    step: str
    entries: int
    sent: int
    suppressed: dict[str, int]
    waiting: int
    failed: dict[str, int]
    is_balanced: bool


class AccountShown(BaseModel):
    """Every step of a journey or campaign, and all of them together."""

    origin: str
    origin_name: str
    steps: list[StepAccountShown]
    total: StepAccountShown


class BouncesTaken(BaseModel):
    """What a mail that came back said. `suppressed`: addresses newly on the suppression list."""

    events: int
    suppressed: int
    unplaced: int


Text = Annotated[str | None, Query(max_length=200)]


@router.get("", operation_id="listDeliveries")
def every(
    room: Room,
    customer: Text = None,
    origin: Text = None,
    name: Annotated[str | None, Query(max_length=200, description="Of the journey or campaign.")] = None,
    step: Text = None,
    status: Text = None,
    reason: Text = None,
    channel: Text = None,
    template: Text = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> DeliveriesShown:
    """Messages by customer, journey, campaign, status or reason: the answer to "why not sent?"."""
    wanted = DeliveryFilter(
        identity_keys=_keys(room, customer) if customer is not None else None,
        origin=origin,
        origin_name=name,
        step=step,
        status=status,
        reason=reason,
        channel=channel,
        template=template,
    )
    with room.state.reading() as tx:
        found = find_deliveries(tx, wanted, limit=limit, offset=offset)
    return DeliveriesShown(rows=named(room, DeliveryShown, found.rows), total=found.total)


@router.get("/account/{origin}/{name}", operation_id="getAccountOfMessages")
def account(origin: Literal["journey", "campaign"], name: str, room: Room) -> AccountShown:
    """How a journey's or campaign's messages add up, step by step."""
    with room.state.reading() as tx:
        found = account_for(tx, origin, name)
    return AccountShown(
        origin=origin,
        origin_name=name,
        steps=[_step(step) for step in found.steps],
        total=_step(found.total),
    )


@router.get("/{message_id}", operation_id="getDelivery")
def one(message_id: str, room: Room) -> DeliveryDetail:
    """One message with the evidence of every try."""
    with room.state.reading() as tx:
        found, attempts = one_delivery(tx, message_id)
    [shown] = named(room, DeliveryShown, [found])
    return DeliveryDetail(**vars(shown), attempts=attempts, came_of_it=_came_of(room, found))


@bounces.post("", operation_id="takeBounce")
async def bounce(request: Request, room: Room, now: Now) -> BouncesTaken:
    """Take in a mail that came back: the raw mail as the body (message/rfc822)."""
    taken = reporting.take_bounce_mail(room, await request.body(), now)
    return BouncesTaken(events=len(taken.records), suppressed=taken.suppressed, unplaced=taken.unplaced)


def _came_of(room: Room, message: Delivery) -> list[CameOfIt]:
    keys = _keys(room, message.customer_id)
    told = events.events_named(room.warehouse, keys, f"{message.message_id}:", _MOST_TOLD) if keys else []
    return [
        CameOfIt(
            name=one.name,
            at=one.at,
            detail=str(one.properties.get("detail") or one.properties.get("link") or ""),
        )
        for one in told
        if not one.name.endswith(" Sent")
    ]


def _keys(room: Room, customer_id: str) -> list[int]:
    try:
        return customers.identity_keys(room.warehouse, customer_id)
    except Refusal:  # nobody of this name: no message either
        return []


def _step(step: StepAccount) -> StepAccountShown:
    return StepAccountShown(**asdict(step), is_balanced=step.is_balanced)

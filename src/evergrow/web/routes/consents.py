"""What one customer agreed to: each yes and no with its proof, and words that operators write down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.engage.consent import Choice, Claim
from evergrow.record import customers
from evergrow.record.customers import ConsentStatement
from evergrow.runtime import consents
from evergrow.web.access import SignedIn
from evergrow.web.site import Now, OfAccount, Room

router = APIRouter(prefix="/customers", tags=["consent"])
Words = Annotated[str, Field(max_length=2_000)]


class ConsentsShown(BaseModel):
    """What the customer hears about, every statement newest first, and the customer's own page."""

    choices: list[Choice]
    history: list[ConsentStatement]
    preferences_url: str


class ConsentRequest(BaseModel):
    """What a customer said to an operator: in which words, and where (a form, a call, a letter)."""

    channel: Annotated[str, Field(pattern="^[a-z_]{1,20}$")]
    topic: Annotated[str, Field(pattern="^[a-z0-9_-]{1,40}$")]
    is_granted: bool
    wording: Words
    place: Words


@router.get("/{customer_id}/consents", operation_id="getConsents")
def shown(customer_id: str, room: Room, account: OfAccount, now: Now) -> ConsentsShown:
    """What one customer agreed to."""
    keys = customers.identity_keys(room.warehouse, customer_id)
    claim = Claim(purpose="preferences", identity=customer_id)
    return ConsentsShown(
        choices=consents.choices(room, claim, language=account.locale.partition("-")[0], now=now),
        history=customers.consent_history_of(room.warehouse, keys),
        preferences_url=consents.public_links(room).preferences_url(identity=customer_id),
    )


@router.post("/{customer_id}/consents", status_code=202, operation_id="setConsent")
def say(customer_id: str, body: ConsentRequest, room: Room, operator: SignedIn, now: Now) -> None:
    """Write down what a customer said. It is kept with the operator's name, and counts from the next tick on."""
    consents.set_consent(
        room,
        customer_id,
        channel=body.channel,
        topic=body.topic,
        is_granted=body.is_granted,
        wording=body.wording,
        place=body.place,
        by=operator.name,
        now=now,
    )

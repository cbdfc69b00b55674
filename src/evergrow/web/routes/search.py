"""Look for anything by a few letters."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel

from evergrow.definitions.campaigns import read_campaign
from evergrow.definitions.journeys import read_journey
from evergrow.definitions.messages import read_message
from evergrow.definitions.segments import read_segment
from evergrow.definitions.store import Kept, documents_of
from evergrow.measure.customers import find_customers
from evergrow.web.site import Now, Room

router = APIRouter(tags=["customers"])
_MOST: Final = 8
_KINDS: Final = {
    "journey": read_journey,
    "campaign": read_campaign,
    "segment": read_segment,
    "message": read_message,
}


class FoundCustomer(BaseModel):
    """A customer whose name, address or id holds the letters."""

    customer_id: str
    name: str | None
    email: str | None


class FoundDefinition(BaseModel):
    """A journey, campaign, segment or message whose name or title holds the letters."""

    kind: str
    name: str
    title: str


class Found(BaseModel):
    """What was found, by kind."""

    customers: list[FoundCustomer]
    definitions: list[FoundDefinition]


@router.get("/search", operation_id="search")
def search(room: Room, now: Now, q: Annotated[str, Query(max_length=200)] = "") -> Found:
    """Up to eight customers, those seen last first, and up to eight definitions of each kind."""
    if not q.strip():
        return Found(customers=[], definitions=[])
    rows = find_customers(room.measured(), q, now=now, limit=_MOST)
    return Found(customers=[FoundCustomer(**row) for row in rows], definitions=_definitions(room, q))


def _definitions(room: Room, q: str) -> list[FoundDefinition]:
    letters = q.strip().casefold()
    found: list[FoundDefinition] = []
    with room.state.reading() as tx:
        for kind in _KINDS:
            named = [(kept.name, _title(kind, kept)) for kept in documents_of(tx, kind)]
            fitting = [one for one in named if letters in f"{one[1]}\n{one[0]}".casefold()]
            found += [FoundDefinition(kind=kind, name=name, title=title) for name, title in fitting[:_MOST]]
    return found


def _title(kind: str, kept: Kept) -> str:
    return _title_of(kind, kept.text) or kept.name


@lru_cache(maxsize=2_000)
def _title_of(kind: str, text: str) -> str:
    """Reading a document takes milliseconds, and somebody who types asks for all of them with every letter."""
    return _KINDS[kind](text).title

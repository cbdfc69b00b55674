"""Look for anything by a few letters."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel

from evergrow.definitions.store import documents_of
from evergrow.measure.customers import find_customers
from evergrow.runtime import TITLED, title_of, titles_of
from evergrow.web.site import Now, Room

router = APIRouter(tags=["customers"])
_MOST: Final = 8


class FoundCustomer(BaseModel):
    """A customer whose name, address or id holds the letters."""

    customer_id: str
    name: str | None
    email: str | None


class FoundDefinition(BaseModel):
    """A journey, campaign, segment or message whose name or title, in any language, holds the letters."""

    kind: str
    name: str
    title: str
    titles: dict[str, str]


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
        for kind in TITLED:
            every = [
                FoundDefinition(kind=kind, name=kept.name, title=title_of(kept), titles=dict(titles_of(kept)))
                for kept in documents_of(tx, kind)
            ]
            found += [one for one in every if letters in _said(one)][:_MOST]
    return found


def _said(one: FoundDefinition) -> str:
    return "\n".join((one.title, one.name, *one.titles.values())).casefold()

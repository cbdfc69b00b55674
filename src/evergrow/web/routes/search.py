"""Look for anything by a few letters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from evergrow.measure.customers import find_customers
from evergrow.web.site import Now, Room

router = APIRouter(tags=["customers"])
_MOST = 8


class FoundCustomer(BaseModel):
    """A customer whose name, address or id holds the letters."""

    customer_id: str
    name: str | None
    email: str | None


class Found(BaseModel):
    """What was found, by kind."""

    customers: list[FoundCustomer]


@router.get("/search", operation_id="search")
def search(room: Room, now: Now, q: Annotated[str, Query(max_length=200)] = "") -> Found:
    """Up to eight customers, those seen last first."""
    if not q.strip():
        return Found(customers=[])
    rows = find_customers(room.measured(), q, now=now, limit=_MOST)
    return Found(customers=[FoundCustomer(**row) for row in rows])

"""Customers: the list behind every number, and its export."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from evergrow.kernel import parse_instant
from evergrow.measure.customers import CustomerPage, CustomerRow, Order, Sort, Wanted, customer_page
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.as_csv import csv_of
from evergrow.web.asking import InstantText, SegmentText
from evergrow.web.site import Here, Now, OfAccount, Room

router = APIRouter(prefix="/customers", tags=["customers"])


def _wanted(
    account: OfAccount,
    room: Room,
    now: Now,
    q: Annotated[str, Query(max_length=200, description="In the name, the address or the id.")] = "",
    stage: Annotated[str | None, Query(description="Stands in this stage at `at`.")] = None,
    rfm: Annotated[str | None, Query(description="Is in this RFM segment at `at`.")] = None,
    segment: SegmentText = "all",
    at: InstantText = None,
    entered_from: Annotated[
        str | None, Query(description="Stood here at `start`; empty: not a customer yet.")
    ] = None,
    entered_to: Annotated[str | None, Query(description="Stands here at `end`: a link of the flow.")] = None,
    start: InstantText = None,
    end: InstantText = None,
    known: Annotated[bool | None, Query(description="Known by an id or an address, or not.")] = None,
) -> Wanted:
    def moment(text: str | None, where: str) -> datetime | None:
        return parse_instant(text, zone=account.time_zone, where=where) if text else None

    looked_at = moment(at, "at")
    among = members(
        room.measured(), room.map, segment, min(looked_at or now, now), world=room.world(), now=now
    )
    return Wanted(
        among=among,
        q=q,
        stage=stage or None,
        rfm=rfm or None,
        at=looked_at,
        moved_from=entered_from or None,
        moved_to=entered_to or None,
        start=moment(start, "start"),
        end=moment(end, "end"),
        is_known=known,
    )


WantedCustomers = Annotated[Wanted, Depends(_wanted)]


@router.get("", operation_id="listCustomers", response_model=CustomerPage)
def rows(
    request: Request,
    site: Here,
    wanted: WantedCustomers,
    now: Now,
    sort: Sort = "last_seen_at",
    order: Order = "desc",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """A page of the customers who pass every filter."""
    room = site.workspace

    def compute() -> CustomerPage:
        return customer_page(
            room.measured(), room.map, wanted, now=now, sort=sort, order=order, offset=offset, limit=limit
        )

    return answer(site, request, CustomerPage, compute)


@router.get(
    "/export",
    operation_id="exportCustomers",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}}},
)
def export(
    site: Here,
    wanted: WantedCustomers,
    now: Now,
    sort: Sort = "last_seen_at",
    order: Order = "desc",
) -> StreamingResponse:
    """All customers who pass every filter, as CSV."""
    room = site.workspace
    found = customer_page(room.measured(), room.map, wanted, now=now, sort=sort, order=order, limit=None)
    heads = [field.name for field in fields(CustomerRow)]
    return csv_of("customers", heads, [[getattr(row, head) for head in heads] for row in found.rows])

"""The customers behind a part of a report, cut into pages like every list of customers.

A report's own parameters may be called `limit` or `order`; the list's are therefore `rows` and `order_by`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from evergrow.measure.customers import CustomerPage, Order, Sort, Wanted, customer_page
from evergrow.measure.metrics import Measured
from evergrow.web.answering import answer
from evergrow.web.reports import members_in
from evergrow.web.site import Site


@dataclass(frozen=True)
class Cut:
    """Which of them, and in which order."""

    sort: Sort
    order: Order
    offset: int
    rows: int


def _cut(
    sort: Sort = "last_seen_at",
    order_by: Order = "desc",
    offset: Annotated[int, Query(ge=0)] = 0,
    rows: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> Cut:
    return Cut(sort, order_by, offset, rows)


CutAsked = Annotated[Cut, Depends(_cut)]


def customers_behind(
    request: Request,
    site: Site,
    cut: Cut,
    among: Callable[[Measured], Any],
    *,
    segment: str,
    at: datetime,
    now: datetime,
) -> Response:
    """The page of the customers (`customer_key`) that `among` finds.

    Args:
        request: What was asked, by which the answer is kept.
        site: Of whom.
        cut: See `Cut`.
        among: Given the tables of those looked at, the question for their keys.
        segment: Whose tables these are,
        at: as of when.
        now: The moment of asking.
    """
    room = site.workspace

    def compute() -> CustomerPage:
        found = among(room.measured().narrowed(members_in(room, segment, at, now)))
        return customer_page(
            room.measured(),
            room.map,
            Wanted(among=found),
            now=now,
            sort=cut.sort,
            order=cut.order,
            offset=cut.offset,
            limit=cut.rows,
        )

    return answer(site, request, CustomerPage, compute)

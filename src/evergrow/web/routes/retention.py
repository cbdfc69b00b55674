"""Retention over a period, and cohorts."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from evergrow.measure.retention import MOST_COHORTS, CohortReport, RetentionReport, cohorts, retention
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import InstantText, Question, SegmentText, instant
from evergrow.web.site import Here, Now, OfAccount

router = APIRouter(prefix="/retention", tags=["retention"])
By = Annotated[Literal["month", "week"], Query(description="The slices of the trend.")]


@router.get("", operation_id="getRetention", response_model=RetentionReport)
def report(request: Request, site: Here, asked: Question, now: Now, by: By = "month") -> Response:
    """Retention, churn, orders and lifetime value over one period beside another, with the trend."""
    room = site.workspace

    def compute() -> RetentionReport:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        return retention(source, room.map, asked.period, asked.versus, now=now, by=by, segment=keys)

    return answer(site, request, RetentionReport, compute)


@router.get("/cohorts", operation_id="getCohorts", response_model=CohortReport)
def cohort_map(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    by: By = "month",
    count: Annotated[int, Query(ge=1, le=MOST_COHORTS, description="How many cohorts.")] = 12,
    segment: SegmentText = "all",
    as_of: InstantText = None,
) -> Response:
    """Customers by the slice of their first order, and how many of them bought in each slice after it.

    `as_of` is where the last cohort ends, now when left out.
    """
    room = site.workspace
    end = min(instant(as_of, now, account.time_zone, "as_of"), now)

    def compute() -> CohortReport:
        source = room.measured()
        keys = members(source, room.map, segment, end, world=room.world(), now=now)
        return cohorts(source, now=end, by=by, count=count, segment=keys)

    return answer(site, request, CohortReport, compute)

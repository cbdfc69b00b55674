"""Retention over a period, and cohorts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from evergrow.measure.curves import CurvesReport
from evergrow.measure.retention import MOST_COHORTS, CohortReport, RetentionReport, cohorts, retention
from evergrow.measure.segments import members
from evergrow.measure.survival import SurvivalReport, survival
from evergrow.runtime import MapChange, map_changes
from evergrow.web.answering import answer
from evergrow.web.asking import InstantText, Question, SegmentText, instant
from evergrow.web.asking_curves import CurvesTold
from evergrow.web.asking_funnel import ByText
from evergrow.web.asking_reports import SlicesText
from evergrow.web.reports import curves_of, groups_of
from evergrow.web.site import Here, Now, OfAccount

router = APIRouter(prefix="/retention", tags=["retention"])


@dataclass(frozen=True, kw_only=True)
class RetentionShown(RetentionReport):
    """The report, and what was saved of the map while its trend ran: who counts as paying is the map's to say."""

    map_changes: list[MapChange]


@router.get("", operation_id="getRetention", response_model=RetentionShown)
def report(request: Request, site: Here, asked: Question, now: Now, by: SlicesText = "month") -> Response:
    """Retention, churn, orders and lifetime value over one period beside another, with the trend."""
    room = site.workspace

    def compute() -> RetentionShown:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        shown = retention(source, room.map, asked.period, asked.versus, now=now, by=by, segment=keys)
        start = min([shown.start, *(point.start for point in shown.trend)])
        end = max([shown.end, *(point.end for point in shown.trend)])
        changes = map_changes(room, start, end)
        return RetentionShown(
            **{field.name: getattr(shown, field.name) for field in fields(shown)}, map_changes=changes
        )

    return answer(site, request, RetentionShown, compute)


@router.get("/cohorts", operation_id="getCohorts", response_model=CohortReport)
def cohort_map(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    by: SlicesText = "month",
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


@router.get("/curves", operation_id="getRetentionCurves", response_model=CurvesReport)
def return_curves(request: Request, site: Here, asked: Question, told: CurvesTold, now: Now) -> Response:
    """Who came back on day N, in week N and on day N or later, of those who began in the period; and on how many days of 28."""

    def compute() -> CurvesReport:
        return curves_of(site.workspace, asked.period, now, asked.segment, told.curves, told.by)

    return answer(site, request, CurvesReport, compute)


@router.get("/survival", operation_id="getSurvival", response_model=SurvivalReport)
def survival_curves(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    segment: SegmentText = "all",
    as_of: InstantText = None,
    by: ByText = None,
) -> Response:
    """How long customers stay until they lapse, and how soon they order again; `as_of` is now when left out."""
    room = site.workspace
    end = min(instant(as_of, now, account.time_zone, "as_of"), now)

    def compute() -> SurvivalReport:
        source = room.measured()
        keys = members(source, room.map, segment, end, world=room.world(), now=now)
        groups = groups_of(room, by, end, now) if by else None
        return survival(source, room.map, end, now=now, segment=keys, groups=groups, by=by)

    return answer(site, request, SurvivalReport, compute)

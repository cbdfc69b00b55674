"""Where customers come from, and what that costs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from evergrow.measure.attribution import ORDER, By, Model, SourcesReport, sources
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.reports import spend_in
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/attribution", tags=["attribution"])


@router.get("", operation_id="getAttribution", response_model=SourcesReport)
def report(
    request: Request,
    site: Here,
    asked: Question,
    now: Now,
    conversion: Annotated[str, Query(description="The event that visits are given credit for.")] = ORDER,
    window_days: Annotated[
        int, Query(description="How long before a conversion a visit may lie, 1 to 365.")
    ] = 30,
    by: Annotated[By, Query(description="What credit is given to.")] = "channel",
    model: Annotated[Model, Query(description="By which one cost and return are computed.")] = "shapley",
) -> Response:
    """Where the period's orders came from by seven models side by side, what was spent on it, and the landing pages."""
    room = site.workspace

    def compute() -> SourcesReport:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        return sources(
            source,
            asked.period,
            now=now,
            spend=spend_in(room, asked.period),
            conversion=conversion,
            window_days=window_days,
            by=by,
            model=model,
            segment=keys,
        )

    return answer(site, request, SourcesReport, compute)

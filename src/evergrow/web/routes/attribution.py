"""Where customers come from, and what that costs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure.attribution import ORDER, SourcesReport, sources
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.asking_reports import ConversionText, CreditedText, LookedBackDays, ModelText
from evergrow.web.reports import spend_in
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/attribution", tags=["attribution"])


@router.get("", operation_id="getAttribution", response_model=SourcesReport)
def report(
    request: Request,
    site: Here,
    asked: Question,
    now: Now,
    conversion: ConversionText = ORDER,
    window_days: LookedBackDays = 30,
    by: CreditedText = "channel",
    model: ModelText = "shapley",
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

"""What customers are worth, looking ahead."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure.segments import members
from evergrow.measure.value import ValueReport, value
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.asking_reports import HorizonDays, RenewalsText
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/value", tags=["value"])


@router.get("", operation_id="getValue", response_model=ValueReport)
def report(
    request: Request,
    site: Here,
    asked: Question,
    now: Now,
    horizon_days: HorizonDays = 365,
    renewals: RenewalsText = None,
) -> Response:
    """Who is still active at the period's end, what they will buy and spend over the days after it, and how sure that is."""
    room = site.workspace

    def compute() -> ValueReport:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        return value(
            source,
            room.map,
            asked.period.end,
            now=now,
            horizon_days=horizon_days,
            renewals=renewals,
            segment=keys,
        )

    return answer(site, request, ValueReport, compute)

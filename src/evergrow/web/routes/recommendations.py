"""What to offer beside what."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure.recommendations import BoughtTogetherReport, bought_together
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.asking_reports import LeastConfidence, LeastSupport
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/recommendations", tags=["recommendations"])


@router.get("/bought-together", operation_id="getBoughtTogether", response_model=BoughtTogetherReport)
def together(
    request: Request,
    site: Here,
    asked: Question,
    now: Now,
    support: LeastSupport = 0.002,
    confidence: LeastConfidence = 0.1,
) -> Response:
    """Which products lie together in the period's orders, by rules with support, confidence and lift."""
    room = site.workspace

    def compute() -> BoughtTogetherReport:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        return bought_together(
            source, asked.period, now=now, support=support, confidence=confidence, segment=keys
        )

    return answer(site, request, BoughtTogetherReport, compute)

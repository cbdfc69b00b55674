"""Paths: what sessions do after an event, or did before it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure.paths import PathsReport, paths
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.asking_paths import PathsAsked
from evergrow.web.reports import members_in
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/paths", tags=["paths"])


@router.get("", operation_id="getPaths", response_model=PathsReport)
def report(request: Request, site: Here, asked: Question, told: PathsAsked, now: Now) -> Response:
    """Where the period's sessions went from an event, or came from, step by step."""
    room = site.workspace

    def compute() -> PathsReport:
        keys = members_in(room, asked.segment, asked.period.end, now)
        return paths(room.measured(), told, asked.period, asked.versus, now=now, segment=keys)

    return answer(site, request, PathsReport, compute)

"""The lifecycle board, and the flow between two dates."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure import lifecycle
from evergrow.measure.lifecycle import Board, Flow
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import InstantText, Question, instant
from evergrow.web.site import Here, Now, OfAccount

router = APIRouter(prefix="/lifecycle", tags=["lifecycle"])


@router.get("", operation_id="getLifecycle", response_model=Board)
def board(request: Request, site: Here, asked: Question, now: Now) -> Response:
    """Stages, moves, the leak and the flow over one period beside another."""
    room = site.workspace

    def compute() -> Board:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at)
        return lifecycle.board(source, room.map, asked.period, asked.versus, now=now, segment=keys)

    return answer(site, request, Board, compute)


@router.get("/flow", operation_id="getFlow", response_model=Flow)
def flow(
    request: Request, site: Here, account: OfAccount, now: Now, start: InstantText, end: InstantText = None
) -> Response:
    """Where the customers of one date stand at another."""
    room, zone = site.workspace, account.time_zone
    stages = [stage.id for stage in room.map.stages]
    first, last = instant(start, now, zone, "start"), instant(end, now, zone, "end")
    return answer(site, request, Flow, lambda: lifecycle.flow(room.measured(), stages, first, last, now=now))

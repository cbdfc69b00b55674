"""The lifecycle board, and the flow between two dates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure import lifecycle
from evergrow.measure.lifecycle import Board, Flow
from evergrow.measure.segments import members
from evergrow.runtime import MapChange, map_changes
from evergrow.web.answering import answer
from evergrow.web.asking import InstantText, Question, instant
from evergrow.web.site import Here, Now, OfAccount

router = APIRouter(prefix="/lifecycle", tags=["lifecycle"])


@dataclass(frozen=True, kw_only=True)
class BoardShown(Board):
    """The board, and what was saved of its map while its trends ran."""

    map_changes: list[MapChange]


@router.get("", operation_id="getLifecycle", response_model=BoardShown)
def board(request: Request, site: Here, asked: Question, now: Now) -> Response:
    """Stages, moves, the leak and the flow over one period beside another."""
    room = site.workspace

    def compute() -> BoardShown:
        source = room.measured()
        keys = members(source, room.map, asked.segment, asked.segment_at, world=room.world(), now=now)
        shown = lifecycle.board(source, room.map, asked.period, asked.versus, now=now, segment=keys)
        changes = map_changes(room, *_trends(shown))
        return BoardShown(
            **{field.name: getattr(shown, field.name) for field in fields(shown)}, map_changes=changes
        )

    return answer(site, request, BoardShown, compute)


def _trends(board: Board) -> tuple[datetime, datetime]:
    """From the first slice of the trends to the end of the last; the period where no move has a trend."""
    slices = [slice for move in board.moves for slice in move.trend]
    return min([board.start, *(one.start for one in slices)]), max([board.end, *(one.end for one in slices)])


@router.get("/flow", operation_id="getFlow", response_model=Flow)
def flow(
    request: Request, site: Here, account: OfAccount, now: Now, start: InstantText, end: InstantText = None
) -> Response:
    """Where the customers of one date stand at another."""
    room, zone = site.workspace, account.time_zone
    stages = [stage.id for stage in room.map.stages]
    first, last = instant(start, now, zone, "start"), instant(end, now, zone, "end")
    return answer(site, request, Flow, lambda: lifecycle.flow(room.measured(), stages, first, last, now=now))

"""The lifecycle: in which stage customers stand, how they move, and where they are lost.

On a table of your own: `account` makes of any events (Ibis, or any that speaks Arrow) what every report takes.
"""

from evergrow.measure.lifecycle.board import board
from evergrow.measure.lifecycle.flow import Links, flow, flow_of, links, read_links
from evergrow.measure.lifecycle.leak import largest_leak, leak_of
from evergrow.measure.lifecycle.movement import Movement, returns, spread, targets_of, with_next_stage
from evergrow.measure.lifecycle.own import account
from evergrow.measure.lifecycle.pace import pace
from evergrow.measure.lifecycle.preview import preview_map
from evergrow.measure.lifecycle.settle import (
    MADE,
    STAYED,
    begin_moving,
    note_counted,
    rebuild_stays,
    settle_stays,
)
from evergrow.measure.lifecycle.spec import (
    Board,
    Flow,
    FlowLink,
    Leak,
    MapPreview,
    MoveReport,
    MoveTrendPoint,
    StageStay,
    StageTile,
)
from evergrow.measure.lifecycle.standing import counts, flowed, overdue, positions, standing, standing_in
from evergrow.measure.lifecycle.stays import stays
from evergrow.measure.lifecycle.tables import COUNTED, STAYS

TABLES = (STAYS, COUNTED)

__all__ = [
    "COUNTED",
    "MADE",
    "STAYED",
    "STAYS",
    "TABLES",
    "Board",
    "Flow",
    "FlowLink",
    "Leak",
    "Links",
    "MapPreview",
    "MoveReport",
    "MoveTrendPoint",
    "Movement",
    "StageStay",
    "StageTile",
    "account",
    "begin_moving",
    "board",
    "counts",
    "flow",
    "flow_of",
    "flowed",
    "largest_leak",
    "leak_of",
    "links",
    "note_counted",
    "overdue",
    "pace",
    "positions",
    "preview_map",
    "read_links",
    "rebuild_stays",
    "returns",
    "settle_stays",
    "spread",
    "standing",
    "standing_in",
    "stays",
    "targets_of",
    "with_next_stage",
]

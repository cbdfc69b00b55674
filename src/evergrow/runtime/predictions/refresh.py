"""Foretell anew, keep it, and let the segments that ask for it follow.

Reads   everything, as it is committed: the tick goes on meanwhile.
Writes  what was foretold, and who came into a segment or left it by it, in one short transaction.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Final

import msgspec
import pyarrow as pa

from evergrow.measure import segments
from evergrow.measure.predictions import KeptModel, Predicted, keep_predictions, predict
from evergrow.runtime.membership import fill_segments
from evergrow.runtime.workspace import Workspace

_TOLD: Final = pa.schema([("model", pa.string()), ("at", pa.timestamp("us")), ("told", pa.string())])
_AT_ONCE: Final = threading.Lock()
"""One at a time: who asks while another runs waits for its turn."""


def refresh_predictions(workspace: Workspace, now: datetime) -> None:
    """Fit every model as of now, score everybody, and keep it."""
    with _AT_ONCE:
        keep(workspace, predict(workspace.measured(), workspace.map, now), now)


def keep(workspace: Workspace, found: Predicted, now: datetime) -> None:
    """Let this be what was foretold last."""
    told = _told(found.models, now)
    with workspace.writing:
        world, moved = workspace.world(), None
        until = max(now, workspace.looked_at or now)
        with workspace.warehouse.transaction() as tx:
            if world.segments and workspace.filled_for is not world:
                fill_segments(tx, world, until)
            crossed = keep_predictions(tx, found.rows, told, segments.levels_asked(world))
            if crossed.num_rows:
                moved = segments.refresh(tx, world, crossed, until)
        if moved is not None:
            workspace.newest_change = moved.number
        workspace.settle_soon()


def _told(models: list[KeptModel], at: datetime) -> pa.Table:
    rows = [
        {
            "model": each.card.model,
            "at": at.astimezone(UTC).replace(tzinfo=None),
            "told": msgspec.json.encode(each).decode(),
        }
        for each in models
    ]
    return pa.Table.from_pylist(rows, schema=_TOLD)

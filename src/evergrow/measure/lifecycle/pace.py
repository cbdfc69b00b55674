"""How long customers stay in a stage, and how long those took who moved on."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.lifecycle.movement import made, ranks_of, with_next_stage
from evergrow.measure.metrics import has_any, step, whole
from evergrow.storage.warehouse import Instant

MICROS_A_DAY: Final = 86_400_000_000


def pace(stays: ir.Table, lifecycle_map: LifecycleMap, edges: Sequence[Instant]) -> ir.Table:
    """Median length of the stays that ended between each edge and the next.

    Stays that have not ended are left out, for nobody knows how long they will be; where most customers stay
    for good, the median therefore speaks of the few who left.

    Returns:
        `slice` (0 for the first two edges), `stage`, `days`, and `days_0`, `days_1`, ... for the stays that ended
        by the move of that rank. Lazy.
    """
    ended = with_next_stage(stays, edges[0], edges[-1])
    numbers = [whole(index) for index in range(len(edges) - 1)]
    ended = ended.select(
        "stage",
        slice=step(ended.left_at, edges[1:-1], numbers),
        days=ended.left_at.delta(ended.entered_at, unit="microsecond") / MICROS_A_DAY,
        made=made(ended, lifecycle_map),
    )
    ranks = ranks_of(lifecycle_map)
    by_move = {
        f"days_{rank}": ibis.ifelse(has_any(ended.made, 1 << rank), ended.days, None) for rank in ranks
    }
    rows = ended.select("stage", "slice", "days", **by_move)
    names = ["days", *by_move]
    return rows.group_by("slice", "stage").agg(**{name: rows[name].median() for name in names})

"""How long customers stay in a stage, and how long those took who moved on."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.lifecycle.movement import made, moves_by_source, with_next_stage
from evergrow.measure.metrics import step, whole

MICROS_A_DAY: Final = 86_400_000_000


def pace(stays: ir.Table, lifecycle_map: LifecycleMap, edges: Sequence[datetime]) -> ir.Table:
    """Median length of the stays that ended between each edge and the next.

    Stays that have not ended are left out, for nobody knows how long they will be; where most customers stay
    for good, the median therefore speaks of the few who left.

    Returns:
        `slice` (0 for the first two edges), `stage`, `days`, and `days_0`, `days_1`, ... for the stays that ended
        by the move of that rank. Lazy.
    """
    ranks = range(max(map(len, moves_by_source(lifecycle_map).values()), default=0))
    ended = with_next_stage(stays, edges[0], edges[-1])
    days = ended.left_at.delta(ended.entered_at, unit="microsecond") / MICROS_A_DAY
    numbers = [whole(index) for index in range(len(edges) - 1)]
    rows = ended.select(
        "stage",
        slice=step(ended.left_at, edges[1:-1], numbers),
        days=days,
        **{f"days_{rank}": ibis.ifelse(made(ended, lifecycle_map, rank), days, None) for rank in ranks},
    )
    names = ["days", *(f"days_{rank}" for rank in ranks)]
    return rows.group_by("slice", "stage").agg(**{name: rows[name].median() for name in names})

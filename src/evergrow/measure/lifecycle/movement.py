"""How many stood in each stage, came, left and made each move, for any of many periods, in one pass over the stays.

The edges of all periods cut time into slices, and stays are counted by the slice they began and ended in: a table
of a few hundred rows from which every period follows by addition. That counts stays, and a customer who left a
stage and came back has two. Whoever does so went back in the order of the map on the way, and those few customers
are folded exactly in a second question (`repeats`), which takes the surplus off again.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportArgumentType=false, reportReturnType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap, Move
from evergrow.kernel import Period
from evergrow.measure.metrics import has_any, step, whole, whole_sum
from evergrow.storage.warehouse import Instant, moment


def targets_of(lifecycle_map: LifecycleMap, move: Move) -> list[str]:
    """The stages that count as having made the move.

    A move forward is also made by whoever goes beyond its target, save to an exit: who buys twice on the first
    day has not failed to buy once.
    """
    if lifecycle_map.is_backward(move):
        return [move.target]
    order = [stage.id for stage in lifecycle_map.stages]
    beyond = lifecycle_map.stages[order.index(move.target) + 1 :]
    return [move.target, *(stage.id for stage in beyond if not stage.is_exit and stage.id != move.source)]


def moves_by_source(lifecycle_map: LifecycleMap) -> dict[str, list[Move]]:
    """The moves out of each stage. A move's rank among them names its columns: `made_0`, `days_0`, ..."""
    found: dict[str, list[Move]] = {}
    for move in lifecycle_map.moves:
        found.setdefault(move.source, []).append(move)
    return found


def made(rows: ir.Table, lifecycle_map: LifecycleMap) -> ir.IntegerValue:
    """Which moves a stay ended by, as bits: bit 0 for the first move out of its stage, bit 1 for the second, ...

    One lookup of the pair of stages, where a comparison for every move would read both texts again each time.
    """
    stages = []
    for source, moves in moves_by_source(lifecycle_map).items():
        ways = [(move, set(targets_of(lifecycle_map, move))) for move in moves]
        codes = {
            target: sum(1 << rank for rank, (_, targets) in enumerate(ways) if target in targets)
            for target in sorted(set().union(*(targets for _, targets in ways)))
        }
        pairs = [(rows.next_stage == target, whole(code)) for target, code in codes.items()]
        stages.append((rows.stage == source, ibis.cases(*pairs, else_=whole(0))))
    return ibis.cases(*stages, else_=whole(0)) if stages else whole(0)


def ranks_of(lifecycle_map: LifecycleMap) -> range:
    """The ranks that moves of the map have."""
    return range(max(map(len, moves_by_source(lifecycle_map).values()), default=0))


def with_next_stage(stays: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """Stays that ended in [start, end), with the stage entered then as `next_stage`. Lazy.

    Found by a join unless the owner of the stays keeps that column.
    """
    ended = stays.filter(stays.left_at >= moment(start), stays.left_at < moment(end))
    if "next_stage" in stays.columns:
        return ended
    began = stays.filter(stays.entered_at >= moment(start), stays.entered_at < moment(end))
    after = began.select("customer_key", left_at=began.entered_at, next_stage=began.stage)
    return ended.inner_join(after, ["customer_key", "left_at"])


def spread(stays: ir.Table, edges: Sequence[Instant]) -> ir.Table:
    """Stays that began or ended between the edges, by stage, next stage, and the slices of time they did so in.

    Stays that ran all the time are not in it: their number follows from who stands there at the last edge.

    Returns:
        `stage`, `next_stage` (null: still open at the last edge), `began` and `ended` (0: before the first edge,
        i: from edge i - 1 on; open stays have `ended` one more than the last), `stays`. Lazy.
    """
    start, end = edges[0], edges[-1]
    numbers = [whole(index) for index in range(len(edges))]
    ended = with_next_stage(stays, start, end)
    ended = ended.select(
        "stage", "next_stage", "entered_at", ended=step(ended.left_at, edges[1:-1], numbers[1:])
    )
    began = stays.filter(stays.entered_at >= moment(start), stays.entered_at < moment(end))
    still = began.filter(began.left_at.isnull() | (began.left_at >= moment(end)))
    still = still.select("stage", "entered_at", next_stage=ibis.null("string"), ended=whole(len(edges)))
    rows = ibis.union(ended, still.select("stage", "next_stage", "entered_at", "ended"))
    cut = rows.select("stage", "next_stage", "ended", began=step(rows.entered_at, edges[:-1], numbers))
    return cut.group_by("stage", "next_stage", "began", "ended").agg(stays=cut.count())


def repeats(stays: ir.Table, lifecycle_map: LifecycleMap, edges: Sequence[Instant]) -> ir.Table:
    """By how much `spread` counts stays where customers are meant, in each slice between two edges.

    Returns:
        `slice` (0 for the first two edges), `stage`, `again` (stays beyond each customer's first) and `again_0`,
        `again_1`, ... (moves beyond each customer's first, by rank). Lazy.
    """
    ranks = ranks_of(lifecycle_map)
    numbers = [whole(index) for index in range(len(edges) - 1)]
    ended = with_next_stage(stays, edges[0], edges[-1])
    back = _who_went_back(stays, lifecycle_map, edges[0], edges[-1])
    went = ended.semi_join(back, "customer_key")
    stood = went.entered_at < step(went.left_at, edges[1:-1], [moment(edge) for edge in edges[:-1]])
    went = went.select(
        "customer_key",
        "stage",
        slice=step(went.left_at, edges[1:-1], numbers),
        times=stood.cast("int64"),
        made=made(went, lifecycle_map),
    )
    came = stays.filter(stays.entered_at >= moment(edges[0]), stays.entered_at < moment(edges[-1]))
    came = came.semi_join(back, "customer_key").select(
        "customer_key",
        "stage",
        slice=step(stays.entered_at, edges[1:-1], numbers),
        times=whole(1),
        made=whole(0),
    )
    rows = ibis.union(went, came)
    each = rows.group_by("customer_key", "stage", "slice").agg(
        times=rows.count(where=rows.times > 0),
        **{f"made_{rank}": rows.count(where=has_any(rows.made, 1 << rank)) for rank in ranks},
    )
    return each.group_by("slice", "stage").agg(
        again=_surplus(each.times), **{f"again_{rank}": _surplus(each[f"made_{rank}"]) for rank in ranks}
    )


def _who_went_back(stays: ir.Table, lifecycle_map: LifecycleMap, start: Instant, end: Instant) -> ir.Table:
    """The customers who left a stage in [start, end) for one earlier in the map, or for none: `customer_key`.

    Stages are ordered by where they stand in one text: DuckDB runs a function of one column once for each
    different text in it, and comparisons for every row (measured on 412,000 rows: 5 ms against 40 ms). That holds
    only for rows fresh from the table, so these are read on their own, not shared with those of the caller.
    """
    ended = with_next_stage(stays.filter(stays.left_at.notnull()), start, end)
    order = ibis.literal("".join(f"|{stage.id}|" for stage in lifecycle_map.stages))

    def place(stage: ir.Value) -> ir.IntegerValue:
        return order.find(ibis.literal("|") + stage + "|")

    went_back = ended.next_stage.isnull() | (place(ended.next_stage) < place(ended.stage))
    return ended.filter(went_back).select("customer_key")


def _surplus(times: ir.Value) -> ir.IntegerScalar:
    return whole_sum(ibis.ifelse(times > 1, times - 1, whole(0)))


@dataclass(frozen=True)
class Spread:
    """The rows of `spread` over these edges, and who stands where at the last one.

    Every question about a period between two edges is a sum.
    """

    edges: list[datetime]
    rows: list[dict]
    at_end: dict[str, int]

    def standing(self, stage: str, at: datetime) -> int:
        """Customers in the stage at an edge: those at the last one, less who came and plus who left in between."""
        if at == self.edges[-1]:
            return self.at_end.get(stage, 0)
        since = Period(at, self.edges[-1])
        return self.at_end.get(stage, 0) - self.entered(stage, since) + self.left(stage, since)

    def entered(self, stage: str, period: Period) -> int:
        """How often the stage was entered in the period."""
        first, last = self._slices(period)
        return sum(r["stays"] for r in self._of(stage) if first <= r["began"] <= last)

    def left(self, stage: str, period: Period) -> int:
        """How often the stage was left in the period."""
        first, last = self._slices(period)
        return sum(r["stays"] for r in self._of(stage) if first <= r["ended"] <= last)

    def present(self, stage: str, period: Period) -> int:
        """Stays in the stage that had any part in the period."""
        return self.standing(stage, period.start) + self.entered(stage, period)

    def went(self, stage: str, targets: list[str], period: Period) -> int:
        """Stays that ended in the period by going to one of `targets`."""
        first, last = self._slices(period)
        rows = (r for r in self._of(stage) if r["next_stage"] in targets)
        return sum(r["stays"] for r in rows if first <= r["ended"] <= last)

    def _of(self, stage: str) -> list[dict]:
        return [row for row in self.rows if row["stage"] == stage]

    def _slices(self, period: Period) -> tuple[int, int]:
        return self.edges.index(period.start) + 1, self.edges.index(period.end)

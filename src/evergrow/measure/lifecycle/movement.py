"""How many stood in each stage, came, left and made each move, for any of many periods, in two small tables.

The edges of all periods cut time into slices, and stays are counted by the slice they began in and by the one they
ended in: a few hundred rows from which every period follows by addition. That counts stays, and a customer who
left a stage and came back has two. So a second question counts those who came back (`returns`), by the slices in
which they had left and came again: in every period that holds both, they are one too many. Whoever comes back
went back in the order of the map on the way, so only those few customers are looked at.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportArgumentType=false, reportReturnType=false, reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap, Move
from evergrow.kernel import Period
from evergrow.measure.metrics import has_any, step, whole
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
    """Stays that began, and stays that ended, between the edges, by stage and slice of time.

    Returns:
        `slice` (i: between edge i - 1 and edge i), `stage`, `next_stage`, `has_ended` and `stays`. Where `has_ended`
        is false these are the stays that began in the slice, and `next_stage` is null. Lazy.
    """
    start, end = edges[0], edges[-1]
    ended = with_next_stage(stays, start, end)
    began = stays.filter(stays.entered_at >= moment(start), stays.entered_at < moment(end))
    ended = ended.select("stage", "next_stage", slice=_slice(ended.left_at, edges))
    began = began.select("stage", slice=_slice(began.entered_at, edges))
    ends = ended.group_by("slice", "stage", "next_stage").agg(stays=ended.count())
    begins = began.group_by("slice", "stage").agg(stays=began.count())
    columns = ("slice", "stage", "next_stage", "has_ended", "stays")
    return ibis.union(
        begins.mutate(next_stage=ibis.null("string"), has_ended=False).select(*columns),
        ends.mutate(has_ended=True).select(*columns),
    )


def returns(stays: ir.Table, lifecycle_map: LifecycleMap, edges: Sequence[Instant]) -> ir.Table:
    """Who came back into a stage, or made a move again, between the edges.

    Returns:
        `stage`, `left` and `came` (the slices in which the stage had been left last, and was entered again),
        `before_0` and `made_0` (in which the move of rank 0 had been made last, and was made again), `before_1`, ...,
        each pair null where the stay is no such return, and `times`. Lazy.
    """
    start, end = edges[0], edges[-1]
    back = _who_went_back(stays, lifecycle_map, start, end)
    seen = _present(stays, start, end).semi_join(back, "customer_key")
    seen = seen.mutate(
        made=ibis.ifelse(
            (seen.left_at >= moment(start)) & (seen.left_at < moment(end)),
            made(seen, lifecycle_map),
            whole(0),
        )
    )
    in_time = {"group_by": ("customer_key", "stage"), "order_by": "entered_at"}
    earlier = ibis.window(**in_time, rows=(None, -1))
    moves = {
        rank: ibis.ifelse(has_any(seen.made, 1 << rank), seen.left_at, None)
        for rank in ranks_of(lifecycle_map)
    }
    pairs = {("left", "came"): (seen.left_at.lag().over(ibis.window(**in_time)), seen.entered_at)} | {
        (f"before_{rank}", f"made_{rank}"): (at.max().over(earlier), at) for rank, at in moves.items()
    }
    looked = seen.select(
        "stage", **{name: at for names, ats in pairs.items() for name, at in zip(names, ats, strict=True)}
    )
    slices: dict[str, ir.Value] = {}
    for names in pairs:
        before, again = (looked[name] for name in names)
        is_return = (before >= moment(start)) & (again < moment(end))
        for name, at in zip(names, (before, again), strict=True):
            slices[name] = ibis.ifelse(is_return, _slice(at, edges), None)
    cut = looked.select("stage", **slices)
    cut = cut.filter(reduce(ir.BooleanValue.__or__, [cut[again].notnull() for _, again in pairs]))
    return cut.group_by("stage", *slices).agg(times=cut.count())


def _slice(at: ir.Value, edges: Sequence[Instant]) -> ir.Value:
    return step(at, edges[1:-1], [whole(index) for index in range(1, len(edges))])


def _present(stays: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """Stays that had any part in [start, end); `next_stage` of those that ended in it."""
    seen = stays.filter(
        stays.entered_at < moment(end), stays.left_at.isnull() | (stays.left_at >= moment(start))
    )
    columns = ("customer_key", "stage", "entered_at", "left_at", "next_stage")
    if "next_stage" in stays.columns:
        return seen.select(*columns)
    began = stays.filter(stays.entered_at >= moment(start), stays.entered_at < moment(end))
    after = began.select("customer_key", left_at=began.entered_at, next_stage=began.stage)
    return seen.left_join(after, ["customer_key", "left_at"]).select(*columns)


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


class Movement:
    """The rows of `spread` and `returns` over these edges, and who stands where at the last one.

    Every question about a period between two edges is a sum.
    """

    def __init__(
        self, edges: list[datetime], spread: list[dict], returns: list[dict], at_end: dict[str, int]
    ) -> None:
        self._place = {edge: index for index, edge in enumerate(edges)}
        self._at_end = at_end
        self._entered: Counts = {}
        self._left: Counts = {}
        self._went: Counts = {}
        for row in spread:
            stage, slice, stays = row["stage"], row["slice"], row["stays"]
            if row["has_ended"]:
                _add(self._left, stage, slice, stays)
                _add(self._went, (stage, row["next_stage"]), slice, stays)
            else:
                _add(self._entered, stage, slice, stays)
        self._returns: dict[tuple[str, int | None], list[tuple[int, int, int]]] = {}
        ranks = (
            [name.removeprefix("made_") for name in returns[0] if name.startswith("made_")] if returns else []
        )
        kinds = {None: ("left", "came")} | {int(rank): (f"before_{rank}", f"made_{rank}") for rank in ranks}
        for row in returns:
            for kind, (before, again) in kinds.items():
                if row[again] is not None:
                    found = self._returns.setdefault((row["stage"], kind), [])
                    found.append((row[before], row[again], row["times"]))

    def standing(self, stage: str, at: datetime) -> int:
        """Customers in the stage at an edge: those at the last one, less who came and plus who left in between."""
        first, last = self._place[at] + 1, len(self._place)
        came, went = _sum(self._entered, stage, first, last), _sum(self._left, stage, first, last)
        return self._at_end.get(stage, 0) - came + went

    def entered(self, stage: str, period: Period) -> int:
        """How often the stage was entered in the period."""
        return _sum(self._entered, stage, *self._slices(period))

    def left(self, stage: str, period: Period) -> int:
        """How often the stage was left in the period."""
        return _sum(self._left, stage, *self._slices(period))

    def present(self, stage: str, period: Period) -> int:
        """Customers who were in the stage at any time of the period."""
        stays = self.standing(stage, period.start) + self.entered(stage, period)
        return stays - self._again(stage, None, period)

    def went(self, stage: str, targets: list[str], rank: int, period: Period) -> int:
        """Customers who left the stage in the period for one of `targets`, by the move of this rank."""
        first, last = self._slices(period)
        moves = sum(_sum(self._went, (stage, target), first, last) for target in targets)
        return moves - self._again(stage, rank, period)

    def _again(self, stage: str, rank: int | None, period: Period) -> int:
        first, last = self._slices(period)
        rows = self._returns.get((stage, rank), ())
        return sum(times for before, slice, times in rows if first <= before and slice <= last)

    def _slices(self, period: Period) -> tuple[int, int]:
        return self._place[period.start] + 1, self._place[period.end]


Counts = dict[Any, dict[int, int]]
"""Stays by slice, of a stage or of a pair of stages."""


def _add(counts: Counts, key: Any, slice: int, stays: int) -> None:
    by_slice = counts.setdefault(key, {})
    by_slice[slice] = by_slice.get(slice, 0) + stays


def _sum(counts: Counts, key: Any, first: int, last: int) -> int:
    return sum(stays for slice, stays in counts.get(key, {}).items() if first <= slice <= last)

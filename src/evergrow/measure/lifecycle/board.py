"""The lifecycle board: who stands where, who moved, what waits, over one period beside another.

Reads   stays, customers and orders, in seven questions whatever the number of stages, moves and slices.
Never   counts what lies beyond `now`, though the stays hold it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap, Move, Stage
from evergrow.kernel import Period
from evergrow.measure.lifecycle.flow import Links, flow_of, read_links
from evergrow.measure.lifecycle.leak import largest_leak, leak_of
from evergrow.measure.lifecycle.movement import Movement, moves_by_source, returns, spread, targets_of
from evergrow.measure.lifecycle.pace import pace
from evergrow.measure.lifecycle.spec import Board, Leak, MoveReport, MoveTrendPoint, StageTile
from evergrow.measure.lifecycle.standing import counts, overdue
from evergrow.measure.metrics import (
    Benchmark,
    Figure,
    Measured,
    by_period,
    counted,
    measured,
    mixed_until,
    quotient,
    share_of,
    until_now,
    wilson,
)

TREND_SLICES = 12
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # no event is older


@dataclass(frozen=True)
class Facts:
    """Everything the board is put together from. Periods are cut at `now`."""

    lifecycle_map: LifecycleMap
    period: Period
    versus: Period
    now: datetime
    trend: list[Period]
    movement: Movement
    pace: dict[Period, list[dict]]
    links: Links
    before: dict[str, int]
    before_micros: dict[str, int]
    mixed: str | None

    def days(self, period: Period, stage: str, column: str) -> float | None:
        """A median of `pace`."""
        return next((row[column] for row in self.pace[period] if row["stage"] == stage), None)

    def at_risk(self, period: Period, move: Move) -> int:
        """Customers who stood in the move's source at any time of the period."""
        return self.movement.present(move.source, period)

    def moved(self, period: Period, move: Move) -> int:
        """Customers who made the move in the period."""
        targets = targets_of(self.lifecycle_map, move)
        return self.movement.went(move.source, targets, self.rank(move), period)

    def rank(self, move: Move) -> int:
        """The move's place among those out of its stage."""
        return moves_by_source(self.lifecycle_map)[move.source].index(move)


def board(
    source: Measured,
    lifecycle_map: LifecycleMap,
    period: Period,
    versus: Period,
    *,
    now: datetime,
    segment: ir.Table | None = None,
) -> Board:
    """The board of `period`, compared with `versus`.

    Args:
        source: The account's tables.
        lifecycle_map: The map the stays were made by.
        period: What to look at; its part after `now` is left out.
        versus: What to compare with.
        now: The moment of asking.
        segment: Only these customers (`customer_key`); see `measure.segments`.

    Raises:
        Refusal: `period.future`.
    """
    source = source.narrowed(segment)
    facts = _read(source, lifecycle_map, period, versus, now)
    tiles = [_tile(facts, stage) for stage in lifecycle_map.stages]
    moves = _since_anybody([_move(facts, move) for move in lifecycle_map.moves])
    leak, no_leak_reason = _leak(source, facts, tiles, moves)
    return Board(
        map_name=lifecycle_map.name,
        start=period.start,
        end=period.end,
        previous_start=versus.start,
        previous_end=versus.end,
        computed_at=now,
        currency=source.currency,
        customers=sum(facts.links.at_end().values()),
        stages=tiles,
        moves=moves,
        leak=leak,
        no_leak_reason=no_leak_reason,
        flow=flow_of(
            facts.links,
            [stage.id for stage in lifecycle_map.stages],
            facts.period.start,
            facts.period.end,
            mixed=facts.mixed,
        ),
    )


def _read(
    source: Measured, lifecycle_map: LifecycleMap, period: Period, versus: Period, now: datetime
) -> Facts:
    here, there = until_now(period, now), until_now(versus, now)
    trend = _trend(period)
    past = [until_now(each, now) for each in trend]
    spans = [here, there, *past]
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    links, spreads, returned, paces, mixed = source.together(
        lambda: read_links(source, here.start, here.end),
        lambda: source.ask(spread, source.stays, edges),
        lambda: source.ask(returns, source.stays, lifecycle_map, edges),
        lambda: by_period(source, [here, there], pace, source.stays, lifecycle_map),
        lambda: mixed_until(source, max(here.end, there.end)),
    )
    before = links if there.end == here.start else read_links(source, there.end, there.end)
    at_end = links.at_end() if edges[-1] == here.end else _counts(source, edges[-1])
    return Facts(
        lifecycle_map=lifecycle_map,
        period=here,
        versus=there,
        now=now,
        trend=trend,
        movement=Movement(edges, spreads, returned, at_end),
        pace=paces,
        links=links,
        before=before.at_start(),
        before_micros=before.at_start("until_start_micros"),
        mixed=mixed,
    )


def _tile(facts: Facts, stage: Stage) -> StageTile:
    customers = facts.links.at_end().get(stage.id, 0)
    before = facts.before.get(stage.id, 0)
    left = facts.movement.left(stage.id, facts.period)
    return StageTile(
        id=stage.id,
        title=stage.title,
        color=stage.color,
        is_paying=stage.is_paying,
        is_exit=stage.is_exit,
        customers=counted("stage_customers", customers, previous=before),
        entered=facts.movement.entered(stage.id, facts.period),
        left=left,
        median_days_in_stage=measured(
            "time_in_stage",
            "days",
            facts.days(facts.period, stage.id, "days"),
            behind=left,
            empty=f"Nobody left {stage.title} in this period.",
            previous=facts.days(facts.versus, stage.id, "days"),
        ),
        value_per_customer=measured(
            "value_per_customer",
            "money_micros",
            None
            if facts.mixed
            else quotient(facts.links.at_end("until_end_micros").get(stage.id, 0), customers),
            behind=customers,
            empty=(customers and facts.mixed) or f"Nobody stands in {stage.title} at the end of this period.",
            previous=None if facts.mixed else quotient(facts.before_micros.get(stage.id, 0), before),
        ),
    )


def _move(facts: Facts, move: Move) -> MoveReport:
    at_risk, moved = facts.at_risk(facts.period, move), facts.moved(facts.period, move)
    source, target = facts.lifecycle_map.stage(move.source), facts.lifecycle_map.stage(move.target)
    column = f"days_{facts.rank(move)}"
    rate = share_of(
        "move_rate",
        moved,
        at_risk,
        previous=quotient(facts.moved(facts.versus, move), facts.at_risk(facts.versus, move)),
        empty=f"Nobody stood in {source.title} in this period.",
    )
    return MoveReport(
        source=move.source,
        target=move.target,
        is_backward=facts.lifecycle_map.is_backward(move),
        at_risk=at_risk,
        moved=moved,
        rate=rate,
        median_days=measured(
            "move_days",
            "days",
            facts.days(facts.period, move.source, column),
            behind=moved,
            empty=f"Nobody went from {source.title} to {target.title} in this period.",
            previous=facts.days(facts.versus, move.source, column),
        ),
        target_rate=move.target_rate,
        target_days=move.target_days,
        benchmark=Benchmark(low=move.benchmark.low, high=move.benchmark.high, text=move.benchmark.text)
        if move.benchmark
        else None,
        is_below_target=_is_below(rate, move.target_rate),
        trend=[_point(facts, move, period) for period in facts.trend],
    )


def _is_below(rate: Figure, target_rate: float | None) -> bool:
    return target_rate is not None and rate.value is not None and rate.value < target_rate


def _trend(period: Period) -> list[Period]:
    """The period and those of its length before it, oldest first: a rate grows with its window, so only
    windows of one length can stand beside each other, and beside the target."""
    before = max(0, (period.start - EARLIEST) // period.length)
    return [period.shifted(-back) for back in reversed(range(1 + min(before, TREND_SLICES - 1)))]


def _since_anybody(moves: list[MoveReport]) -> list[MoveReport]:
    """The moves with their trends cut, all alike, to begin when the first customers stood anywhere."""
    peopled = (
        any(point.customers for point in at_once) for at_once in zip(*(m.trend for m in moves), strict=True)
    )
    first = next((index for index, is_peopled in enumerate(peopled) if is_peopled), None)
    return [replace(move, trend=[] if first is None else move.trend[first:]) for move in moves]


def _point(facts: Facts, move: Move, period: Period) -> MoveTrendPoint:
    past = until_now(period, facts.now)
    at_risk, moved = facts.at_risk(past, move), facts.moved(past, move)
    low, high = wilson(moved, at_risk) if at_risk else (None, None)
    return MoveTrendPoint(
        start=period.start,
        end=period.end,
        rate=quotient(moved, at_risk),
        low=low,
        high=high,
        customers=at_risk,
        is_over=period.end <= facts.now,
    )


def _counts(source: Measured, at: datetime) -> dict[str, int]:
    return {row["stage"]: row["customers"] for row in source.ask(counts, source.stays, at)}


def _leak(
    source: Measured, facts: Facts, tiles: list[StageTile], moves: list[MoveReport]
) -> tuple[Leak | None, str | None]:
    values = {tile.id: tile.value_per_customer.value or 0.0 for tile in tiles}
    move, reason = largest_leak(moves, values)
    if move is None:
        return None, reason
    end, titles = facts.period.end, {tile.id: tile.title for tile in tiles}
    since = end - timedelta(days=move.target_days or 0)
    waiting = source.ask(overdue, source.stays, move.source, end, since)[0]["customers"]
    return leak_of(move, values, titles, waiting, mixed=facts.mixed), None

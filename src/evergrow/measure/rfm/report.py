"""The RFM report: the grid, its segments, and who moved between them since an earlier date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import ibis.expr.types as ir

from evergrow.measure.metrics import Measured, counted, mixed_until, quotient
from evergrow.measure.rfm.rules import DEFAULT_RULES, SCORES, SegmentRule, cells_of, segment_by_cell
from evergrow.measure.rfm.scores import grid
from evergrow.measure.rfm.spec import RfmCell, RfmMove, RfmReport, RfmSegment

_OF_MONEY: Final = ("revenue_micros", "monetary_scores")


def rfm(
    source: Measured,
    as_of: datetime,
    versus: datetime,
    *,
    now: datetime,
    rules: Sequence[SegmentRule] = DEFAULT_RULES,
    segment: ir.Table | None = None,
) -> RfmReport:
    """RFM as of one date, beside another.

    Args:
        source: The account's tables.
        as_of: Orders before this moment count; taken as `now` when it lies beyond.
        versus: The earlier date.
        now: The moment of asking.
        rules: Which cells make which segment.
        segment: Only these customers (`customer_key`); they are scored among themselves.

    Raises:
        Refusal: `rfm.bad_cells`, `rfm.cell_taken_twice`, `rfm.cell_without_segment`.
    """
    names = segment_by_cell(rules)
    narrowed, as_of = source.narrowed(segment), min(as_of, now)
    rows, mixed = source.together(
        lambda: source.ask(grid, narrowed.customers, narrowed.orders, as_of, versus),
        lambda: mixed_until(narrowed, as_of),
    )
    if mixed:
        rows = [row | dict.fromkeys(_OF_MONEY) for row in rows]
    customers = _sum(rows, "customers")
    return RfmReport(
        as_of=as_of,
        versus=versus,
        currency=source.currency,
        customers=customers,
        orders=_sum(rows, "orders"),
        revenue_micros=_known_sum(rows, "revenue_micros"),
        cells=[_cell(rows, r, f, names[r, f]) for r in SCORES for f in SCORES],
        segments=[_segment(rows, rule, names, customers) for rule in rules],
        moves=_moves(rows, names, [rule.id for rule in rules]),
        revenue_unavailable=mixed,
        unavailable=None if customers else f"Nobody had ordered by {as_of.date().isoformat()}.",
    )


def _cell(rows: list[dict], r: int, f: int, segment: str) -> RfmCell:
    here = [row for row in rows if (row["r"], row["f"]) == (r, f)]
    customers = _sum(here, "customers")
    return RfmCell(
        r=r,
        f=f,
        segment=segment,
        customers=customers,
        average_revenue_micros=_whole(_each(_known_sum(here, "revenue_micros"), customers)),
        average_monetary_score=_each(_known_sum(here, "monetary_scores"), customers),
    )


def _segment(
    rows: list[dict], rule: SegmentRule, names: dict[tuple[int, int], str], everyone: int
) -> RfmSegment:
    here = [row for row in rows if names[row["r"], row["f"]] == rule.id]
    customers = _sum(here, "customers")
    return RfmSegment(
        id=rule.id,
        title=rule.title,
        cells=[f"{r}{f}" for r, f in cells_of(rule)],
        customers=counted("rfm_segment", customers, previous=_before(rows, rule, names)),
        share=quotient(customers, everyone) or 0.0,
        revenue_micros=_known_sum(here, "revenue_micros"),
        average_revenue_micros=_whole(_each(_known_sum(here, "revenue_micros"), customers)),
        average_orders=quotient(_sum(here, "orders"), customers),
        average_recency_days=quotient(_sum(here, "recency_days"), customers),
    )


def _before(rows: list[dict], rule: SegmentRule, names: dict[tuple[int, int], str]) -> int:
    bought = (row for row in rows if row["r_before"] is not None)
    return _sum((row for row in bought if names[row["r_before"], row["f_before"]] == rule.id), "customers")


def _moves(rows: list[dict], names: dict[tuple[int, int], str], order: list[str]) -> list[RfmMove]:
    found: dict[tuple[str | None, str], int] = {}
    for row in rows:
        source = None if row["r_before"] is None else names[row["r_before"], row["f_before"]]
        pair = source, names[row["r"], row["f"]]
        found[pair] = found.get(pair, 0) + row["customers"]
    place = {None: -1, **{name: index for index, name in enumerate(order)}}
    pairs = sorted(found, key=lambda pair: (place[pair[0]], place[pair[1]]))
    return [RfmMove(source=pair[0], target=pair[1], customers=found[pair]) for pair in pairs]


def _sum(rows: Iterable[dict], column: str) -> int:
    return sum(row[column] for row in rows)


def _known_sum(rows: Sequence[dict], column: str) -> int | None:
    """None where what the rows tell does not add up."""
    return None if any(row[column] is None for row in rows) else _sum(rows, column)


def _each(total: int | None, customers: int) -> float | None:
    return None if total is None else quotient(total, customers)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)

"""Recency, frequency and monetary value, each scored 1 to 5 by the share of customers at or below it.

    p = (customers with a smaller value + half of those with an equal value) / customers
    score = min(5, 1 + floor(5 p))

Equal values get equal scores. Everything is counted in whole numbers: with s smaller and e equal of n, a score is
1 plus how many k of 1 to 4 satisfy 5 (2 s + e) >= 2 n k, so no rounding decides one. A score only rises with its
value, so four values found among the distinct ones split all customers; nobody is joined to a rank.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false, reportAttributeAccessIssue=false, reportArgumentType=false, reportReturnType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import buyers, whole, whole_sum
from evergrow.storage.warehouse import Instant, moment

STEPS: Final = (1, 2, 3, 4)
MICROS_A_DAY: Final = 86_400_000_000
RFM: Final = {"r": "freshness", "f": "orders", "m": "revenue_micros"}
"""Each score and the value it comes from."""


def activity(customers: ir.Table, orders: ir.Table, as_of: Instant) -> ir.Table:
    """What is scored, one row per customer with an order before `as_of`.

    Returns:
        `customer_key`, `recency_days` (whole days of 24 hours since the last order), `orders`, `revenue_micros`
        and `freshness` (recency_days below zero, so that more is better). Lazy.
    """
    bought = buyers(customers, orders, as_of)
    silence = moment(as_of).delta(bought.last_order_at, unit="microsecond")
    days = silence // MICROS_A_DAY
    return bought.select("customer_key", "orders", "revenue_micros", recency_days=days, freshness=-days)


def thresholds(values: ir.Table, column: str) -> ir.Table:
    """The smallest value of `column` that scores 2, 3, 4 and 5: one row, `least_2` ... `least_5` (null: none does). Lazy."""
    counts = values.group_by(value=values[column]).agg(equal=lambda rows: rows.count())
    order = ibis.window(order_by=counts.value, preceding=None, following=0)
    ranked = counts.select(
        "value", "equal", up_to=counts.equal.sum().over(order), customers=counts.equal.sum().over()
    )
    twice = 2 * ranked.up_to - ranked.equal  # 2 s + e
    return ranked.agg(
        **{
            f"least_{step + 1}": ibis.ifelse(
                5 * twice >= 2 * step * ranked.customers, ranked.value, None
            ).min()
            for step in STEPS
        }
    )


def scored(values: ir.Table, columns: Mapping[str, str], shown: ir.Table | None = None) -> ir.Table:
    """`values` with a score column for each of `columns` (name of the score: name of the value). Lazy.

    `shown` are those of `values` wanted back, where not all are.
    """
    found = values if shown is None else shown
    for score, column in columns.items():
        limits = thresholds(values, column).rename(
            {f"{score}_least_{step + 1}": f"least_{step + 1}" for step in STEPS}
        )
        found = found.cross_join(limits)
    return found.select(
        *values.columns, **{score: _score(found, score, column) for score, column in columns.items()}
    )


def rfm_scores(customers: ir.Table, orders: ir.Table, as_of: Instant) -> ir.Table:
    """The columns of `activity` with `r`, `f` and `m`, each 1 to 5. Lazy."""
    return scored(activity(customers, orders, as_of), RFM)


def rf_scores(
    customers: ir.Table, orders: ir.Table, as_of: Instant, among: ir.Table | None = None
) -> ir.Table:
    """`activity` with `r` and `f`, the scores that decide the segment, of the customers of `among`; None: all. Lazy.

    Money has nearly as many values as customers, so its score costs more than the other two together.
    """
    values = activity(customers, orders, as_of)
    shown = values if among is None else values.semi_join(among, "customer_key")
    return scored(values, {"r": "freshness", "f": "orders"}, shown)


def with_segment(scores: ir.Table, segments: Mapping[tuple[int, int], str]) -> ir.Table:
    """`scores` with `segment`, the name of its cell. Lazy."""
    names: dict[str, list[int]] = {}
    for (r, f), name in segments.items():
        names.setdefault(name, []).append(10 * r + f)
    cell = 10 * scores.r + scores.f
    return scores.mutate(segment=ibis.cases(*((cell.isin(cells), name) for name, cells in names.items())))


def scores_of_one(customers: ir.Table, orders: ir.Table, as_of: Instant, customer_key: int) -> ir.Table:
    """The row of `rfm_scores` of one customer, `r`, `f` and `m`, by counting who is below and equal to them. Lazy.

    Nobody else is scored: an eighth of the work on 139,000 buyers.
    """
    values = activity(customers, orders, as_of)
    mine = values.filter(values.customer_key == customer_key)
    both = values.cross_join(mine.select(**{f"my_{column}": column for column in RFM.values()}))
    counts = {f"{score}_twice": _twice(both[column], both[f"my_{column}"]) for score, column in RFM.items()}
    counted = both.agg(customers=both.count(), **counts)
    placed = counted.filter(counted.customers > 0)
    return placed.select(**{score: _share_score(placed[f"{score}_twice"], placed.customers) for score in RFM})


def in_segment(
    customers: ir.Table, orders: ir.Table, as_of: Instant, cells: Sequence[tuple[int, int]]
) -> ir.Table:
    """The customers whose recency and frequency fall in one of `cells`: `customer_key`. Lazy."""
    scores = rf_scores(customers, orders, as_of)
    wanted = [10 * r + f for r, f in cells]
    return scores.filter((10 * scores.r + scores.f).isin(wanted)).select("customer_key")


def grid(customers: ir.Table, orders: ir.Table, as_of: Instant, versus: Instant) -> ir.Table:
    """Customers by their cell now and at the earlier date.

    Returns:
        `r`, `f`, `r_before`, `f_before` (null: had not bought yet), `customers`, and sums over them as of
        `as_of`: `orders`, `revenue_micros`, `recency_days`, `monetary_scores`. Lazy.
    """
    now = rfm_scores(customers, orders, as_of)
    then = rf_scores(customers, orders, versus)
    both = now.left_join(then.select("customer_key", r_before=then.r, f_before=then.f), "customer_key")
    cells = both.group_by("r", "f", "r_before", "f_before")
    return cells.agg(
        customers=both.count(),
        orders=whole_sum(both.orders),
        revenue_micros=whole_sum(both.revenue_micros),
        recency_days=whole_sum(both.recency_days),
        monetary_scores=whole_sum(both.m),
    )


def _twice(column: ir.Value, mine: ir.Value) -> ir.IntegerScalar:
    """2 s + e: twice the customers with a smaller value, plus those with an equal one."""
    return (column < mine).cast("int64").sum() + (column <= mine).cast("int64").sum()


def _share_score(twice: ir.Value, customers: ir.Value) -> ir.IntegerValue:
    reached = [(5 * twice >= 2 * step * customers).cast("int64") for step in STEPS]
    return reduce(add, reached, whole(1))


def _score(found: ir.Table, score: str, column: str) -> ir.IntegerValue:
    reached = [
        (found[column] >= found[f"{score}_least_{step + 1}"]).fill_null(False).cast("int64") for step in STEPS
    ]
    return reduce(add, reached, whole(1))

"""What it takes to score 2, 3, 4 and 5 for recency, frequency and monetary value, as everybody stood at a day's start."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.segments.tables import LEAST

_MICROS_A_DAY: Final = 86_400_000_000
_VALUES: Final = {"r": "freshness", "f": "orders", "m": "revenue_micros"}


def levels_of(orders: ir.Table, days: ir.Table) -> ir.Table:
    """Rows of `RFM_LEVELS` for each `day`, by the orders before it; the same rule as `rfm.thresholds`. Lazy.

    A level nobody reaches is null; a day before the first order has no row.
    """
    bought = orders.select("customer_key", "revenue_micros", ordered_at="at")
    before = bought.inner_join(days, [bought.ordered_at < days.day])
    people = before.group_by("day", "customer_key").agg(
        orders=before.count(),
        revenue_micros=before.revenue_micros.sum(),
        last_order_at=before.ordered_at.max(),
    )
    silence = people.day.delta(people.last_order_at, unit="microsecond") // _MICROS_A_DAY
    people = people.mutate(freshness=-silence)
    parts = [_levels(people, score, column) for score, column in _VALUES.items()]
    return reduce(lambda one, other: one.inner_join(other, "day"), parts)


def _levels(people: ir.Table, score: str, column: str) -> ir.Table:
    counts = people.group_by("day", value=people[column].cast("int64")).agg(equal=people.count())
    order = ibis.window(group_by="day", order_by="value", preceding=None, following=0)
    ranked = counts.select(
        "day",
        "value",
        "equal",
        up_to=counts.equal.sum().over(order),
        customers=counts.equal.sum().over(ibis.window(group_by="day")),
    )
    twice = 2 * ranked.up_to - ranked.equal
    return ranked.group_by("day").agg(
        **{
            f"{score}_least_{least}": ibis.ifelse(
                5 * twice >= 2 * (least - 1) * ranked.customers, ranked.value, None
            ).min()
            for least in LEAST
        }
    )

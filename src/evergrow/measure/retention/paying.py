"""Who was a paying customer at each of many dates, and how many stayed, came and went in between.

S customers at the start of a period, E at its end, N at its end who were not there at its start:

    retention rate (CRR) = (E - N) / S        churn rate = customers lost / S = 1 - CRR

A customer counts while in a paying stage of the map that is no exit.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period
from evergrow.measure.metrics import MOST_BITS, step, union_of, whole
from evergrow.storage.warehouse import Instant, moment


def paying_stages(lifecycle_map: LifecycleMap) -> list[str]:
    """Ids of the stages in which a customer counts."""
    return [stage.id for stage in lifecycle_map.stages if stage.is_paying and not stage.is_exit]


def paying(stays: ir.Table, stages: Sequence[str], edges: Sequence[Instant]) -> ir.Table:
    """Customers by the set of dates at which they were paying.

    Args:
        stays: All stays.
        stages: Ids of the paying stages.
        edges: At most 62 dates, ascending.

    Returns:
        `dates` (bit i is set: paying at `edges[i]`), `customers`. Nobody who was paying at none. Lazy.
    """
    if len(edges) > MOST_BITS:
        raise ValueError(f"at most {MOST_BITS} dates fit in one number")
    reaches_in = stays.left_at.fill_null(moment(edges[0])) >= moment(edges[0])
    here = stays.filter(stays.stage.isin(list(stages)), stays.entered_at < moment(edges[-1]), reaches_in)
    powers = [whole(1 << index) for index in range(len(edges) + 1)]
    until = here.left_at.isnull().ifelse(powers[-1], step(here.left_at, edges, powers))
    rows = here.select("customer_key", dates=until - step(here.entered_at, edges, powers))
    each = rows.group_by("customer_key").agg(dates=union_of(rows.dates))
    found = each.filter(each.dates != 0)
    return found.group_by("dates").agg(customers=found.count())


@dataclass(frozen=True)
class Paying:
    """The rows of `paying` over these dates."""

    edges: list[datetime]
    rows: list[dict]

    def at(self, date: datetime) -> int:
        """Paying customers at a date."""
        return self._with(1 << self.edges.index(date))

    def stayed(self, period: Period) -> int:
        """E - N: those at the start who were there at the end as well."""
        return self._with(1 << self.edges.index(period.start) | 1 << self.edges.index(period.end))

    def gained(self, period: Period) -> int:
        """N: those at the end who were not there at the start."""
        return self.at(period.end) - self.stayed(period)

    def lost(self, period: Period) -> int:
        """Those at the start who were not there at the end."""
        return self.at(period.start) - self.stayed(period)

    def _with(self, bits: int) -> int:
        return sum(row["customers"] for row in self.rows if row["dates"] & bits == bits)

"""Cohorts: of the customers who first bought in a month or week, how many bought again in each one after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import ibis.expr.types as ir

from evergrow.kernel import Period, refuse
from evergrow.measure.metrics import By, Measured, has_any, slices, step, union_of, whole, whole_sum
from evergrow.measure.retention.spec import CohortReport, CohortRow
from evergrow.storage.warehouse import Instant, moment

MOST_COHORTS: Final = 60


def cohort_counts(orders: ir.Table, starts: Sequence[Instant], until: Instant) -> ir.Table:
    """Customers by the slice of their first order, and how many of them bought in each slice.

    One pass over the orders: the slices a customer bought in are the bits of one number.

    Args:
        orders: Every order, for a first order before `starts[0]` decides too.
        starts: First moments of at most 60 slices, ascending; a slice ends where the next begins.
        until: Orders from here on are left out.

    Returns:
        `cohort` (index of the slice), `customers`, `bought_0` ... `bought_n` (customers who bought in that slice).
        Lazy.
    """
    past = orders.filter(orders["at"] < moment(until))
    bits = [whole(0), *(whole(1 << index) for index in range(len(starts)))]
    rows = past.select("customer_key", "at", bit=step(past["at"], starts, bits))
    each = rows.group_by("customer_key").agg(first_at=rows["at"].min(), bits=union_of(rows.bit))
    new = each.filter(each.first_at >= moment(starts[0]))
    cohort = new.mutate(cohort=step(new.first_at, starts[1:], [whole(index) for index in range(len(starts))]))
    return cohort.group_by("cohort").agg(
        customers=cohort.count(),
        **{f"bought_{index}": whole_sum(has_any(cohort.bits, 1 << index)) for index in range(len(starts))},
    )


def cohorts(
    source: Measured, *, by: By, count: int, now: datetime, segment: ir.Table | None = None
) -> CohortReport:
    """The last `count` cohorts, the one that still forms included.

    Raises:
        Refusal: `cohorts.count`.
    """
    if not 1 <= count <= MOST_COHORTS:
        raise refuse(
            "cohorts.count",
            f"{count} cohorts cannot be shown.",
            where="count",
            next_step=f"Ask for 1 to {MOST_COHORTS}.",
        )
    spans = slices(by, now, count, zone=source.zone)
    orders, starts = source.narrowed(segment).orders, [span.start for span in spans]
    rows = {row["cohort"]: row for row in source.ask(cohort_counts, orders, starts, now)}
    return CohortReport(by=by, end=now, rows=[_row(rows.get(i), spans, i, now) for i in range(count)])


def _row(row: dict | None, spans: list[Period], index: int, now: datetime) -> CohortRow:
    begun = [row[f"bought_{later}"] if row else 0 for later in range(index, len(spans))]
    return CohortRow(
        start=spans[index].start,
        customers=row["customers"] if row else 0,
        returned=[*begun, *([None] * index)],
        open_from=len(spans) - 1 - index if spans[-1].end > now else None,
    )

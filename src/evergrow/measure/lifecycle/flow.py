"""The flow between two dates, with what the customers of each link are worth."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ibis.expr.types as ir

from evergrow.kernel import Period
from evergrow.measure.lifecycle.spec import Flow, FlowLink
from evergrow.measure.lifecycle.standing import positions
from evergrow.measure.metrics import Measured, mixed_until, revenue_until, until_now, whole_sum
from evergrow.storage.warehouse import Instant


def links(
    stays: ir.Table,
    customers: ir.Table,
    orders: ir.Table,
    start: Instant,
    end: Instant,
) -> ir.Table:
    """Customers of each pair of stages at the two dates.

    Args:
        stays: All stays.
        customers: The customers with their facts.
        orders: All orders.
        start: The earlier date.
        end: The later date.

    Returns:
        `source` (null: not a customer yet), `target`, `customers`, `until_start_micros`, `until_end_micros`
        (revenue of these customers up to each date). Lazy.
    """
    worth = revenue_until(customers.filter(customers.revenue_micros > 0), orders, start, end)
    both = positions(stays, start, end).left_join(worth, "customer_key")
    return both.group_by("source", "target").agg(
        customers=both.count(),
        until_start_micros=whole_sum(both.until_0_micros),
        until_end_micros=whole_sum(both.until_1_micros),
    )


@dataclass(frozen=True)
class Links:
    """The rows of `links`, with their sums by either end."""

    rows: list[dict]

    def at_start(self, column: str = "customers") -> dict[str, int]:
        """Sum of a column by the stage at the earlier date."""
        return self._by("source", column)

    def at_end(self, column: str = "customers") -> dict[str, int]:
        """Sum of a column by the stage at the later date."""
        return self._by("target", column)

    def _by(self, side: str, column: str) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in self.rows:
            if row[side] is not None:
                found[row[side]] = found.get(row[side], 0) + row[column]
        return found


def read_links(source: Measured, start: datetime, end: datetime) -> Links:
    """Run `links`."""
    return Links(source.ask(links, source.stays, source.customers, source.orders, start, end))


def flow_of(
    found: Links, stages: list[str], start: datetime, end: datetime, *, mixed: str | None = None
) -> Flow:
    """The flow the rows tell, in the order of the map; `mixed` says why revenue does not add up, where it does not."""
    order = {None: -1, **{stage: index for index, stage in enumerate(stages)}}
    rows = sorted(found.rows, key=lambda row: (order[row["source"]], order[row["target"]]))
    return Flow(
        start=start,
        end=end,
        links=[
            FlowLink(
                source=row["source"],
                target=row["target"],
                customers=row["customers"],
                value_micros=None if mixed else row["until_end_micros"],
            )
            for row in rows
        ],
        value_unavailable=mixed,
    )


def flow(source: Measured, stages: list[str], start: datetime, end: datetime, *, now: datetime) -> Flow:
    """Where the customers of one date stand at another, with their revenue up to the later one.

    Args:
        source: The account's tables.
        stages: Ids of the map's stages, in its order.
        start: The earlier date.
        end: The later date; taken as `now` when it lies beyond.
        now: The moment of asking.

    Raises:
        Refusal: `period.empty` or `period.future`.
    """
    span = until_now(Period(start, end), now)
    found, mixed = source.together(
        lambda: read_links(source, span.start, span.end), lambda: mixed_until(source, span.end)
    )
    return flow_of(found, stages, span.start, span.end, mixed=mixed)

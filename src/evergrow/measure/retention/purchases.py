"""Orders, revenue and buyers of many periods at once."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir

from evergrow.measure.metrics import quotient, several_currencies, step, whole, whole_sum
from evergrow.storage.warehouse import Instant, moment


def purchases(orders: ir.Table, edges: Sequence[Instant]) -> ir.Table:
    """What was bought between each edge and the next.

    Returns:
        `slice` (0 for the first two edges), `buyers` (customers), `orders`, `revenue_micros`. Lazy.
    """
    within = orders.filter(orders.at >= moment(edges[0]), orders.at < moment(edges[-1]))
    numbers = [whole(index) for index in range(len(edges) - 1)]
    rows = within.select("customer_key", "revenue_micros", slice=step(within["at"], edges[1:-1], numbers))
    each = rows.group_by("customer_key", "slice").agg(
        orders=rows.count(), revenue_micros=rows.revenue_micros.sum()
    )
    return each.group_by("slice").agg(
        buyers=each.count(), orders=whole_sum(each.orders), revenue_micros=whole_sum(each.revenue_micros)
    )


def currencies(orders: ir.Table, edges: Sequence[Instant]) -> ir.Table:
    """What orders between each edge and the next came in.

    Returns:
        `slice`, `currency` (null: the account's), each pair once. Lazy.
    """
    within = orders.filter(orders.at >= moment(edges[0]), orders.at < moment(edges[-1]))
    numbers = [whole(index) for index in range(len(edges) - 1)]
    return within.select("currency", slice=step(within["at"], edges[1:-1], numbers)).distinct()


@dataclass(frozen=True)
class Purchases:
    """The row of one period; `mixed` says why its amounts do not add up, where they do not."""

    buyers: int = 0
    orders: int = 0
    revenue_micros: int = 0
    mixed: str | None = None

    @classmethod
    def of(cls, rows: list[dict], names: Iterable[str] = ()) -> Purchases:
        """From the rows of a period, one or none where nobody bought, and the currencies of its orders."""
        counts = {name: row[name] for row in rows for name in ("buyers", "orders", "revenue_micros")}
        return cls(**counts, mixed=several_currencies(sorted(set(names))))

    @property
    def revenue(self) -> int | None:
        """In micros, where it is of one currency."""
        return None if self.mixed else self.revenue_micros

    @property
    def average_order_value(self) -> float | None:
        """Revenue per order, in micros."""
        return None if self.mixed else quotient(self.revenue_micros, self.orders)

    @property
    def orders_per_customer(self) -> float | None:
        """Orders per customer who bought."""
        return quotient(self.orders, self.buyers)

    @property
    def customer_value(self) -> float | None:
        """Average order value x orders per customer, in micros: revenue per customer who bought."""
        return None if self.mixed else quotient(self.revenue_micros, self.buyers)

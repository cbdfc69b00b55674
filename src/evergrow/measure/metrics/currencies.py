"""The currencies of orders, and why amounts in several are not added up."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis.expr.types as ir

from evergrow.measure.metrics.source import Measured
from evergrow.storage.warehouse import Instant, moment


def currencies(orders: ir.Table, as_of: Instant) -> ir.Table:
    """The currencies that orders before a moment came in: `currency` (null: the account's). Lazy."""
    paid = orders.filter(orders["at"] < moment(as_of), orders.revenue_micros > 0)
    return paid.select("currency").distinct().order_by("currency")


def mixed_until(source: Measured, at: datetime) -> str | None:
    """Why what customers had paid by then does not add up; None where all of it came in one currency.

    The facts of customers are sums over all their orders, so it is the orders that tell.
    """
    rows = source.ask(currencies, source.orders, at)
    return several_currencies(sorted({row["currency"] or source.currency for row in rows}))


def several_currencies(names: Sequence[str]) -> str | None:
    """Why there is no sum of money over orders in these currencies; None where there are not several."""
    if len(names) < 2:
        return None
    told = " and ".join([", ".join(names[:-1]), names[-1]])
    return f"Orders came in {told}; amounts of several currencies do not add up."

"""The orders among the events."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false

from __future__ import annotations

from collections.abc import Sequence

import ibis.expr.types as ir

from evergrow.record.events import paid_orders


def orders(events: ir.Table) -> ir.Table:
    """One row per paid order: every `Order Completed` with revenue above 0.

    Args:
        events: The record's events with `customer_key`.

    Returns:
        `customer_key`, `at`, `order_id`, `revenue_micros`, `currency`. Lazy.
    """
    return paid_orders(events).select("customer_key", "at", "order_id", "revenue_micros", "currency")


def several_currencies(names: Sequence[str]) -> str | None:
    """Why there is no sum of money over orders in these currencies; None where there are not several."""
    if len(names) < 2:
        return None
    told = " and ".join([", ".join(names[:-1]), names[-1]])
    return f"Orders came in {told}; amounts of several currencies do not add up."

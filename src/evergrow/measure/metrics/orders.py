"""The orders among the events."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false

from __future__ import annotations

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

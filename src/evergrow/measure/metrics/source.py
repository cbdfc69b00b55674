"""What every report reads: four lazy tables and the one way to run a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import ibis.expr.types as ir
import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The tables of one account. Nothing is read before `fetch` runs an expression.

    Attributes:
        events: `customer_key`, `name`, `at`, `revenue_micros` and the rest of the record.
        orders: `customer_key`, `at`, `order_id`, `revenue_micros`; see `orders`.
        stays: `customer_key`, `stage`, `entered_at`, `left_at` and, where the owner keeps it, `next_stage`
            (the stage entered at `left_at`; without it reports find it by a join). Holds the future too.
        customers: one row per customer: `customer_key`, `customer_id`, `name`, `email` and the folded facts.
        fetch: Runs an expression and hands back its rows.
        currency: ISO code of every amount.
        zone: IANA name of the account's time zone; months and weeks begin at its midnight.
    """

    events: ir.Table
    orders: ir.Table
    stays: ir.Table
    customers: ir.Table
    fetch: Callable[[ir.Table], pa.Table]
    currency: str = "USD"
    zone: str = "UTC"

    def narrowed(self, keys: ir.Table | None) -> Measured:
        """The same tables with only the customers of `keys` (one column, `customer_key`); None keeps all."""
        if keys is None:
            return self
        tables = {name: getattr(self, name) for name in ("events", "orders", "stays", "customers")}
        return replace(
            self, **{name: table.semi_join(keys, "customer_key") for name, table in tables.items()}
        )

"""Customers whose true chance to order again is known: everybody orders at random at a rate of their own, for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ibis
import numpy as np
import pyarrow as pa

from evergrow.measure.metrics import Measured, orders
from evergrow.storage.warehouse import Warehouse, WarehouseTable
from tests.unit.measure.shop import CUSTOMERS, EVENTS, STAYS, day, naive

DAYS = 420.0


@dataclass(frozen=True)
class Buyers:
    """Their tables, as a user would bring them, and the truth about them."""

    tables: tuple[pa.Table, pa.Table]
    rates: np.ndarray
    first: np.ndarray

    def chances(self, at_day: float, days: float) -> np.ndarray:
        """Of those who had ordered by then, the true chance to order in so many days."""
        return 1 - np.exp(-self.rates[self.first < at_day] * days)


def buyers(seed: int, count: int, *, is_alike: bool = False) -> Buyers:
    """Orders of `count` customers over `DAYS`, the first of them spread over the first 300."""
    draw = np.random.default_rng(seed)
    rates = np.full(count, 1 / 40) if is_alike else draw.gamma(0.6, 1 / 25, count)
    first = draw.uniform(0, 300, count)
    again = draw.poisson(rates * (DAYS - first))
    keys = np.concatenate([np.arange(count), np.repeat(np.arange(count), again)])
    later = np.repeat(first, again) + draw.random(again.sum()) * np.repeat(DAYS - first, again)
    return Buyers(tables_of(keys, np.concatenate([first, later]), draw.gamma(4, 5, len(keys))), rates, first)


def tables_of(keys: np.ndarray, days: np.ndarray, amounts: np.ndarray) -> tuple[pa.Table, pa.Table]:
    """Events and customers of orders alone: nothing else is known of them."""
    at = _instants(days)
    nothing = pa.nulls(len(keys), pa.string())
    told = {
        "customer_key": pa.array(keys + 1),
        "at": at,
        "name": pa.array(["Order Completed"] * len(keys)),
        "revenue_micros": pa.array((amounts * 1e6).astype(np.int64)),
        "order_id": pa.array([str(number) for number in range(len(keys))]),
        "currency": pa.array(["GBP"] * len(keys)),
    }
    rows = pa.table({name: told.get(name, nothing) for name in EVENTS.names}).cast(EVENTS)
    people = pa.table({"customer_key": told["customer_key"], "at": at}).group_by("customer_key")
    seen = people.aggregate([("at", "min"), ("at", "max"), ("at", "count")])
    customers = {
        "customer_key": seen["customer_key"],
        "customer_id": pa.array([f"user:{key}" for key in seen["customer_key"].to_pylist()]),
        "first_seen_at": seen["at_min"],
        "last_seen_at": seen["at_max"],
        "orders": seen["at_count"],
    }
    empty = pa.nulls(seen.num_rows)
    return rows, pa.table({name: customers.get(name, empty) for name in CUSTOMERS.names}).cast(CUSTOMERS)


def brought(tables: tuple[pa.Table, pa.Table]) -> Measured:
    """The reports' tables on rows of a user's own, run by Ibis's own engine."""
    events, customers = (ibis.memtable(rows) for rows in tables)
    return Measured(
        events=events,
        orders=orders(events),
        stays=ibis.memtable(STAYS.empty_table()),
        customers=customers,
        fetch=lambda asked: asked.to_pyarrow(),
    )


def kept(warehouse: Warehouse, tables: tuple[pa.Table, pa.Table]) -> Measured:
    """The same in a warehouse, in place of what it held; questions asked before are not written again."""
    warehouse.create(_TABLES)
    with warehouse.transaction() as tx:
        for table, rows in zip(_TABLES, (*tables, STAYS.empty_table()), strict=True):
            tx.clear(table)
            tx.bind("brought", rows)
            tx.append(table, ibis.table(table.schema, name="brought"))
    events, customers, stays = (table.rows for table in _TABLES)
    return Measured(
        events=events,
        orders=orders(events),
        stays=stays,
        customers=customers,
        fetch=warehouse.fetch,
        asker=warehouse.ask,
    )


_TABLES = tuple(
    WarehouseTable(name, {column: str(kind) for column, kind in ibis.Schema.from_pyarrow(schema).items()})
    for name, schema in (
        ("brought_events", EVENTS),
        ("brought_customers", CUSTOMERS),
        ("brought_stays", STAYS),
    )
)


def _instants(days: np.ndarray) -> pa.Array:
    start: datetime = naive(day(0))
    return pa.array(np.datetime64(start, "us") + (days * 86_400e6).astype("timedelta64[us]"))

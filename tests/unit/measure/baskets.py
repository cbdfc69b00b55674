"""Orders of which only the products are known, as the tables that reports read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta

import ibis
import pyarrow as pa

from evergrow.measure.metrics import Measured
from tests.unit.measure.shop import CUSTOMERS, EVENTS, STAYS, day, naive, of_tables


def baskets(orders: Sequence[list[str]]) -> Measured:
    """One order a customer, each of products by their id."""
    rows = [
        {
            "customer_key": number,
            "at": naive(day(1) + timedelta(minutes=number)),
            "name": "Order Completed",
            "kind": "track",
            "revenue_micros": 1,
            "properties": json.dumps({"products": [{"product_id": id, "name": id.upper()} for id in ids]}),
        }
        for number, ids in enumerate(orders)
    ]
    events = pa.Table.from_pylist(rows, schema=EVENTS)
    return of_tables(ibis.memtable(events), ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())


def tastes(people: int = 80) -> Measured:
    """Two tastes: whoever looked at the first product of one turns to its second, half of them before day 30."""
    rows = [
        {
            "customer_key": who,
            "at": naive(day(days)),
            "name": "Product Viewed",
            "kind": "track",
            "properties": json.dumps({"product_id": product}),
        }
        for who in range(people)
        for product, days in (
            (f"{'ab'[who % 2]}1", 1),
            (f"{'ab'[who % 2]}2", 2 if who < people / 2 else 35),
            (f"own{who}", 3),
        )
    ]
    events = pa.Table.from_pylist(rows, schema=EVENTS)
    return of_tables(ibis.memtable(events), ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())

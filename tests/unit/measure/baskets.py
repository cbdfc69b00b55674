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

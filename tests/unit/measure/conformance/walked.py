"""Customers who walked in ways that the shop's map wants, and in ways that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.kernel import Period
from evergrow.measure.conformance import common, conformance
from evergrow.measure.metrics import Measured
from tests.unit.measure.shop import CUSTOMERS, SHOP, STAYS, day, naive, of_tables

Walk = Sequence[tuple[str, float]]
"""Stages, each with the day it was entered."""
PERIOD, NOW = Period(day(60), day(90)), day(400)
STEADY: Walk = (("reach", 0), ("acquisition", 1), ("conversion", 2))


def walked(*walks: Walk, paid: int = 10, currencies: Sequence[str] = ("USD",)) -> Measured:
    """One customer for each walk; each paid so much with one order as they came, in these currencies by turns."""
    stays, people, bought = [], [], []
    for key, walk in enumerate(walks):
        ends = [*walk[1:], (None, None)]
        for (stage, entered), (after, left) in zip(walk, ends, strict=True):
            stays.append(
                {
                    "customer_key": key,
                    "stage": stage,
                    "entered_at": naive(day(entered)),
                    "left_at": None if left is None else naive(day(left)),
                    "next_stage": after,
                }
            )
        people.append(_person(key, day(walk[0][1]), paid))
        bought.append(_order(people[-1], currencies[key % len(currencies)]))
    events = pa.schema([("customer_key", pa.int64()), ("at", pa.timestamp("us")), ("name", pa.string()), ("revenue_micros", pa.int64()), ("order_id", pa.string()), ("currency", pa.string())])  # fmt: skip
    made = of_tables(
        ibis.memtable(pa.Table.from_pylist(bought, schema=events)),
        ibis.memtable(pa.Table.from_pylist(people, schema=CUSTOMERS)),
        pa.Table.from_pylist(stays, schema=STAYS),
    )
    return replace(made, currency="USD")


def _person(key: int, seen_at: datetime, paid: int) -> dict:
    return {"customer_key": key, "customer_id": str(key), "first_seen_at": naive(seen_at), "revenue_micros": paid * 1_000_000}  # fmt: skip


def _order(person: dict, currency: str) -> dict:
    key, at = person["customer_key"], person["first_seen_at"]
    return {"customer_key": key, "at": at, "name": "Order Completed", "revenue_micros": person["revenue_micros"], "order_id": f"{key}", "currency": currency}  # fmt: skip


def told(values: Sequence[str]) -> ir.Table:
    """What is known of the customers, by their place."""
    return ibis.memtable(pa.table({"customer_key": list(range(len(values))), "value": list(values)}))


def deviating() -> list[object]:
    """Both reports, with every figure they can hold."""
    late: Walk = (("conversion", 2), ("retention", 3))
    source = walked(*[[*STEADY, ("retention", 5)]] * 40, *[late] * 30, *[STEADY] * 40)
    facts = told(["search"] * 40 + ["letter"] * 30 + ["search"] * 40)
    found = common(source, SHOP, PERIOD, "any", grouping=lambda _, fact: facts, facts=("source",), now=NOW)
    return [conformance(source, SHOP, PERIOD, now=NOW), found]

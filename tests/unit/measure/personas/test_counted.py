"""What customers did, counted from sequences, is what the expression makes of their events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pytest

from evergrow.measure import personas
from evergrow.measure.metrics import orders
from evergrow.record.sequences import sequences_of
from tests.unit.measure.shop import EVENTS

NAMES = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed", "page", "Signed Up")
SPRING = datetime(2026, 3, 8, tzinfo=UTC)
"""Havana's clock goes forward at this midnight, New York's two hours later."""


def made(seed: int) -> pa.Table:
    """300 events of 40 customers within two weeks around a change of the clock; some at the same instant."""
    random = np.random.default_rng(seed)
    events = []
    for hour, name in zip(random.integers(-168, 168, 300), random.choice(NAMES, 300), strict=True):
        is_order = name == "Order Completed"
        events.append(
            {
                "customer_key": int(random.integers(0, 40)),
                "name": str(name),
                "at": (SPRING + timedelta(hours=int(hour))).replace(tzinfo=None),
                "kind": "track",
                "revenue_micros": int(random.integers(0, 3)) * 1_000_000 if is_order else None,
                "currency": str(random.choice(["EUR", "USD"])) if is_order else None,
            }
        )
    return pa.Table.from_pylist(events, schema=EVENTS)


def told(acts: Any) -> list[dict[str, Any]]:
    rows = acts.to_pyarrow().to_pylist()
    return sorted(
        ({name: row[name] for name in sorted(row)} for row in rows), key=lambda row: row["customer_key"]
    )


@pytest.mark.parametrize("zone", ["UTC", "America/Havana", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("hours", [-400, -60, 0, 24, 400])
def test_both_ways_to_what_customers_did_agree(zone: str, hours: int) -> None:
    events, at = made(seed=hours + 400), SPRING + timedelta(hours=hours)
    counted = personas.counted_in(sequences_of(events), at, zone=zone)
    table = ibis.memtable(events)
    quick = personas.counted_acts(counted, orders(table), None, at)
    assert told(quick) == told(personas.acts(events, None, at, zone=zone))

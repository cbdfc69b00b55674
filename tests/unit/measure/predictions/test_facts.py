"""What is known of a customer at a moment, on an Arrow table of a user's own; what came later changes none of it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evergrow.measure.predictions import facts_of
from evergrow.measure.predictions.catalogue import FACTS
from tests.unit.measure.predictions.truth import brought, tables_of
from tests.unit.measure.shop import day

AT = 100.0
_PLACES = {fact.key: fact.edges for fact in FACTS}


def place(key: str, value: float) -> int:
    """The place of a number among the edges of a fact."""
    return 1 + int(np.searchsorted(_PLACES[key], value, side="right"))


def test_facts_are_those_of_the_moment_and_nothing_later_changes_them() -> None:
    keys = np.array([0, 0, 0, 0, 1, 2])
    days = np.array([10.0, 40.0, 70.0, AT + 1, 95.0, AT + 3])
    amounts = np.array([30.0, 50.0, 40.0, 5_000.0, 12.0, 9.0])
    earlier = days < AT
    found = _facts(tables_of(keys, days, amounts))

    assert found["customer_key"].to_pylist() == [1, 2]
    often = {name: found[name][0].as_py() for name in found.column_names}
    assert often["orders"] == place("orders", 3)
    assert often["orders_90"] == place("orders_90", 3)
    assert often["order_silence"] == place("order_silence", 30)
    assert often["rhythm"] == place("rhythm", 30 / 30)
    assert often["revenue"] == place("revenue", 120e6)
    assert often["order_value"] == place("order_value", 40e6)
    assert often["first_order"] == often["age"] == place("age", 90)
    assert often["events_30"] == place("events_30", 1)
    assert often["trend"] == place("trend", 1 / 2)
    assert often["stage"] is None
    assert found["rhythm"][1].as_py() == 0  # bought once: no gap to compare with
    assert _facts(tables_of(keys[earlier], days[earlier], amounts[earlier])) == found


def _facts(tables: tuple[pa.Table, pa.Table]) -> pa.Table:
    source = brought(tables)
    given = source.events, source.orders, source.stays, source.customers
    return source.columns(facts_of, *given, day(AT)).sort_by("customer_key")

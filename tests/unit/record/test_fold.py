"""Running facts: any split of the events folds to the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.record.customers import combine, fold

SCHEMA = pa.schema(
    [
        ("identity_key", pa.int64()),
        ("name", pa.string()),
        ("at", pa.timestamp("us")),
        ("is_known", pa.bool_()),
        ("revenue_micros", pa.int64()),
    ]
)
_events = st.lists(
    st.fixed_dictionaries(
        {
            "identity_key": st.integers(1, 3),
            "name": st.sampled_from(["Order Completed", "Order Refunded", "Product Viewed"]),
            "at": st.integers(0, 50).map(lambda hours: datetime(2026, 1, 1) + timedelta(hours=hours)),
            "is_known": st.booleans(),
            "revenue_micros": st.none() | st.integers(0, 10**9),
        }
    ),
    min_size=1,
    max_size=12,
)


def _rows(table: ibis.Table) -> list[dict[str, Any]]:
    return table.order_by("identity_key").to_pyarrow().to_pylist()


@settings(max_examples=25, deadline=None)
@given(_events, st.integers(0, 12))
def test_facts_of_two_pieces_combine_to_the_facts_of_all(events: list[dict[str, Any]], cut: int) -> None:
    def folded(part: list[dict[str, Any]]) -> ibis.Table:
        return fold(ibis.memtable(pa.Table.from_pylist(part, schema=SCHEMA)))

    assert _rows(combine(folded(events[:cut]).union(folded(events[cut:])))) == _rows(folded(events))


def test_an_order_without_revenue_is_no_purchase() -> None:
    at = datetime(2026, 1, 1)
    rows = [
        {"identity_key": 1, "name": "Order Completed", "at": at, "is_known": True, "revenue_micros": amount}
        for amount in (0, None, 5_000_000)
    ]
    (facts,) = _rows(fold(ibis.memtable(pa.Table.from_pylist(rows, schema=SCHEMA))))
    assert (facts["orders"], facts["revenue_micros"], facts["events"]) == (1, 5_000_000, 3)

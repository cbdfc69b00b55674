"""Stage history: the one-pass answer equals the slow and obvious one, at every moment."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.definitions.maps import read_map, shipped_map
from evergrow.measure.lifecycle import stays

SHOP = read_map(shipped_map("shop"))
START = datetime(2025, 1, 1)
MICROSECOND = timedelta(microseconds=1)
EVENTS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("at", pa.timestamp("us")),
        ("name", pa.string()),
        ("is_known", pa.bool_()),
        ("revenue_micros", pa.int64()),
        ("currency", pa.string()),
        ("order_id", pa.string()),
        ("source_id", pa.string()),
        ("properties", pa.string()),
    ]
)
CUSTOMERS = pa.schema(
    [("customer_key", pa.int64()), ("first_seen_at", pa.timestamp("us")), ("known_at", pa.timestamp("us"))]
)


def _event(
    customer: int, at: datetime, name: str, *, is_known: bool = True, revenue: int = 10
) -> dict[str, Any]:
    micros = revenue * 1_000_000 if name == "Order Completed" else None
    return {"customer_key": customer, "at": at, "name": name, "is_known": is_known, "revenue_micros": micros}


def _stays(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    customers = [
        {
            "customer_key": key,
            "first_seen_at": min(event["at"] for event in events if event["customer_key"] == key),
            "known_at": min(
                (event["at"] for event in events if event["customer_key"] == key and event["is_known"]),
                default=None,
            ),
        }
        for key in {event["customer_key"] for event in events}
    ]
    rows = stays(
        ibis.memtable(pa.Table.from_pylist(customers, schema=CUSTOMERS)),
        ibis.memtable(pa.Table.from_pylist(events, schema=EVENTS)),
        SHOP,
    )
    return rows.order_by("customer_key", "entered_at").to_pyarrow().to_pylist()


def _standing(rows: list[dict[str, Any]], customer: int, at: datetime) -> str | None:
    found = [
        row["stage"]
        for row in rows
        if row["customer_key"] == customer
        and row["entered_at"] <= at
        and (row["left_at"] is None or at < row["left_at"])
    ]
    assert len(found) <= 1
    return found[0] if found else None


def _obvious(events: list[dict[str, Any]], customer: int, at: datetime) -> str | None:
    """PRODUCT's table of stages, read aloud."""
    past = [event for event in events if event["customer_key"] == customer and event["at"] <= at]
    orders = [
        event["at"] for event in past if event["name"] == "Order Completed" and event["revenue_micros"] > 0
    ]
    referrals = [event for event in past if event["name"] == "Referral Converted"]
    if orders and not [moment for moment in orders if moment > at - timedelta(days=180)]:
        return "lapsed"
    if len([moment for moment in orders if moment > at - timedelta(days=365)]) >= 5:
        return "loyalty"
    if len(orders) >= 2:
        return "loyalty" if referrals else "retention"
    if orders:
        return "conversion"
    if any(event["is_known"] for event in past):
        return "acquisition"
    return "reach" if past else None


def test_a_customer_walks_from_the_first_visit_to_lapsed() -> None:
    day = timedelta(days=1)
    events = [
        _event(1, START, "Product Viewed", is_known=False),
        _event(1, START + day, "Signed Up"),
        _event(1, START + 2 * day, "Order Completed"),
        _event(1, START + 30 * day, "Order Completed"),
    ]
    walked = [(row["stage"], row["entered_at"], row["next_stage"]) for row in _stays(events)]
    assert walked == [
        ("reach", START, "acquisition"),
        ("acquisition", START + day, "conversion"),
        ("conversion", START + 2 * day, "retention"),
        ("retention", START + 30 * day, "lapsed"),
        ("lapsed", START + 210 * day, None),
    ]


@pytest.mark.parametrize(
    ("age", "stage"), [(timedelta(days=180) - MICROSECOND, "conversion"), (timedelta(days=180), "lapsed")]
)
def test_the_last_order_counts_until_it_is_180_days_old_to_the_microsecond(
    age: timedelta, stage: str
) -> None:
    rows = _stays([_event(1, START, "Order Completed")])
    assert _standing(rows, 1, START + age) == stage


def test_an_order_at_the_very_moment_the_last_one_expires_leaves_no_trace_of_lapsing() -> None:
    again = START + timedelta(days=180)
    rows = _stays([_event(1, START, "Order Completed"), _event(1, again, "Order Completed")])
    assert [row["stage"] for row in rows] == ["conversion", "retention", "lapsed"]


def test_an_order_without_revenue_moves_nobody() -> None:
    rows = _stays([_event(1, START, "Order Completed", revenue=0)])
    assert [row["stage"] for row in rows] == ["acquisition"]


_walks = st.lists(
    st.builds(
        _event,
        st.integers(1, 2),
        st.integers(0, 500).map(lambda half_days: START + half_days * timedelta(hours=12)),
        st.sampled_from(["Order Completed", "Order Completed", "Product Viewed", "Referral Converted"]),
        is_known=st.booleans(),
        revenue=st.sampled_from([0, 10]),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, deadline=None)
@given(_walks)
def test_at_every_turning_point_the_stage_is_the_one_the_rules_say(events: list[dict[str, Any]]) -> None:
    rows = _stays(events)
    turns = {event["at"] + timedelta(days=days) for event in events for days in (0, 180, 365)}
    for customer in {event["customer_key"] for event in events}:
        for moment in sorted(turns | {turn - MICROSECOND for turn in turns}):
            assert _standing(rows, customer, moment) == _obvious(events, customer, moment), (customer, moment)


@settings(max_examples=15, deadline=None)
@given(_walks)
def test_stays_of_a_customer_follow_each_other_without_gap_or_repetition(
    events: list[dict[str, Any]],
) -> None:
    rows = _stays(events)
    for one, other in itertools.pairwise(rows):
        if one["customer_key"] == other["customer_key"]:
            assert (one["left_at"], one["next_stage"]) == (other["entered_at"], other["stage"])
            assert one["stage"] != other["stage"]

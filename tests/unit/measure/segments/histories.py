"""Small histories of customers, as plain rows and as the tables that conditions are judged on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa

from evergrow.definitions.maps import read_map, shipped_map
from evergrow.measure.lifecycle import stays
from evergrow.measure.segments import Grounds, World
from evergrow.measure.segments.zones import zone_rows

MICROS = 1_000_000
START = datetime(2025, 3, 1)
SHOP = read_map(shipped_map("shop"))
WORLD = World(lifecycle=SHOP)
ZONES = zone_rows(["Asia/Tokyo", "America/New_York", "UTC", "Europe/Paris"])


@dataclass(frozen=True)
class Happened:
    """One event of a customer."""

    customer: int
    at: datetime
    name: str
    revenue: int | None = None
    properties: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stated:
    """A trait, or a yes or no (`key` is "channel.topic", `value` a boolean)."""

    customer: int
    key: str
    value: Any
    at: datetime
    is_consent: bool = False


EVENTS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("at", pa.timestamp("us")),
        ("name", pa.string()),
        ("revenue_micros", pa.int64()),
        ("currency", pa.string()),
        ("order_id", pa.string()),
        ("source_id", pa.string()),
        ("properties", pa.string()),
        ("context", pa.string()),
    ]
)
_TRAITS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("key", pa.string()),
        ("value", pa.string()),
        ("at", pa.timestamp("us")),
    ]
)
_CONSENTS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("channel", pa.string()),
        ("topic", pa.string()),
        ("is_granted", pa.bool_()),
        ("at", pa.timestamp("us")),
    ]
)
_CUSTOMERS = pa.schema(
    [("customer_key", pa.int64()), ("first_seen_at", pa.timestamp("us")), ("known_at", pa.timestamp("us"))]
)
SUBJECTS = pa.schema([("row_key", pa.int64()), ("customer_key", pa.int64()), ("at", pa.timestamp("us"))])


def after(**length: float) -> datetime:
    """An instant that long after the beginning."""
    return START + timedelta(**length)


def grounds_of(happened: Sequence[Happened], stated: Sequence[Stated] = ()) -> Grounds:
    """The tables of these facts; every statement is kept, and nobody is known by an id."""
    events = ibis.memtable(pa.Table.from_pylist([_event(one) for one in happened], schema=EVENTS))
    people = [
        {"customer_key": key, "first_seen_at": min(each.at for each in happened if each.customer == key)}
        for key in sorted({each.customer for each in happened})
    ]
    customers = ibis.memtable(pa.Table.from_pylist(people, schema=_CUSTOMERS))
    traits = [
        {"customer_key": one.customer, "key": one.key, "value": json.dumps(one.value), "at": one.at}
        for one in stated
        if not one.is_consent
    ]
    consents = [
        {
            "customer_key": one.customer,
            "channel": channel,
            "topic": topic,
            "is_granted": one.value,
            "at": one.at,
        }
        for one in stated
        if one.is_consent
        for channel, topic in [one.key.split(".")]
    ]
    orders = events.filter(events.name == "Order Completed", events.revenue_micros > 0)
    history = stays(customers, events, SHOP).to_pyarrow()
    return Grounds(
        events=events,
        customers=customers,
        stays=ibis.memtable(history),
        orders=orders,
        traits=ibis.memtable(pa.Table.from_pylist(traits, schema=_TRAITS)),
        consents=ibis.memtable(pa.Table.from_pylist(consents, schema=_CONSENTS)),
        zones=ibis.memtable(ZONES),
        has_every_trait=True,
    )


def asked(*subjects: tuple[int, datetime]) -> ibis.Table:
    """Subjects: who, as of when. Their place is their key."""
    rows = [
        {"row_key": place, "customer_key": customer, "at": at}
        for place, (customer, at) in enumerate(subjects)
    ]
    return ibis.memtable(pa.Table.from_pylist(rows, schema=SUBJECTS))


def _event(one: Happened) -> dict[str, Any]:
    return {
        "customer_key": one.customer,
        "at": one.at,
        "name": one.name,
        "revenue_micros": None if one.revenue is None else one.revenue * MICROS,
        "currency": None if one.revenue is None else "EUR",
        "order_id": None,
        "source_id": "src",
        "properties": json.dumps(one.properties),
        "context": json.dumps(one.context),
    }

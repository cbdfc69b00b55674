"""A few customers with orders, as the tables that reports read, and the shop map they walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.maps import read_map, shipped_map
from evergrow.measure.lifecycle import stays
from evergrow.measure.metrics import Measured, orders

SHOP = read_map(shipped_map("shop"))
STAGES = [stage.id for stage in SHOP.stages]
START = datetime(2025, 1, 1, tzinfo=UTC)
MICROS = 1_000_000
MOMENT = pa.timestamp("us")

EVENTS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("at", MOMENT),
        ("name", pa.string()),
        ("revenue_micros", pa.int64()),
        ("order_id", pa.string()),
        ("currency", pa.string()),
        ("source_id", pa.string()),
        ("properties", pa.string()),
        ("kind", pa.string()),
        ("context", pa.string()),
    ]
)
CUSTOMERS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("customer_id", pa.string()),
        ("name", pa.string()),
        ("email", pa.string()),
        ("first_seen_at", MOMENT),
        ("last_seen_at", MOMENT),
        ("known_at", MOMENT),
        ("events", pa.int64()),
        ("orders", pa.int64()),
        ("revenue_micros", pa.int64()),
        ("first_order_at", MOMENT),
        ("last_order_at", MOMENT),
        ("refunds", pa.int64()),
        ("refunded_micros", pa.int64()),
    ]
)
STAYS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("stage", pa.string()),
        ("entered_at", MOMENT),
        ("left_at", MOMENT),
        ("next_stage", pa.string()),
    ]
)


@dataclass(frozen=True)
class Order:
    """One order of a person, in whole units of the currency."""

    at: datetime
    amount: int = 10
    currency: str = "GBP"


@dataclass(frozen=True)
class Person:
    """A customer: first seen, perhaps known from some moment on, with orders."""

    key: int
    seen_at: datetime
    known_at: datetime | None = None
    orders: tuple[Order, ...] = ()


def day(number: float) -> datetime:
    """The moment that many days after `START`."""
    return START + timedelta(days=number)


def naive(instant: datetime) -> datetime:
    """As the warehouse writes it."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def shop(people: Sequence[Person], *, zone: str = "UTC", with_stays: bool = True) -> Measured:
    """The reports' tables for these people; stages come from the real map and the real history (a second each)."""
    events = ibis.memtable(_events(people))
    customers = ibis.memtable(_customers(people))
    history = stays(customers, events, SHOP).to_pyarrow() if people and with_stays else STAYS.empty_table()
    return of_tables(events, customers, history, zone=zone)


def of_tables(events: ir.Table, customers: ir.Table, history: pa.Table, *, zone: str = "UTC") -> Measured:
    """The reports' tables, run by Ibis's own DuckDB."""
    return Measured(
        events=events,
        orders=orders(events),
        stays=ibis.memtable(history.cast(STAYS)),
        customers=customers,
        fetch=lambda asked: asked.to_pyarrow(),
        currency="GBP",
        zone=zone,
    )


def of_stays(*rows: tuple[int, str, datetime, datetime | None]) -> Measured:
    """Customers of whom only the stays are known: (customer, stage, entered, left)."""
    keys = {row[0] for row in rows}
    people = [Person(key, min(row[2] for row in rows if row[0] == key)) for key in keys]
    began = {(key, entered): stage for key, stage, entered, _ in rows}
    history = [
        {
            "customer_key": key,
            "stage": stage,
            "entered_at": naive(entered),
            "left_at": left and naive(left),
            "next_stage": began.get((key, left)) if left else None,
        }
        for key, stage, entered, left in rows
    ]
    return of_tables(
        ibis.memtable(_events(people)),
        ibis.memtable(_customers(people)),
        pa.Table.from_pylist(history, schema=STAYS),
    )


def _events(people: Sequence[Person]) -> pa.Table:
    rows = [
        {"customer_key": person.key, "at": naive(person.seen_at), "name": "Page Viewed", "kind": "page"}
        for person in people
    ]
    rows += [
        {
            "customer_key": person.key,
            "at": naive(order.at),
            "name": "Order Completed",
            "kind": "track",
            "revenue_micros": order.amount * MICROS,
            "order_id": f"{person.key}-{number}",
            "currency": order.currency,
        }
        for person in people
        for number, order in enumerate(person.orders)
    ]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def _customers(people: Sequence[Person]) -> pa.Table:
    return pa.Table.from_pylist([_customer(person) for person in people], schema=CUSTOMERS)


def _customer(person: Person) -> dict:
    ordered = sorted(naive(order.at) for order in person.orders)
    return {
        "customer_key": person.key,
        "customer_id": f"user:{person.key}",
        "name": f"Person {person.key}" if person.known_at else None,
        "email": f"p{person.key}@example.com" if person.known_at else None,
        "first_seen_at": naive(person.seen_at),
        "last_seen_at": max([naive(person.seen_at), *ordered]),
        "known_at": person.known_at and naive(person.known_at),
        "events": 1 + len(ordered),
        "orders": len(ordered),
        "revenue_micros": sum(order.amount for order in person.orders) * MICROS,
        "first_order_at": ordered[0] if ordered else None,
        "last_order_at": ordered[-1] if ordered else None,
        "refunds": 0,
        "refunded_micros": 0,
    }

"""A small shop's record in memory, and a journey that time happens to, slice by slice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import ibis
import polars as pl
import pyarrow as pa

from evergrow.definitions.journeys import Journey, read_journey
from evergrow.definitions.maps import read_map, shipped_map
from evergrow.engage.facts import ARRIVALS, Facts
from evergrow.engage.journeys import MOVES, Course, Replay, Slice
from evergrow.kernel import key_of
from evergrow.measure import lifecycle, segments
from evergrow.measure.segments import World, live_grounds
from evergrow.measure.segments.zones import zone_rows
from evergrow.record import customers, events
from evergrow.storage.warehouse import Warehouse, WarehouseTable

START = datetime(2026, 3, 2, 10, tzinfo=UTC)  # a Monday
SHOP = read_map(shipped_map("shop"))
ZONES = zone_rows(["UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York"])


@dataclass(frozen=True)
class Happened:
    """Somebody did something, so many hours after START."""

    who: str
    hours: float
    name: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    revenue: float | None = None

    @property
    def at(self) -> datetime:
        return START + timedelta(hours=self.hours)


def record(happened: Sequence[Happened], traits: Mapping[str, Mapping[str, Any]] | None = None) -> Facts:
    """The facts of a shop in which this happened and this was stated, before anything did."""
    warehouse = Warehouse(threads=1)
    tables = (*events.TABLES, *customers.TABLES, *lifecycle.TABLES, *segments.TABLES)
    warehouse.create(tables)
    people = sorted({one.who for one in happened} | set(traits or {}))
    _fill(warehouse, events.EVENTS, [_event(place, one) for place, one in enumerate(happened)])
    _fill(warehouse, events.ORDERS, [_order(one) for one in happened if one.revenue])
    names = [{"identity_key": key_of(who), "identity": who} for who in people]
    _fill(warehouse, customers.IDENTITIES, names)
    _fill(warehouse, customers.CUSTOMERS, [_customer(who, happened) for who in people])
    stated = [
        {
            "trait_key": key_of(f"{who} {key}"),
            "identity_key": key_of(who),
            "key": key,
            "value": json.dumps(value),
            "at": _naive(START - timedelta(days=900)),
            "message_id": f"{who} {key}",
        }
        for who, known in (traits or {}).items()
        for key, value in known.items()
    ]
    _fill(warehouse, customers.TRAITS, stated)
    with warehouse.transaction() as tx:
        tx.bind("told_zones", ZONES)
        tx.append(segments.ZONES, ibis.table(segments.ZONES.schema, name="told_zones"))
        lifecycle.rebuild_stays(tx, SHOP)
    return Facts(fetch=warehouse.fetch, grounds=live_grounds(), world=World(lifecycle=SHOP))


def journey_of(text: str) -> Journey:
    """A journey from the lines behind its name."""
    return read_journey("journey: test\n" + text)


def replay(
    facts: Facts,
    journey: Journey,
    happened: Sequence[Happened],
    cuts: Iterable[float],
    *,
    paused: bool = False,
) -> tuple[Replay, pl.DataFrame]:
    """Let time happen, cut at these hours; returns the journey and every message with its entry."""
    course = Course(
        name="test",
        versions={1: journey},
        version=1,
        open_since=START - timedelta(days=1000),
        is_paused=paused,
    )
    run, sends = Replay(facts, course), []
    since = START - timedelta(days=1)
    for hours in cuts:
        now = START + timedelta(hours=hours)
        sends.append(run.advance(slice_of(facts, happened, since, now)).sends)
        since = now
    return run, pl.concat(sends).sort("entry_key", "at")


def slice_of(facts: Facts, happened: Sequence[Happened], since: datetime, now: datetime) -> Slice:
    """What happened in (since, now]."""
    rows = [_event(place, one) for place, one in enumerate(happened) if since < one.at <= now]
    arrivals = [{"customer_key": row["identity_key"]} | row for row in rows]
    stays = pl.from_arrow(facts.fetch(_STAYS, {}))
    assert isinstance(stays, pl.DataFrame)
    moves = stays.filter(pl.col("at").is_between(_naive(since), _naive(now), closed="right")).cast(MOVES)
    kept = [{name: row[name] for name in ARRIVALS.names} for row in arrivals]
    return Slice(since=since, now=now, arrivals=pa.Table.from_pylist(kept, schema=ARRIVALS), moves=moves)


def passed(run: Replay) -> Counter[str]:
    """How many came to each step, by the entries' own paths."""
    return Counter(
        visit.rpartition("@")[0] for path in run.entries["path"] for visit in path.split(" ") if visit
    )


def hours(at: datetime) -> float:
    """An instant of a frame as hours after START."""
    return (at - _naive(START)).total_seconds() / 3600


def _event(place: int, one: Happened) -> dict[str, Any]:
    return {
        "position": 1,
        "ordinal": place,
        "message_key": key_of(f"event {place}"),
        "message_id": f"event {place}",
        "identity_key": key_of(one.who),
        "source_id": "test",
        "kind": "track",
        "name": one.name,
        "at": _naive(one.at),
        "received_at": _naive(one.at),
        "is_known": True,
        "revenue_micros": None if one.revenue is None else int(one.revenue * 1_000_000),
        "currency": "USD",
        "order_id": None,
        "properties": json.dumps(dict(one.properties)),
        "context": "{}",
        "traits": None,
    }


def _order(one: Happened) -> dict[str, Any]:
    row = _event(0, one)
    return {name: row[name] for name in events.ORDERS.columns}


def _customer(who: str, happened: Sequence[Happened]) -> dict[str, Any]:
    times = [_naive(one.at) for one in happened if one.who == who] or [_naive(START)]
    first, last = min(times), max(times)
    return {
        "customer_key": key_of(who),
        "customer_id": who,
        "name": None,
        "email": None,
        "first_seen_at": first,
        "last_seen_at": last,
        "known_at": first,
        "events": len(times),
        "orders": 0,
        "revenue_micros": 0,
        "first_order_at": None,
        "last_order_at": None,
        "refunds": 0,
        "refunded_micros": 0,
    }


def _fill(warehouse: Warehouse, table: WarehouseTable, rows: Sequence[Mapping[str, Any]]) -> None:
    with warehouse.transaction() as tx:
        tx.bind("filling", pa.Table.from_pylist(list(rows), schema=table.schema.to_pyarrow()))
        tx.append(table, ibis.table(table.schema, name="filling"))


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _stays() -> Any:
    from evergrow.storage.warehouse import compiled

    rows = lifecycle.STAYS.rows
    return compiled(rows.select("customer_key", "stage", at=rows.entered_at))


_STAYS = _stays()

"""The newest events of one customer, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.record.events.tables import EVENTS
from evergrow.storage.warehouse import Instant, Warehouse, moment


@dataclass(frozen=True, kw_only=True)
class TimelineEvent:
    """One event of a customer as it was recorded. `properties` is the JSON object that came with it."""

    at: datetime
    name: str
    kind: str
    message_id: str
    identity_key: int
    source_id: str
    revenue_micros: int | None
    currency: str | None
    properties: dict[str, Any]


def events_of(keys: Sequence[int]) -> ir.Table:
    """The events of these identities. Lazy.

    One filter for each, put together: DuckDB looks for one value before it reads the wide columns, but for
    one of two values only after (measured on 10 million events: 35 ms against 540 ms).
    """
    events = EVENTS.rows
    return reduce(ir.Table.union, [events.filter(events.identity_key == key) for key in keys])


def events_before(
    warehouse: Warehouse, keys: list[int], before: datetime | None, limit: int
) -> list[TimelineEvent]:
    """Events of these identities before a moment (None: all), newest first, at most `limit`. One query."""
    return _read(warehouse.ask(_newest, keys, before, limit=limit))


def events_named(warehouse: Warehouse, keys: list[int], prefix: str, limit: int) -> list[TimelineEvent]:
    """Events of these identities whose message id begins so, newest first, at most `limit`. One query."""
    return _read(warehouse.ask(_named, keys, prefix, limit=limit))


def _read(rows: pa.Table) -> list[TimelineEvent]:
    return [
        TimelineEvent(
            at=row.pop("at").replace(tzinfo=UTC),
            properties=json.loads(row.pop("properties") or row.get("traits") or "{}"),
            **{name: value for name, value in row.items() if name != "traits"},
        )
        for row in rows.to_pylist()
    ]


def _newest(keys: Sequence[int], before: Instant | None, *, limit: int) -> ir.Table:
    rows = events_of(keys)
    return _shown(rows if before is None else rows.filter(rows["at"] < moment(before)), limit)


def _named(keys: Sequence[int], prefix: ir.StringValue, *, limit: int) -> ir.Table:
    rows = events_of(keys)
    return _shown(rows.filter(rows.message_id.startswith(prefix)), limit)


def _shown(rows: ir.Table, limit: int) -> ir.Table:
    shown = rows.select(  # narrow before sorting, or the engine carries every column through the sort
        "at",
        "name",
        "kind",
        "message_id",
        "identity_key",
        "source_id",
        "revenue_micros",
        "currency",
        "properties",
        "traits",
    )
    return shown.order_by(shown["at"].desc(), shown.message_id).limit(limit)

"""The newest events of one customer, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import ibis.expr.types as ir

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
    rows = warehouse.ask(_newest, keys, before, limit=limit).to_pylist()
    return [
        TimelineEvent(
            at=row.pop("at").replace(tzinfo=UTC),
            properties=json.loads(row.pop("properties") or row.get("traits") or "{}"),
            **{name: value for name, value in row.items() if name != "traits"},
        )
        for row in rows
    ]


def _newest(keys: Sequence[int], before: Instant | None, *, limit: int) -> ir.Table:
    rows = events_of(keys)
    if before is not None:
        rows = rows.filter(rows["at"] < moment(before))
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

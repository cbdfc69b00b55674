"""The newest events of one customer, a page at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from evergrow.record.events.tables import EVENTS
from evergrow.storage.warehouse import Warehouse, moment


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


def events_before(
    warehouse: Warehouse, keys: list[int], before: datetime | None, limit: int
) -> list[TimelineEvent]:
    """Events of these identities before a moment (None: all), newest first, at most `limit`. One query."""
    rows = EVENTS.rows.filter(EVENTS.rows.identity_key.isin(keys))
    if before is not None:
        rows = rows.filter(rows["at"] < moment(before))
    newest = rows.order_by(rows["at"].desc(), rows.message_id).limit(limit)
    shown = newest.select(
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
    return [
        TimelineEvent(
            at=row.pop("at").replace(tzinfo=UTC),
            properties=json.loads(row.pop("properties") or row.get("traits") or "{}"),
            **{name: value for name, value in row.items() if name != "traits"},
        )
        for row in warehouse.fetch(shown).to_pylist()
    ]

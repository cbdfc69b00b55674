"""When the first and the last event happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from evergrow.record.events.tables import EVENTS
from evergrow.storage.warehouse import Compiled, Warehouse, compiled


@dataclass(frozen=True, kw_only=True)
class EventSpan:
    """When the first and the last event happened; None while there is none."""

    events_from: datetime | None
    events_until: datetime | None


def event_span(warehouse: Warehouse) -> EventSpan:
    """From the first event to the last, over all sources, as of what the warehouse holds."""
    row = warehouse.fetch(_ends()).to_pylist()[0]
    return EventSpan(**{name: at and at.replace(tzinfo=UTC) for name, at in row.items()})


@cache
def _ends() -> Compiled:
    at = EVENTS.rows["at"]
    return compiled(EVENTS.rows.agg(events_from=at.min(), events_until=at.max()))

"""How much came in lately."""

from __future__ import annotations

from datetime import datetime

from evergrow.record.events.tables import EVENTS
from evergrow.storage.warehouse import Warehouse, moment


def received_since(warehouse: Warehouse, since: datetime) -> dict[str, int]:
    """Events received from `since` on, by the source that sent them; a source without any is left out."""
    recent = EVENTS.rows.filter(EVENTS.rows.received_at >= moment(since))
    rows = warehouse.fetch(recent.group_by("source_id").agg(events=lambda found: found.count()))
    return dict(zip(rows["source_id"].to_pylist(), rows["events"].to_pylist(), strict=True))

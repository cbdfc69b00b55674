"""How every record ended, how far the numbers are behind the log, and what time they span."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from evergrow.ingest import ReasonCount, read_counts
from evergrow.record.events import EventSpan, event_span
from evergrow.web.site import Room

router = APIRouter(tags=["sources"])


class IntakeReport(BaseModel):
    """received = accepted + quarantined + duplicates. `position` of `last_position` log entries are in the numbers."""

    received: int
    accepted: int
    quarantined: int
    duplicates: int
    by_reason: list[ReasonCount]
    position: int
    last_position: int
    lag_events: int
    last_tick_ms: float


@router.get("/intake", operation_id="getIntake")
def intake(room: Room) -> IntakeReport:
    """Counts over all sources, open quarantine by reason, and the lag."""
    with room.state.reading() as tx:
        counts = read_counts(tx)
    position, last = room.position(), room.log.last_position()
    return IntakeReport(
        received=counts.received,
        accepted=counts.accepted,
        quarantined=counts.quarantined,
        duplicates=counts.duplicates,
        by_reason=counts.by_reason,
        position=position,
        last_position=last,
        lag_events=max(last - position, 0),
        last_tick_ms=room.last_tick_ms,
    )


@router.get("/intake/span", operation_id="getEventSpan")
def span(room: Room) -> EventSpan:
    """When the first and the last event happened: a period before or after them shows nothing."""
    return event_span(room.warehouse)

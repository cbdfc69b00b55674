"""Events: everything that happened, once, for good."""

from evergrow.record.events.imported import accepted_rows
from evergrow.record.events.recent import received_since
from evergrow.record.events.span import EventSpan, event_span
from evergrow.record.events.tables import EVENTS, FRESH, ORDERS, PROGRESS
from evergrow.record.events.timeline import TimelineEvent, events_before, events_named, events_of
from evergrow.record.events.write import accepted_by_source, held_position, paid_orders, write_events

TABLES = (EVENTS, ORDERS, PROGRESS)

__all__ = [
    "EVENTS",
    "FRESH",
    "ORDERS",
    "PROGRESS",
    "TABLES",
    "EventSpan",
    "TimelineEvent",
    "accepted_by_source",
    "accepted_rows",
    "event_span",
    "events_before",
    "events_named",
    "events_of",
    "held_position",
    "paid_orders",
    "received_since",
    "write_events",
]

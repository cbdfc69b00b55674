"""Journeys: customers come in, pass steps, and leave; exact in time, the same live and in a backtest."""

from evergrow.engage.journeys.advance import advance
from evergrow.engage.journeys.courses import inside, running_courses, templates_of
from evergrow.engage.journeys.enter import candidates, scheduled_for
from evergrow.engage.journeys.live import Advanced, advance_all
from evergrow.engage.journeys.outbox import OUTBOX, Template, messages_of, records_of
from evergrow.engage.journeys.replay import Replay
from evergrow.engage.journeys.spec import (
    CHANGES,
    ENTRIES,
    MOVES,
    REQUESTS,
    Course,
    Outcome,
    Slice,
    aware,
    naive,
)
from evergrow.engage.journeys.tables import entries, entry_requests, journey_counts, journey_states
from evergrow.engage.journeys.watch import watch

__all__ = [
    "CHANGES",
    "ENTRIES",
    "MOVES",
    "OUTBOX",
    "REQUESTS",
    "Advanced",
    "Course",
    "Outcome",
    "Replay",
    "Slice",
    "Template",
    "advance",
    "advance_all",
    "aware",
    "candidates",
    "entries",
    "entry_requests",
    "inside",
    "journey_counts",
    "journey_states",
    "messages_of",
    "naive",
    "records_of",
    "running_courses",
    "scheduled_for",
    "templates_of",
    "watch",
]

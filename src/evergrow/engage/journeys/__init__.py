"""Journeys: customers come in, pass steps, and leave; exact in time, the same live and in a backtest."""

from evergrow.engage.journeys.advance import advance
from evergrow.engage.journeys.book import entries_as_they_stand, with_paths
from evergrow.engage.journeys.calendar import note_due
from evergrow.engage.journeys.courses import (
    KIND,
    inside,
    is_any_running,
    kept_journey,
    running_courses,
    running_triggers,
    templates_of,
    unknown_journey,
)
from evergrow.engage.journeys.enter import candidates, scheduled_for
from evergrow.engage.journeys.launch import (
    Inside,
    forget,
    launch,
    pause,
    resume,
    status_of,
    stop,
)
from evergrow.engage.journeys.live import Advanced, advance_all
from evergrow.engage.journeys.outbox import OUTBOX, Template, messages_of, records_of
from evergrow.engage.journeys.progress import Progress, move_progress, progress
from evergrow.engage.journeys.replay import Replay
from evergrow.engage.journeys.report import (
    EntryShown,
    JourneyCounts,
    JourneyState,
    MessageCounts,
    StepCounts,
    journey_report,
    journey_state,
    list_entries,
    message_counts,
)
from evergrow.engage.journeys.request import EntryReceipt, request_entries
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
from evergrow.engage.journeys.tables import (
    entries,
    entry_requests,
    journey_counts,
    journey_progress,
    journey_states,
    positions,
)
from evergrow.engage.journeys.watch import watch

__all__ = [
    "CHANGES",
    "ENTRIES",
    "KIND",
    "MOVES",
    "OUTBOX",
    "REQUESTS",
    "Advanced",
    "Course",
    "EntryReceipt",
    "EntryShown",
    "Inside",
    "JourneyCounts",
    "JourneyState",
    "MessageCounts",
    "Outcome",
    "Progress",
    "Replay",
    "Slice",
    "StepCounts",
    "Template",
    "advance",
    "advance_all",
    "aware",
    "candidates",
    "entries",
    "entries_as_they_stand",
    "entry_requests",
    "forget",
    "inside",
    "is_any_running",
    "journey_counts",
    "journey_progress",
    "journey_report",
    "journey_state",
    "journey_states",
    "kept_journey",
    "launch",
    "list_entries",
    "message_counts",
    "messages_of",
    "move_progress",
    "naive",
    "note_due",
    "pause",
    "positions",
    "progress",
    "records_of",
    "request_entries",
    "resume",
    "running_courses",
    "running_triggers",
    "scheduled_for",
    "status_of",
    "stop",
    "templates_of",
    "unknown_journey",
    "watch",
    "with_paths",
]

"""Tell which journeys a slice of time is about at all. Most ticks bring nothing that any of them waits for.

Holds   a journey that is left out would not have changed: nothing is due in it, nobody was asked for, and no event, stage,
        segment or hour of the slice is one it looks out for.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, or_, select

from evergrow.definitions.journeys import EventMatch, Journey, Scheduled, SegmentChange, StageEntered, WaitFor
from evergrow.engage.journeys.calendar import is_noted
from evergrow.engage.journeys.enter import may_occur
from evergrow.engage.journeys.spec import Course, Slice
from evergrow.engage.journeys.tables import calendar, entry_requests, journey_states
from evergrow.storage.state import Tx


def concerned(tx: Tx, courses: Sequence[Course], slice_: Slice) -> list[Course]:
    """The courses that the slice may change, in their order."""
    waiting = _waiting(tx, slice_) if courses else set()
    names = set(slice_.arrivals["name"].unique().to_pylist())
    return [
        course
        for course in courses
        if course.name in waiting or names & _looked_for(course) or _lets_in(course.journey, slice_)
    ]


def _waiting(tx: Tx, slice_: Slice) -> set[str]:
    """The journeys in which something may be due, or for which somebody was asked."""
    name = journey_states.c.journey
    due = exists().where(calendar.c.journey == name, is_noted(slice_.now))
    asked = exists().where(entry_requests.c.journey == name, entry_requests.c.asked_at <= slice_.now)
    return {row["journey"] for row in tx.rows(select(name).where(or_(due, asked)))}


def _looked_for(course: Course) -> set[str]:
    """The names of events that let in, end, or answer a wait, in any version."""
    found = set()
    for journey in course.versions.values():
        if isinstance(journey.entry.trigger, EventMatch):
            found.add(journey.entry.trigger.event)
        if journey.goal:
            found.add(journey.goal.event.event)
        found.update(match.event for match in journey.exit_on)
        found.update(step.event.event for step in journey.steps if isinstance(step, WaitFor))
    return found


def _lets_in(journey: Journey, slice_: Slice) -> bool:
    """Whether the slice brings a stage, a change of segment or an hour at which customers come in."""
    match journey.entry.trigger:
        case StageEntered(stage=stage):
            return stage in slice_.moves["stage"]
        case SegmentChange(segment=segment):
            return segment in slice_.changes["segment"]
        case Scheduled(schedule=schedule):
            return may_occur(schedule, slice_.since, slice_.now)
    return False

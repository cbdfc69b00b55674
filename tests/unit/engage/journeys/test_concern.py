"""A slice of time is looked at only by the journeys it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from evergrow.definitions.store import keep_document
from evergrow.engage import journeys
from evergrow.engage.facts import Facts
from evergrow.engage.journeys import MOVES, Slice
from evergrow.engage.journeys.concern import concerned
from evergrow.kernel import key_of
from evergrow.storage.state import State
from tests.unit.engage.journeys.scenes import START, Happened, record, slice_of

HAPPENED = [Happened("user:ana", 1.1, "Signed Up"), Happened("user:ana", 1.2, "Product Reviewed")]
ENTRIES = {
    "by-event": "{ event: Signed Up }",
    "by-stage": "{ stage_entered: loyalty }",
    "by-clock": '{ schedule: "every day at 12:00" }',
    "by-hand": "{ api: true }",
}
TEXT = "journey: {0}\nentry: {1}\ngoal: {{ event: Product Reviewed }}\nsteps: [{{ id: patience, wait: 6 hours }}]\n"


@pytest.fixture
def facts() -> Facts:
    return record(HAPPENED)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    with state.transaction() as tx:
        for name, entry in ENTRIES.items():
            keep_document(tx, "journey", name, TEXT.format(name, entry), by="ana", now=START)
            journeys.launch(tx, name, version=1, inside="finish", by="ana", now=START)
    yield state
    state.close()


def about(state: State, slice_: Slice) -> list[str]:
    with state.reading() as tx:
        return [course.name for course in concerned(tx, journeys.running_courses(tx), slice_)]


def between(facts: Facts, first: float, last: float) -> Slice:
    """The slice between two minutes after START. No schedule names an instant off the quarters of an hour."""
    return slice_of(facts, HAPPENED, START + timedelta(minutes=first), START + timedelta(minutes=last))


def test_an_event_concerns_those_that_let_in_by_it_or_look_out_for_it(facts: Facts, state: State) -> None:
    assert about(state, between(facts, 1, 2)) == []
    assert about(state, between(facts, 65, 70)) == ["by-event"]
    assert about(state, between(facts, 70, 74)) == sorted(ENTRIES)


def test_a_stage_an_hour_and_a_due_entry_concern_theirs(facts: Facts, state: State) -> None:
    at = START.replace(tzinfo=None)
    moved = pl.DataFrame([{"customer_key": key_of("user:ana"), "stage": "loyalty", "at": at}], schema=MOVES)
    assert about(state, replace(between(facts, 1, 2), moves=moved)) == ["by-stage"]
    assert about(state, between(facts, 119, 120)) == ["by-clock"]

    with state.transaction() as tx:
        journeys.advance_all(tx, facts, between(facts, 65, 70))
    assert about(state, between(facts, 6 * 60 + 64, 6 * 60 + 65)) == []
    assert about(state, between(facts, 6 * 60 + 65, 6 * 60 + 67)) == ["by-event"]

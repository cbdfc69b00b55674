"""The calendar gives back what falls due, the earliest first, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from evergrow.engage.journeys import naive, note_due
from evergrow.engage.journeys.calendar import take_due
from evergrow.engage.journeys.spec import INSTANT
from evergrow.storage.state import State
from tests.unit.engage.journeys.scenes import START


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    yield state
    state.close()


def _due(after_seconds: dict[int, float]) -> pl.DataFrame:
    at = [naive(START + timedelta(seconds=seconds)) for seconds in after_seconds.values()]
    return pl.DataFrame(
        {"entry_key": list(after_seconds), "due_at": at}, schema_overrides={"due_at": INSTANT}
    )


def _taken(state: State, now: datetime, most: int) -> tuple[list[int], list[int], bool]:
    with state.transaction() as tx:
        taken = take_due(tx, "one", now, most)
    return list(taken.keys), list(taken.running), taken.has_more


def test_the_earliest_are_taken_first_and_what_is_over_is_left(state: State) -> None:
    with state.transaction() as tx:
        note_due(tx, "one", _due({5: 20, 3: 10.2, -4: 10.7, 9: 3600, 7: 0}))
        note_due(tx, "other", _due({1: 0}))

    now = START + timedelta(seconds=60)
    assert _taken(state, now, 2) == ([7, -4], [], True)
    assert _taken(state, now, 2) == ([3, 5], [], False)
    assert _taken(state, now, 2) == ([], [], False)
    assert _taken(state, now + timedelta(hours=1), 2) == ([9], [], False)


def test_the_keys_of_a_second_that_is_not_over_are_told_apart(state: State) -> None:
    """What of them is due is up to their positions; the rest is noted again."""
    with state.transaction() as tx:
        note_due(tx, "one", _due({1: 10.9}))

    assert _taken(state, START + timedelta(seconds=9.99), 2) == ([], [], False)
    assert _taken(state, START + timedelta(seconds=10.1), 2) == ([1], [1], False)

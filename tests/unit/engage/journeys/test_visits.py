"""Paths in pages: what hundreds passed alike is found again for each of them, as a replay finds it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from evergrow.definitions.store import keep_document
from evergrow.engage import journeys
from evergrow.engage.journeys import Course, Replay
from evergrow.engage.journeys.move import MANY
from evergrow.engage.journeys.tables import visits
from evergrow.storage.state import State
from tests.unit.engage.journeys.scenes import START, Happened, journey_of, record, slice_of

TEXT = """
entry: { event: Checkout Started }
steps:
  - { id: patience, wait: 1 hour }
  - { id: bought, wait_for: { event: Order Completed, at_most: 5 hours }, then: thanks }
  - { id: late, wait: 3 hours }
  - { id: thanks, wait: 6 hours }
  - { id: last, wait: 1 day }
"""
PEOPLE = [f"user:{number}" for number in range(MANY + 60)]
HAPPENED = [
    *(Happened(who, place / len(PEOPLE), "Checkout Started") for place, who in enumerate(PEOPLE)),
    *(Happened(who, 4, "Order Completed") for who in PEOPLE[:40]),
]
CUTS = [2.5, 8, 12, 18, 50]


def test_paths_are_those_that_a_replay_finds_while_they_grow_and_at_the_end(tmp_path: Path) -> None:
    facts, since = record(HAPPENED), START - timedelta(days=1)
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    with state.transaction() as tx:
        keep_document(tx, "journey", "test", "journey: test\n" + TEXT, by="me", now=START)
        journeys.launch(tx, "test", version=None, inside="finish", by="me", now=START - timedelta(days=9))

    course = Course(
        name="test", versions={1: journey_of(TEXT)}, version=1, open_since=START - timedelta(days=9)
    )
    run = Replay(facts, course)
    for hours in CUTS:
        now = START + timedelta(hours=hours)
        slice_ = slice_of(facts, HAPPENED, since, now)
        run.advance(slice_)
        with state.transaction() as tx:
            journeys.advance_all(tx, facts, slice_)
            shown = journeys.list_entries(tx, journey="test", limit=len(PEOPLE))
        found = {
            one.entry_id: " ".join(f"{visit.step}@{_micros(visit.at)}" for visit in one.path) for one in shown
        }
        replayed = run.entries.select("entry_key", "path").iter_rows()
        assert found == {f"{key & (2**64 - 1):016x}": path for key, path in replayed}
        since = now
    with state.transaction() as tx:
        assert len(tx.rows(select(visits.c.journey))) >= 3, "most of it was written for hundreds at once"
        ended = tx.rows(select(journeys.entries.c.end_reason))
        assert {row["end_reason"] for row in ended} == {"finished"}
        journeys.stop(tx, "test", by="me", now=START + timedelta(days=9))
        journeys.forget(tx, "test")
        assert not tx.rows(select(visits.c.journey))
    state.close()


def _micros(at: datetime) -> int:
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)

"""Journeys in the state: the same as in memory, once whatever is repeated, and held, moved and stopped as asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from evergrow.definitions.store import keep_document, remove_document
from evergrow.engage import journeys
from evergrow.engage.facts import Facts
from evergrow.engage.messages import messages
from evergrow.kernel import key_of
from evergrow.storage.state import State
from tests.unit.engage.journeys.scenes import START, Happened, journey_of, record, replay, slice_of

TEXT = """
entry: { event: Checkout Started, key: properties.cart_id }
goal: { event: Order Completed, within: 2 days }
steps:
  - { id: patience, wait: 1 hour }
  - { id: reminder, message: reminder }
  - { id: mark, set_trait: { key: reminded, value: true } }
  - { id: later, wait: 6 hours }
  - { id: offer, message: offer }
"""
MESSAGE = "message: {0}\ntitle: {0}\nchannel: sms\ntopic: orders\nlanguages:\n  en: {{ text: Hello }}\n"
HAPPENED = [
    Happened("user:ana", 0, "Checkout Started", {"cart_id": "c1"}),
    Happened("user:bob", 0.5, "Checkout Started", {"cart_id": "c2"}),
    Happened("user:bob", 4, "Order Completed", {"cart_id": "c2"}),
    Happened("user:ana", 3, "Checkout Started", {"cart_id": "c3"}),
    Happened("user:cid", 5, "Checkout Started", {"cart_id": "c4"}),
]


@pytest.fixture
def facts() -> Facts:
    return record(HAPPENED)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    with state.transaction() as tx:
        for name in ("reminder", "offer"):
            keep_document(tx, "message", name, MESSAGE.format(name), by="me", now=START)
        keep_document(tx, "journey", "test", "journey: test\n" + TEXT, by="me", now=START)
        journeys.launch(tx, "test", version=None, inside="finish", by="me", now=START - timedelta(days=9))
    yield state
    state.close()


def _go(state: State, facts: Facts, cuts: Sequence[float], *, crash_at: Sequence[float] = ()) -> list[str]:
    """Let slices happen up to these hours; those in `crash_at` fail before their commit and are repeated."""
    since, said = START - timedelta(days=1), []
    for hours in cuts:
        now = START + timedelta(hours=hours)
        slice_ = slice_of(facts, HAPPENED, since, now)
        if hours in crash_at:
            with pytest.raises(RuntimeError):
                _fail(state, facts, slice_)
        with state.transaction() as tx:
            said += journeys.advance_all(tx, facts, slice_, most=2).records["message_id"].to_pylist()
            while journeys.advance_all(tx, facts, slice_, most=2).has_more:
                pass
        since = now
    return said


def _fail(state: State, facts: Facts, slice_: journeys.Slice) -> None:
    with state.transaction() as tx:
        journeys.advance_all(tx, facts, slice_)
        raise RuntimeError("the power fails")


def _sent(state: State) -> list[tuple[str, str, datetime, str]]:
    with state.reading() as tx:
        rows = tx.rows(select(messages).order_by(messages.c.due_at, messages.c.message_key))
    return [(row["customer_id"], row["template"], row["due_at"], row["status"]) for row in rows]


def _counts(state: State) -> journeys.JourneyCounts:
    with state.reading() as tx:
        return journeys.journey_report(tx, "test")


def test_the_state_holds_what_a_replay_finds(state: State, facts: Facts) -> None:
    _go(state, facts, [1, 2, 3.5, 4.5, 20])
    run, sends = replay(facts, journey_of(TEXT), HAPPENED, [20])

    with state.reading() as tx:
        whole = journeys.entries_as_they_stand()
        kept = tx.rows(whole.order_by(journeys.entries.c.entry_key))

    found = run.entries.sort("entry_key").iter_rows(named=True)
    for mine, theirs in zip(kept, found, strict=True):
        for name in ("entry_key", "key", "end_reason", "path", "customer_id", "trigger"):
            assert mine[name] == theirs[name]
    times = sorted(at for *_, at, _ in _sent(state))
    assert [at.replace(tzinfo=None) for at in times] == sorted(sends["at"])


def test_a_slice_that_is_repeated_after_a_crash_doubles_nothing(state: State, facts: Facts) -> None:
    said = _go(state, facts, [1, 2, 4.5, 20], crash_at=[1, 2, 4.5, 20])

    sent, counts = _sent(state), _counts(state)
    assert [(who, what) for who, what, _, _ in sent].count(("user:ana", "reminder")) == 2  # two carts
    assert len(sent) == len(set(sent)) == 7
    assert (counts.entries, counts.goals, counts.inside) == (4, 1, 0)
    assert len(said) == len(set(said))
    for step in counts.steps:
        assert step.entered == step.left + step.here
        if step.messages:
            assert step.messages.entries == step.entered == step.messages.waiting


def test_a_slice_told_again_after_its_commit_changes_nothing(state: State, facts: Facts) -> None:
    _go(state, facts, [2])
    before, counts = _sent(state), _counts(state)

    with state.transaction() as tx:
        slice_ = slice_of(facts, HAPPENED, START - timedelta(days=1), START + timedelta(hours=2))
        journeys.advance_all(tx, facts, slice_)

    assert (_sent(state), _counts(state)) == (before, counts)


def test_while_it_is_held_nobody_moves_on_and_what_fell_due_goes_on_when_it_resumes(
    state: State, facts: Facts
) -> None:
    _go(state, facts, [0.75])
    with state.transaction() as tx:
        journeys.pause(tx, "test", by="me", now=START + timedelta(hours=0.75))
    _go(state, facts, [2.0])
    assert _sent(state) == []

    resumed = START + timedelta(hours=2)
    with state.transaction() as tx:
        journeys.resume(tx, "test", by="me", now=resumed)
    _go(state, facts, [2.5])

    assert {at for *_, at, _ in _sent(state)} == {resumed}


def test_stopping_ends_everybody_and_takes_back_what_has_not_gone_out(state: State, facts: Facts) -> None:
    _go(state, facts, [2])
    with state.transaction() as tx:
        journeys.stop(tx, "test", by="me", now=START + timedelta(hours=2))
    _go(state, facts, [20])

    counts = _counts(state)
    assert (counts.inside, counts.ended) == (0, {"stopped": 2})
    assert {status for *_, status in _sent(state)} == {"suppressed"}


@pytest.mark.parametrize(("inside", "texts"), [("finish", ["offer"]), ("move", ["last"])])
def test_those_inside_finish_on_their_version_or_move_over(
    state: State, facts: Facts, inside: journeys.Inside, texts: list[str]
) -> None:
    _go(state, facts, [2])
    changed = "journey: test\n" + TEXT.replace("message: offer", "message: last")
    with state.transaction() as tx:
        keep_document(tx, "message", "last", MESSAGE.format("last"), by="me", now=START)
        keep_document(tx, "journey", "test", changed, by="me", now=START)
        journeys.launch(tx, "test", version=2, inside=inside, by="me", now=START + timedelta(hours=2))
    _go(state, facts, [9])

    ana = [what for who, what, _, _ in _sent(state) if who == "user:ana" and what != "reminder"]
    assert ana[:1] == texts
    assert all(step.entered == step.left + step.here for step in _counts(state).steps)


def test_a_message_whose_template_is_gone_is_told_as_such(state: State, facts: Facts) -> None:
    with state.transaction() as tx:
        remove_document(tx, "message", "reminder", by="me", now=START)
    _go(state, facts, [2])

    with state.reading() as tx:
        rows = tx.rows(select(messages.c.status, messages.c.reason).distinct())
    assert [tuple(row.values()) for row in rows] == [("suppressed", "template_missing")]


def test_customers_asked_for_come_in_once(state: State, facts: Facts) -> None:
    with state.transaction() as tx:
        asked = {"user:ana": key_of("user:ana"), "user:zoe": None}
        first = journeys.request_entries(tx, "test", asked, by="me", now=START)
        again = journeys.request_entries(tx, "test", asked, by="me", now=START)
    assert (first.asked, first.unknown, again.already_inside) == (1, ["user:zoe"], 1)

    slice_ = slice_of(facts, [], START - timedelta(hours=1), START)
    with state.transaction() as tx:
        assert journeys.advance_all(tx, facts, slice_).entered == 1
        assert journeys.advance_all(tx, facts, slice_).entered == 0


def test_a_journey_that_asks_for_what_was_removed_stands_still_and_stops_no_other(
    state: State, facts: Facts
) -> None:
    broken = "journey: broken\nentry: { event: Checkout Started, only: in segment 'gone' }\n"
    with state.transaction() as tx:
        keep_document(
            tx, "journey", "broken", broken + "steps: [ { id: w, wait: 1 hour } ]\n", by="me", now=START
        )
        journeys.launch(tx, "broken", version=None, inside="finish", by="me", now=START - timedelta(days=9))

    _go(state, facts, [2])

    with state.reading() as tx:
        assert journeys.journey_report(tx, "broken").entries == 0
    assert _counts(state).entries == 2

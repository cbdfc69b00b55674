"""Campaigns: who is sent what when, once for each run, in everybody's own time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from evergrow.definitions.store import keep_document
from evergrow.engage import campaigns
from evergrow.engage.facts import Facts
from evergrow.engage.messages import messages
from evergrow.kernel import Refusal
from evergrow.storage.state import State
from tests.unit.engage.journeys.scenes import START, Happened, record

MESSAGE = "message: sale\nchannel: sms\ntopic: offers\nlanguages:\n  en: { text: Hello }\n"
PEOPLE = [
    Happened("user:ana", -1, "Seen"),
    Happened("user:bob", -1, "Seen"),
    Happened("user:cid", 30, "Seen"),
]
TRAITS = {"user:ana": {"timezone": "Asia/Tokyo", "vip": True}, "user:bob": {"timezone": "America/New_York"}}


@pytest.fixture
def facts() -> Facts:
    return record(PEOPLE, TRAITS)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    with state.transaction() as tx:
        keep_document(tx, "message", "sale", MESSAGE, by="me", now=START)
    yield state
    state.close()


def _launch(state: State, rest: str) -> None:
    with state.transaction() as tx:
        keep_document(
            tx, "campaign", "spring", f"campaign: spring\nmessage: sale\n{rest}", by="me", now=START
        )
        campaigns.launch(tx, "spring", by="me", now=START)


def _go(state: State, facts: Facts, *hours: float) -> list[tuple[str, datetime]]:
    """Let time go by up to these hours after START, each twice; returns who was to be sent it when."""
    since = START - timedelta(hours=1)
    for at in hours:
        now = START + timedelta(hours=at)
        with state.transaction() as tx:
            campaigns.send_due(tx, facts, since=since, now=now)
            campaigns.send_due(tx, facts, since=since, now=now)
        since = now
    with state.reading() as tx:
        rows = tx.rows(select(messages).order_by(messages.c.due_at))
    return [(row["customer_id"], row["due_at"]) for row in rows]


def _status(state: State) -> str:
    with state.reading() as tx:
        found = campaigns.state_of(tx, "spring")
    assert found is not None
    return found["status"]


def test_one_that_goes_out_now_reaches_everybody_known_at_its_launch_once(state: State, facts: Facts) -> None:
    _launch(state, "when: { now: true }\n")

    assert sorted(_go(state, facts, 1, 40)) == [("user:ana", START), ("user:bob", START)]
    assert _status(state) == "finished"


def test_the_audience_is_judged_when_it_goes_out(state: State, facts: Facts) -> None:
    _launch(state, "audience: trait.vip = true\nwhen: { at: 2026-03-02 12:00 }\n")

    assert _go(state, facts, 1) == []
    assert _go(state, facts, 1, 3) == [("user:ana", START + timedelta(hours=2))]


def test_in_local_time_everybody_has_their_own_morning(state: State, facts: Facts) -> None:
    _launch(state, "when: { at: 2026-03-03 09:00, local: true }\n")

    sent = _go(state, facts, 5, 13, 15, 25, 30, 60)

    assert sent == [
        ("user:ana", START + timedelta(hours=14)),  # 00:00 UTC
        ("user:bob", START + timedelta(hours=28)),  # 14:00 UTC
    ]
    assert _status(state) == "finished"


def test_one_that_recurs_reaches_who_is_there_each_time_and_runs_on(state: State, facts: Facts) -> None:
    _launch(state, 'when: { every: day, time: "09:00" }\n')

    sent = _go(state, facts, 12, 24, 36, 60)

    assert [who for who, _ in sent].count("user:ana") == 2
    assert [who for who, _ in sent].count("user:cid") == 1
    assert _status(state) == "running"
    with state.reading() as tx:
        assert [(row["run"], row["customers"]) for row in campaigns.runs_of(tx, "spring")] == [
            ("2026-03-04 09:00", 3),
            ("2026-03-03 09:00", 2),
        ]


def test_what_comes_due_while_it_is_held_is_left_out(state: State, facts: Facts) -> None:
    _launch(state, 'when: { every: day, time: "09:00" }\n')
    with state.transaction() as tx:
        campaigns.change_status(tx, "spring", "paused", by="me", now=START)
    assert _go(state, facts, 30) == []


def test_stopping_takes_back_what_has_not_gone_out(state: State, facts: Facts) -> None:
    _launch(state, 'when: { every: day, time: "09:00" }\n')
    _go(state, facts, 24)

    with state.transaction() as tx:
        before = campaigns.campaign_report(tx, "spring")
        campaigns.change_status(tx, "spring", "stopped", by="me", now=START + timedelta(hours=24))
        after = campaigns.campaign_report(tx, "spring")

    assert (before.entries, before.waiting) == (2, 2)
    assert (after.entries, after.suppressed) == (2, {"stopped": 2})


def test_one_whose_messages_still_wait_is_sending_says_for_what_and_may_be_stopped(
    state: State, facts: Facts
) -> None:
    _launch(state, "when: { now: true }\n")
    _go(state, facts, 1)
    morning = START + timedelta(hours=20)
    with state.transaction() as tx:
        ana = messages.c.customer_id == "user:ana"
        tx.run(update(messages).where(ana).values(waits_for="quiet_hours", due_at=morning))
        tx.run(update(messages).where(~ana).values(status="sent"))
        standing = campaigns.standing_of(tx, "spring", zone="UTC", now=START)
    assert (standing.status, standing.waits_for) == ("sending", {"quiet_hours": 1})
    assert standing.waits_until == morning

    with pytest.raises(Refusal) as refused, state.transaction() as tx:
        campaigns.launch(tx, "spring", by="me", now=START)
    assert refused.value.code == "campaign.running"
    with pytest.raises(Refusal), state.transaction() as tx:
        campaigns.forget(tx, "spring")

    with state.transaction() as tx:
        campaigns.change_status(tx, "spring", "stopped", by="me", now=START)
        assert campaigns.standing_of(tx, "spring", zone="UTC", now=START).status == "stopped"
        assert campaigns.campaign_report(tx, "spring").suppressed == {"stopped": 1}


@pytest.mark.parametrize(
    ("when", "next_at"),
    [
        ("{ every: week, on: monday, time: '09:00', local: true }", datetime(2026, 3, 9, 9)),
        ("{ every: day, time: '09:00' }", datetime(2026, 3, 3, 9)),
        ("{ at: 2026-03-04 08:30, local: true }", datetime(2026, 3, 4, 8, 30)),
        ("{ at: 2026-03-02 08:30, local: true }", None),  # it has come here, though not to everybody
        ("{ now: true }", None),
    ],
)
def test_one_that_was_launched_says_when_it_goes_out_next_by_the_wall_clock(
    state: State, when: str, next_at: datetime | None
) -> None:
    _launch(state, f"when: {when}\n")
    with state.reading() as tx:
        standing = campaigns.standing_of(tx, "spring", zone="Asia/Tokyo", now=START)
    assert (standing.next and standing.next.at) == next_at
    assert standing.next is None or standing.next.is_local == ("local" in when)

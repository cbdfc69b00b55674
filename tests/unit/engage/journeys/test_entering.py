"""Who comes in without an event of the journey's own: by a stage, a segment, the clock; and going in circles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from evergrow.engage.journeys import CHANGES, Course, Replay
from evergrow.kernel import key_of
from tests.unit.engage.journeys.scenes import START, Happened, hours, journey_of, record, replay, slice_of

STEPS = "steps: [ { id: stay, wait: 1 hour }, { id: hello, message: hello } ]\n"
HAPPENED = [
    Happened("user:ana", 1, "Order Completed", revenue=10.0),
    Happened("user:bob", 2, "Signed Up"),
    Happened("user:ana", 5, "Order Completed", revenue=10.0),
    Happened("user:cid", 30, "Signed Up"),
]


def test_customers_come_in_at_the_instant_at_which_they_entered_the_stage() -> None:
    journey = journey_of("entry: { stage_entered: retention }\n" + STEPS)

    run, sends = replay(record(HAPPENED), journey, HAPPENED, [3, 4.5, 40])

    assert run.entries.select("customer_id", "entered_at").rows() == [
        ("user:ana", (START + timedelta(hours=5)).replace(tzinfo=None))
    ]
    assert [hours(at) for at in sends["at"]] == [6]


@pytest.mark.parametrize(
    ("change", "came"), [("entered", [("user:ana", 2.0)]), ("left", [("user:bob", 3.0)])]
)
def test_customers_come_in_when_they_enter_or_leave_the_segment(
    change: str, came: list[tuple[str, float]]
) -> None:
    journey = journey_of(f"entry: {{ segment_{change}: keen }}\n" + STEPS)
    facts = record(HAPPENED)
    told = [
        ("user:ana", "keen", "entered", 2),
        ("user:bob", "keen", "left", 3),
        ("user:cid", "other", change, 4),
    ]
    rows = [
        (key_of(who), segment, what, (START + timedelta(hours=at)).replace(tzinfo=None))
        for who, segment, what, at in told
    ]
    changes = pl.DataFrame(rows, schema=CHANGES, orient="row")
    slice_ = slice_of(facts, HAPPENED, START, START + timedelta(hours=10))
    run = Replay(facts, Course(name="test", versions={1: journey}, version=1, open_since=START))

    sends = run.advance(replace(slice_, changes=changes)).sends

    entered = zip(run.entries["customer_id"], run.entries["entered_at"], strict=True)
    assert [(who, hours(at)) for who, at in entered] == came
    assert [hours(at) for at in sends["at"]] == [at + 1 for _, at in came]


def test_by_the_clock_everybody_comes_in_whom_it_is_about_and_who_was_there_by_then() -> None:
    journey = journey_of(
        'entry: { schedule: "every day at 12:00", only: "trait.likes = \'tea\'", again: always }\n' + STEPS
    )
    facts = record(HAPPENED, {who: {"likes": "tea"} for who in ("user:ana", "user:cid")})

    run, _ = replay(facts, journey, HAPPENED, [1, 26.5, 60])

    entered = zip(run.entries["customer_id"], run.entries["entered_at"], strict=True)
    assert sorted((who, hours(at)) for who, at in entered) == [
        ("user:ana", 2.0),
        ("user:ana", 26.0),
        ("user:ana", 50.0),
        ("user:cid", 50.0),  # first seen on the second day
    ]


def test_a_journey_that_goes_in_circles_sends_once_each_round_until_its_customer_leaves() -> None:
    journey = journey_of(
        "entry: { event: Signed Up }\nexit_on: [ { event: Enough } ]\n"
        "steps:\n  - { id: weekly, message: hello }\n  - { id: rest, wait: 7 days, next: weekly }\n"
    )
    happened = [Happened("user:bob", 2, "Signed Up"), Happened("user:bob", 2 + 24 * 17, "Enough")]
    facts = record(happened)
    weeks = [2.0, 2.0 + 168, 2.0 + 336]

    run, sends = replay(facts, journey, happened, [24 * 40])
    cut, sends_cut = replay(facts, journey, happened, [3, 169, 170, 171, 400, 24 * 40])

    assert [hours(at) for at in sends["at"]] == [hours(at) for at in sends_cut["at"]] == weeks
    assert run.entries.equals(cut.entries)
    assert run.entries["end_reason"].to_list() == ["exited"]

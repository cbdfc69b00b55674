"""Coming in again: the rule on tables against the slow and obvious one, candidate by candidate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.definitions.journeys import Again, Journey
from tests.unit.engage.journeys.scenes import Happened, hours, journey_of, record, replay

STAY_HOURS = 5
RULES = {
    "never": Again(rule="never"),
    "always": Again(rule="always"),
    "after exit": Again(rule="after_exit"),
    "after 8 hours": Again(rule="after", after=timedelta(hours=8)),
}


def _journey(again: str) -> Journey:
    return journey_of(
        f"entry: {{ event: Knocked, again: {again} }}\nexit_on: [ {{ event: Left }} ]\n"
        f"steps: [ {{ id: stay, wait: {STAY_HOURS} hours }} ]\n"
    )


def _obvious(happened: list[Happened], again: Again) -> list[tuple[str, float]]:
    """Who comes in when, by walking through each customer's events one after the other."""
    came: list[tuple[str, float]] = []
    for who in sorted({one.who for one in happened}):
        entered: list[float] = []
        inside_until: list[float] = []
        for one in sorted((one for one in happened if one.who == who), key=lambda one: one.hours):
            if one.name == "Left":
                inside_until = [min(until, one.hours) for until in inside_until]
                continue
            is_inside = any(until > one.hours for until in inside_until)
            is_barred = bool(entered) and (
                again.rule == "never"
                or (
                    again.rule == "after"
                    and again.after is not None
                    and one.hours - entered[-1] < again.after / timedelta(hours=1)
                )
            )
            if again.rule == "always" or not (is_inside or is_barred):
                entered.append(one.hours)
                inside_until.append(one.hours + STAY_HOURS)
        came += [(who, at) for at in entered]
    return came


_happened = st.lists(
    st.builds(
        Happened,
        st.sampled_from(("user:ana", "user:bob")),
        st.integers(0, 80).map(lambda half: half / 2),
        st.sampled_from(("Knocked", "Knocked", "Left")),
    ),
    max_size=15,
    unique_by=lambda one: (one.who, one.hours),
)


@pytest.mark.parametrize("again", RULES)
@settings(max_examples=12, deadline=None)
@given(happened=_happened, cut=st.integers(0, 40))
def test_customers_come_in_again_as_the_rule_says(again: str, happened: list[Happened], cut: int) -> None:
    run, _ = replay(record(happened), _journey(again), happened, [cut, 60])

    came = zip(run.entries["customer_id"], run.entries["entered_at"], strict=True)

    assert sorted((who, hours(at)) for who, at in came) == _obvious(happened, RULES[again])


def test_each_key_is_an_entry_of_its_own_and_an_event_without_it_opens_none() -> None:
    journey = journey_of(
        "entry: { event: Checkout Started, key: properties.cart_id }\nexit_on: [ { event: Order Completed } ]\n"
        "steps: [ { id: stay, wait: 5 hours } ]\n"
    )
    happened = [
        Happened("user:ana", 0, "Checkout Started", {"cart_id": "c1"}),
        Happened("user:ana", 1, "Checkout Started", {"cart_id": "c2"}),
        Happened("user:ana", 2, "Checkout Started", {"cart_id": "c1"}),
        Happened("user:ana", 3, "Checkout Started"),
        Happened("user:ana", 4, "Order Completed", {"cart_id": "c2"}),
    ]

    run, _ = replay(record(happened), journey, happened, [10])

    ends = run.entries.sort("entered_at").select("key", "end_reason").rows()
    assert ends == [("c1", "finished"), ("c2", "exited")]

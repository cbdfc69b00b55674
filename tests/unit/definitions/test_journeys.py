"""Reading journeys: every problem with its step, and what is written reads as the same journey."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from evergrow.definitions.journeys import (
    Journey,
    Known,
    WaitFor,
    journey_document,
    journey_text,
    read_journey,
    step_at,
    write_journey,
)
from evergrow.kernel import Refusal

WHOLE = """journey: cart-abandoned
title: Cart abandoned
description: Who leaves a cart is reminded.
entry:
  event: Checkout Started
  where: properties.value >= 20
  only: trait.country = 'JP'
  key: properties.cart_id
  again: after 30 days
goal: { event: Order Completed, within: 7 days }
exit_on: [ { event: Unsubscribed } ]
exit_when: in segment 'staff'
steps:
  - { id: patience, wait: 1 hour and 30 minutes }
  - { id: reminder, message: cart-reminder }
  - { id: bought, wait_for: { event: Order Completed, at_most: 2 days }, then: end, on_timeout: worth }
  - { id: worth, branch: [ { when: "count of 'Order Completed' >= 2", next: offer } ], else: test }
  - { id: test, split: { offer: 33.3 %, gift: 66.7 % } }
  - { id: gift, wait_until: { time: "09:00", weekday: monday } }
  - { id: best, wait_best_hour: { at_most: 24 hours } }
  - { id: offer, message: cart-offer }
  - { id: mark, set_trait: { key: offered, value: true } }
  - { id: tell, emit: { event: Offer Made, properties: { kind: cart } } }
  - { id: crm, webhook: crm-hook }
  - { id: out, exit: true }
layout: { patience: [120, 80.5] }
"""
KNOWN = Known(
    messages={"cart-reminder": "email", "cart-offer": "email", "crm-hook": "webhook"},
    segments=frozenset({"staff", "vip-customers"}),
    stages=frozenset({"conversion", "lapsed"}),
)


def _problems(text: str, known: Known | None = None) -> list[tuple[str, str]]:
    with pytest.raises(Refusal) as refused:
        read_journey(text, file="journeys/cart.yaml", known=known)
    return [(problem.code, problem.where) for problem in refused.value.problems]


def _with(**changed: str) -> str:
    """The whole journey with lines replaced, by what they begin with."""
    text = WHOLE
    for before, after in changed.items():
        lines = [after if f"id: {before}," in line else line for line in text.splitlines()]
        text = "\n".join(lines)
    return text


def test_a_journey_is_read_with_everything_it_says() -> None:
    journey = read_journey(WHOLE, known=KNOWN)

    bought = journey.step("bought")
    assert isinstance(bought, WaitFor)
    assert (bought.at_most, list(journey.ways(bought))) == (timedelta(days=2), ["end", "worth"])
    assert journey.entry.again.after == timedelta(days=30)
    assert journey_document(journey)["steps"][5] == {
        "id": "gift",
        "wait_until": {"time": f"{time(9):%H:%M}", "weekday": "monday"},
    }


def test_what_is_written_reads_as_the_same_journey_also_from_the_canvas() -> None:
    journey = read_journey(WHOLE)

    written = write_journey(journey)

    assert read_journey(written) == journey
    assert read_journey(journey_text(journey_document(journey))) == journey
    assert "\n  - {id: patience, wait: 1 hour and 30 minutes}\n" in written


@pytest.mark.parametrize(
    ("step", "line", "code", "place"),
    [
        ("reminder", "  - { id: reminder, mesage: x }", "journey.no_step", "steps[1]"),
        ("reminder", "  - { id: reminder, message: x, wait: 1 hour }", "journey.no_step", "steps[1]"),
        ("patience", "  - { id: patience, wait: 1 huor }", "time.unreadable", "steps[0].wait"),
        (
            "bought",
            "  - { id: bought, wait_for: { event: A } }",
            "definition.missing_field",
            "steps[2].wait_for",
        ),
        ("tell", "  - { id: tell, message: x, next: offr }", "journey.unknown_step", "steps[9].next"),
        ("out", "  - { id: tell, exit: true }", "journey.repeated_step", "steps[11].id"),
        ("crm", "  - { id: crm, webhook: crm-hook, next: offer }", "journey.circle", "steps[7].id"),
        ("worth", "  - { id: worth, exit: true }", "journey.unreachable_step", "steps[4].id"),
        ("test", "  - { id: test, split: { offer: 50 %, gift: 40 % } }", "journey.shares", "steps[4].split"),
        ("out", "  - { id: end, exit: true }", "definition.bad_id", "steps[11].id"),
    ],
)
def test_a_problem_stands_at_its_step(step: str, line: str, code: str, place: str) -> None:
    found = _problems(_with(**{step: line}))

    assert any(one == code and place in where for one, where in found), found


def test_all_names_that_nobody_defined_are_told_at_once_with_what_was_meant() -> None:
    text = WHOLE.replace("cart-reminder", "cart-remindr").replace("'staff'", "'staf'")
    text = text.replace("webhook: crm-hook", "webhook: cart-offer")
    with pytest.raises(Refusal) as refused:
        read_journey(text, known=KNOWN)

    told = {problem.code: problem.what for problem in refused.value.problems}
    assert told["definition.unknown_message"].endswith("Did you mean 'cart-reminder'?")
    assert told["definition.unknown_segment"].endswith("Did you mean 'staff'?")
    assert "channel email" in told["journey.wrong_channel"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{ event: A, api: true }", "journey.no_trigger"),
        ("{}", "journey.no_trigger"),
        ("{ segment_entered: vip }", "definition.unknown_segment"),
        ("{ stage_entered: conversoin }", "map.unknown_stage"),
        ("{ schedule: every dya at 09:00 }", "time.unreadable"),
        ("{ stage_entered: lapsed, key: properties.x }", "definition.unknown_field"),
        ("{ event: A, again: sometimes }", "journey.again"),
    ],
)
def test_an_entry_is_one_trigger_that_exists(entry: str, code: str) -> None:
    text = f"journey: a\nentry: {entry}\nsteps: [ {{ id: w, wait: 1 hour }} ]\n"

    assert code in [found for found, _ in _problems(text, KNOWN)]


def test_conditions_are_looked_up_about_customers_and_about_events() -> None:
    known = replace(KNOWN, metrics=frozenset({"orders"}))
    text = WHOLE.replace("\"count of 'Order Completed' >= 2\"", '"ordres >= 2"').replace(
        "properties.value >= 20", "propertys.value >= 20"
    )

    assert {code for code, _ in _problems(text, known)} == {
        "definition.unknown_metric",
        "definition.unknown_field",
    }


def test_a_circle_with_a_wait_is_fine() -> None:
    steps = "steps: [ { id: again, wait: 1 day }, { id: mail, message: m, next: again } ]"

    assert isinstance(read_journey(f"journey: a\nentry: {{ api: true }}\n{steps}\n"), Journey)


def test_the_step_of_a_problem_is_found_by_its_place() -> None:
    assert step_at("journeys/cart.yaml:15  steps[1].message", WHOLE) == "reminder"
    assert step_at("journeys/cart.yaml:3  entry", WHOLE) is None


@pytest.mark.parametrize(
    ("entry", "step", "expected"),
    [
        ("api: true", "message: ''", ("definition.no_message", "journeys/cart.yaml:3  steps[0].message")),
        ("api: true", "webhook:", ("definition.no_message", "journeys/cart.yaml:3  steps[0].webhook")),
        ("api: true", "emit: { event: '' }", ("definition.no_event", "journeys/cart.yaml:3  steps[0].emit.event")),
        ("segment_entered: ''", "exit: true", ("definition.no_segment", "journeys/cart.yaml:2  entry.segment_entered")),
        ("stage_entered: ''", "exit: true", ("definition.no_stage", "journeys/cart.yaml:2  entry.stage_entered")),
        ("event: ''", "exit: true", ("definition.no_event", "journeys/cart.yaml:2  entry.event")),
    ],
)  # fmt: skip
def test_a_step_that_names_nothing_yet_says_what_to_choose(
    entry: str, step: str, expected: tuple[str, str]
) -> None:
    text = f"journey: cart\nentry: {{ {entry} }}\nsteps: [ {{ id: one, {step} }} ]\n"
    assert _problems(text, KNOWN) == [expected]
    assert step_at(expected[1], text) in ("one", None)

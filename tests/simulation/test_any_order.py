"""Whatever the order, repetition, lateness, merge and undo: the numbers are those of a recompute from scratch."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evergrow.kernel import Refusal, key_of
from evergrow.measure import lifecycle
from evergrow.record import customers
from evergrow.runtime import Settings, Workspace, open_workspace, redo_merge, tick, undo_merge
from evergrow.testing import alias, buy, entry_of, identify, refer, refund, view
from tests.simulation.recompute import Pair, customers_of, pairs_of

START = datetime(2024, 3, 1, tzinfo=UTC)
NOW = START + timedelta(days=900)
USERS, DEVICES = ("ana", "bo", "cy"), ("d1", "d2", "d3")

moments = st.sampled_from([0, 1, 2, 30, 179, 180, 181, 364, 365, 366, 500, 700]).map(
    lambda days: START + timedelta(days=days)
)
users, devices = st.sampled_from(USERS), st.sampled_from(DEVICES)
amounts = st.integers(1, 3)
calls = st.one_of(
    st.builds(view, moments, device=devices),
    st.builds(view, moments, user=users, product=st.sampled_from(["tea", "pot"])),
    st.builds(identify, moments, user=users, device=devices, name=st.sampled_from(["One", "Two"])),
    st.builds(identify, moments, device=devices, email=st.sampled_from(["a@example.com", "b@example.com"])),
    st.builds(buy, moments, user=users, device=st.none() | devices, amount=amounts),
    st.builds(buy, moments, user=users, amount=amounts),
    st.builds(buy, moments, device=devices, amount=amounts),
    st.builds(refund, moments, user=users, amount=amounts),
    st.builds(refer, moments, user=users),
    st.builds(alias, moments, previous=st.sampled_from(USERS + DEVICES), user=users),
)


@dataclass
class Course:
    """How calls come in: portions of them in some order, with repetitions, and decisions between."""

    portions: list[list[dict[str, Any]]]
    undone: set[Pair]
    undo_after: dict[Pair, int]
    redone: set[Pair]

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [call for portion in self.portions for call in portion]


@st.composite
def courses(draw: st.DrawFn) -> Course:
    made = draw(st.lists(calls, min_size=1, max_size=25))
    again = draw(st.lists(st.sampled_from(made), max_size=5))
    order = draw(st.permutations(made + again))
    cuts = sorted(draw(st.sets(st.integers(1, len(order)), max_size=3)) | {len(order)})
    portions = [order[start:end] for start, end in zip([0, *cuts], cuts, strict=False)]
    said = sorted(pairs_of(made))
    taken_back = draw(st.sets(st.sampled_from(said), max_size=3)) if said else set()
    given_back = {pair for pair in sorted(taken_back) if draw(st.booleans())}
    after = {pair: draw(st.integers(0, len(portions) - 1)) for pair in sorted(taken_back)}
    return Course([p for p in portions if p], taken_back - given_back, after, given_back)


@contextmanager
def workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        opened = open_workspace(Settings(data=Path(folder)))
        try:
            yield opened
        finally:
            opened.close()


def take_in(place: Workspace, portion: list[dict[str, Any]], now: datetime) -> None:
    place.log.append_now([entry_of(portion, received_at=NOW)])
    while place.position() < place.log.last_position():
        tick(place, now)


def merge_id(pair: Pair) -> str:
    return f"mrg_{key_of(chr(0x1F).join(pair)) & (2**64 - 1):016x}"


class NotSaidYet(Exception):
    """The record that says so is still to come."""


def undo(place: Workspace, pair: Pair, now: datetime) -> None:
    try:
        undo_merge(place, merge_id(pair), by="op_1", now=now)
    except Refusal as refusal:
        raise (NotSaidYet if refusal.code == "merge.unknown" else refusal) from None


def walk(place: Workspace, course: Course) -> None:
    """Let the calls come in as the course tells, with each decision as soon as it can be made."""
    now = NOW
    waiting = set(course.undo_after)
    for number, portion in enumerate(course.portions):
        now += timedelta(seconds=5)
        take_in(place, portion, now)
        is_last = number == len(course.portions) - 1
        for pair in sorted(pair for pair in waiting if course.undo_after[pair] <= number or is_last):
            with suppress(NotSaidYet) if not is_last else nullcontext():
                undo(place, pair, now)
                waiting.discard(pair)
    for pair in sorted(course.redone):
        redo_merge(place, merge_id(pair))
    tick(place, now + timedelta(seconds=5))


def rows(place: Workspace, table: ir.Table) -> list[tuple[Any, ...]]:
    found = place.warehouse.fetch(table.order_by(list(table.columns)))
    return list(zip(*(found[name].to_pylist() for name in table.columns), strict=True))


KEPT = {
    "customers": customers.CUSTOMERS,
    "facts": customers.FACTS,
    "merged": customers.MERGED,
    "links": customers.LINKS,
    "traits": customers.TRAITS,
    "consents": customers.CONSENTS,
    "stays": lifecycle.STAYS,
}


def everything(place: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    return {name: rows(place, table.rows) for name, table in KEPT.items()}


def slowly(course: Course) -> tuple[dict[str, dict[str, Any]], dict[str, list[Any]]]:
    found = customers_of(course.calls, course.undone)
    return (
        {name: customer.facts() for name, customer in found.items()},
        {name: customer.stays() for name, customer in found.items()},
    )


def as_told(place: Workspace) -> tuple[dict[str, dict[str, Any]], dict[str, list[Any]]]:
    kept = place.warehouse.fetch(customers.CUSTOMERS.rows).to_pylist()
    facts = {
        row["customer_id"]: {
            name: aware(row[name]) for name in customers.FACTS.columns if name != "identity_key"
        }
        for row in kept
    }
    names = {row["customer_key"]: row["customer_id"] for row in kept}
    stays: dict[str, list[Any]] = {name: [] for name in facts}
    for row in place.warehouse.fetch(lifecycle.STAYS.rows.order_by("entered_at")).to_pylist():
        stays[names[row["customer_key"]]].append(
            (row["stage"], aware(row["entered_at"]), aware(row["left_at"]))
        )
    return facts, stays


def aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


pytestmark = pytest.mark.slow
CALM = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(courses())
def test_customers_and_stays_equal_a_slow_recompute(course: Course) -> None:
    with workspace() as place:
        walk(place, course)
        assert as_told(place) == slowly(course)


@CALM
@given(courses())
def test_calls_in_any_order_and_portions_leave_what_they_would_all_at_once(course: Course) -> None:
    in_order = sorted(
        {call["messageId"]: call for call in course.calls}.values(), key=lambda c: c["timestamp"]
    )
    with workspace() as place:
        walk(place, course)
        found = everything(place)
    with workspace() as place:
        walk(place, Course([in_order], course.undone, dict.fromkeys(course.undone, 0), set()))
        assert found == everything(place)


@CALM
@given(courses())
def test_opening_it_again_and_making_the_stays_anew_change_nothing(course: Course) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = open_workspace(Settings(data=Path(folder)))
        walk(place, course)
        found = everything(place)
        place.close()
        place = open_workspace(Settings(data=Path(folder)))
        with place.warehouse.transaction() as tx:
            place.rebuild(tx, place.map)
        again = everything(place)
        place.close()
    assert again == found

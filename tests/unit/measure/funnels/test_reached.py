"""Who reaches which step equals a slow, obvious trial of every chain of events."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evergrow.measure.funnels import Funnel, can_be_walked, reached, reached_step, read_funnel, walked
from evergrow.record.sequences import sequences_of
from tests.unit.measure.funnels.obvious import Event, Row, slow_reached, table_of
from tests.unit.measure.people import FEW
from tests.unit.measure.shop import day

HOURS = 20
FUNNELS = {
    "in order": read_funnel(["A", "B", "C"], window="6 hours"),
    "the same event again": read_funnel(["A", "B", "A", "A"], window="9 hours"),
    "with conditions": read_funnel(
        ["A", "'A' where (properties.color = 'red')", "'B' where (properties.color = 'red')"],
        window="8 hours",
    ),
    "in one cart": read_funnel(["A", "B", "C"], window="9 hours", hold="properties.cart"),
    "without X": read_funnel(["A", "B", "C"], window="9 hours", without=["X"]),
    "without X in one cart": read_funnel(
        ["A", "B", "C"], window="9 hours", without=["X between 1 and 2", "B between 2 and 3"], hold="properties.cart"
    ),
    "in any order": read_funnel(["A", "B", "C"], window="5 hours", is_ordered=False),
    "in any order, without X in one cart": read_funnel(
        ["A", "B", "C"], window="9 hours", is_ordered=False, hold="properties.cart", without=["X"]
    ),
}  # fmt: skip

events = st.builds(
    Event,
    st.integers(1, 36),
    st.sampled_from(["A", "A", "B", "B", "C", "X"]),
    st.integers(0, HOURS).map(lambda hours: day(0) + timedelta(hours=hours)),
    st.sampled_from([1, 1, 2, None, None]),
    st.booleans(),
    st.sampled_from([(), (1, 2), (3,)]),
)


@pytest.mark.parametrize("name", FUNNELS)
def test_every_chain_of_events_is_found(name: str) -> None:
    asked = FUNNELS[name]

    @settings(FEW, max_examples=2)
    @given(st.lists(events, min_size=120, max_size=180))
    def equals_the_slow_trial(happened: list[Event]) -> None:
        start, end, until = (day(0) + timedelta(hours=hours) for hours in (1, 14, 19))
        found = reached(table_of(happened), start, end, until, funnel=asked).to_pyarrow()

        expected = slow_reached(happened, start, end, until, asked)
        assert told_by(found) == expected
        if can_be_walked(asked):
            quick = walked(sequences_of(table_of(happened)), start, end, until, funnel=asked)
            assert told_by(quick) == expected
            assert last_starts(quick) == last_starts(found)

    equals_the_slow_trial()


def told_by(rows: pa.Table) -> list[Row]:
    return sorted(
        (
            row["customer_key"],
            row["step"],
            row["at"].replace(tzinfo=day(0).tzinfo),
            row["since_micros"],
            row["total_micros"],
        )
        for row in rows.to_pylist()
    )


def last_starts(rows: pa.Table) -> dict[int, datetime]:
    return {row["customer_key"]: row["last_at"] for row in rows.to_pylist() if row["step"] == 1}


def hour(number: float, name: str, key: int = 1, cart: int | None = None) -> Event:
    return Event(key, name, day(0) + timedelta(hours=number), cart)


def steps_of(happened: list[Event], asked: Funnel) -> dict[int, int]:
    """The deepest step of each customer, by the key."""
    rows = reached(table_of(happened), day(0), day(9), day(9), funnel=asked).to_pyarrow().to_pylist()
    return {key: max(row["step"] for row in rows if row["customer_key"] == key) for key in {r["customer_key"] for r in rows}}  # fmt: skip


def test_a_later_start_converts_whom_the_first_one_does_not() -> None:
    asked = read_funnel(["A", "B"], window="2 hours")
    assert steps_of([hour(0, "A"), hour(5, "A"), hour(6, "B")], asked) == {1: 2}
    assert steps_of([hour(0, "A"), hour(5, "B")], asked) == {1: 1}


def test_the_window_is_closed_at_its_end() -> None:
    asked = read_funnel(["A", "B"], window="2 hours")
    assert steps_of([hour(0, "A"), hour(2, "B")], asked) == {1: 2}
    assert steps_of([hour(0, "A"), hour(2.001, "B")], asked) == {1: 1}


def test_an_event_is_not_two_steps_and_an_instant_may_be() -> None:
    assert steps_of([hour(0, "A")], read_funnel(["A", "A"])) == {1: 1}
    assert steps_of([hour(0, "A"), hour(0, "B")], read_funnel(["A", "B"])) == {1: 2}


def test_who_did_the_excluded_between_may_convert_on_another_way() -> None:
    asked = read_funnel(["A", "B", "C"], without=["X between 2 and 3"])
    assert steps_of([hour(0, "A"), hour(1, "B"), hour(2, "X"), hour(3, "C")], asked) == {1: 2}
    again = [hour(0, "A"), hour(1, "B"), hour(2, "X"), hour(2.5, "B"), hour(3, "C")]
    assert steps_of(again, asked) == {1: 3}


def test_an_exclusion_that_names_no_cart_counts_for_every_cart() -> None:
    asked = read_funnel(["A", "B"], hold="properties.cart", without=["X"])
    way = [hour(0, "A", cart=1), hour(2, "B", cart=1)]
    assert steps_of([*way, hour(1, "X", cart=2)], asked) == {1: 2}
    assert steps_of([*way, hour(1, "X")], asked) == {1: 1}


def test_an_order_of_several_products_holds_each_of_them() -> None:
    asked = read_funnel(["A", "B"], hold="properties.cart")
    order = Event(1, "B", day(1), products=(7, 8))
    assert steps_of([hour(0, "A", cart=8), order], asked) == {1: 2}
    assert steps_of([hour(0, "A", cart=9), order], asked) == {1: 1}


def test_those_lost_before_a_step_and_those_who_reached_it_are_all_who_came_before() -> None:
    asked = read_funnel(["A", "B", "C"])
    happened = [hour(0, "A", 1), hour(0, "A", 2), hour(1, "B", 2), hour(0, "A", 3), hour(1, "C", 3)]

    def who(step: int, *, is_lost: bool) -> list[int]:
        from ibis import memtable

        found = reached_step(memtable(table_of(happened)), day(0), day(9), day(9), funnel=asked, step=step, is_lost=is_lost)  # fmt: skip
        return sorted(found.to_pyarrow()["customer_key"].to_pylist())

    assert (who(1, is_lost=False), who(2, is_lost=False), who(2, is_lost=True)) == ([1, 2, 3], [2], [1, 3])
    assert who(3, is_lost=True) == [2]

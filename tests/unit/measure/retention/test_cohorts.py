"""Cohorts equal a count by hand, in the months and weeks of the account's own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import Refusal
from evergrow.measure.retention import cohorts
from tests.unit.measure.people import MANY, crowds, instants
from tests.unit.measure.shop import Order, Person, day, shop


def test_a_first_order_just_before_midnight_in_tokyo_belongs_to_the_month_there() -> None:
    new_year_in_tokyo = datetime(2024, 12, 31, 15, tzinfo=UTC)
    people = [
        Person(1, new_year_in_tokyo, new_year_in_tokyo, (Order(new_year_in_tokyo),)),
        Person(2, new_year_in_tokyo, None, (Order(new_year_in_tokyo - timedelta(microseconds=1)),)),
    ]

    found = cohorts(shop(people, zone="Asia/Tokyo", with_stays=False), by="month", count=2, now=day(20))

    assert [(row.start, row.customers) for row in found.rows] == [
        (datetime(2024, 11, 30, 15, tzinfo=UTC), 1),
        (new_year_in_tokyo, 1),
    ]


def test_slices_that_have_not_begun_are_empty_and_the_one_that_runs_is_marked() -> None:
    source = shop([Person(1, day(0), day(0), (Order(day(1)), Order(day(40))))], with_stays=False)

    found = cohorts(source, by="month", count=3, now=day(70))

    assert [row.returned for row in found.rows] == [[1, 1, 0], [0, 0, None], [0, None, None]]
    assert [row.open_from for row in found.rows] == [2, 1, 0]


def test_more_cohorts_than_fit_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        cohorts(shop([], with_stays=False), by="week", count=61, now=day(70))

    assert refused.value.code == "cohorts.count"


@MANY
@given(crowds(), instants, st.sampled_from(["month", "week"]), st.sampled_from(["UTC", "America/New_York"]))
def test_cohorts_equal_a_count_customer_by_customer(
    people: list[Person], now: datetime, by: Any, zone: str
) -> None:
    now += timedelta(hours=1)

    found = cohorts(shop(people, zone=zone, with_stays=False), by=by, count=7, now=now)

    starts = [row.start for row in found.rows]
    for index, row in enumerate(found.rows):
        bought = [{_slice(o.at, by, zone) for o in p.orders if o.at < now} for p in people]
        here = [slices for slices in bought if slices and min(slices) == _slice(row.start, by, zone)]
        later = [sum(_slice(start, by, zone) in slices for slices in here) for start in starts[index:]]
        assert row.customers == len(here)
        assert row.returned == later + [None] * index


def _slice(instant: datetime, by: str, zone: str) -> tuple[int, int]:
    local = instant.astimezone(ZoneInfo(zone))
    return local.isocalendar()[:2] if by == "week" else (local.year, local.month)

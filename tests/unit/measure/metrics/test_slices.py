"""Slices of time follow the account's calendar, and an instant falls in exactly one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.measure.metrics import slices, step, whole
from tests.unit.measure.people import MANY
from tests.unit.measure.shop import day, naive


def test_months_begin_at_midnight_of_the_account_and_follow_its_summer_time() -> None:
    found = slices("month", datetime(2025, 5, 15, tzinfo=UTC), 3, zone="Europe/Warsaw")

    assert [span.start for span in found] == [
        datetime(2025, 2, 28, 23, tzinfo=UTC),
        datetime(2025, 3, 31, 22, tzinfo=UTC),
        datetime(2025, 4, 30, 22, tzinfo=UTC),
    ]


def test_weeks_begin_on_monday_and_the_last_one_has_begun_before_the_end() -> None:
    monday = datetime(2025, 3, 17, tzinfo=UTC)

    assert slices("week", monday, 1, zone="UTC")[0].end == monday
    assert slices("week", monday + timedelta(microseconds=1), 1, zone="UTC")[0].start == monday


@MANY
@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=9, unique=True).map(sorted),
    st.lists(st.floats(-1, 101, allow_nan=False), min_size=1, max_size=50),
)
def test_a_step_counts_the_edges_at_or_before_an_instant(edges: list[int], at: list[float]) -> None:
    instants = [day(number) for number in at] + [day(edge) for edge in edges]
    table = ibis.memtable(pa.table({"at": pa.array([naive(i) for i in instants], pa.timestamp("us"))}))
    marks = [day(edge) for edge in edges]

    found = table.select(
        "at", n=step(table["at"], marks, [whole(i) for i in range(len(edges) + 1)])
    ).to_pyarrow()

    expected = sorted((naive(i), sum(mark <= i for mark in marks)) for i in instants)
    assert sorted(zip(found["at"].to_pylist(), found["n"].to_pylist(), strict=True)) == expected


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia"])
def test_slices_follow_each_other_without_a_gap(zone: str) -> None:
    found = slices("month", day(0), 24, zone=zone)

    assert all(one.end == other.start for one, other in pairwise(found))

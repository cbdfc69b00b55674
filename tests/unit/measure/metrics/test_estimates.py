"""Figures carry a value or the reason why there is none, and an interval that holds what it promises."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.measure.metrics import missing, share_of, wilson


def test_wilson_gives_the_published_interval() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81 of 263, score method."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_0_and_1(given_: tuple[int, int]) -> None:
    hits, trials = given_
    low, high = wilson(hits, trials)

    assert 0 <= low <= hits / trials <= high <= 1
    assert low < high


def test_the_interval_holds_the_truth_19_times_of_20() -> None:
    chance = random.Random(7)
    truth, runs, trials = 0.12, 4000, 200

    held = 0
    for _ in range(runs):
        low, high = wilson(sum(chance.random() < truth for _ in range(trials)), trials)
        held += low <= truth <= high

    assert held / runs == pytest.approx(0.95, abs=0.02)


def test_fewer_than_30_are_marked_as_a_small_sample() -> None:
    assert share_of("move_rate", 3, 29).is_small_sample
    assert not share_of("move_rate", 3, 30).is_small_sample


def test_a_value_and_a_reason_never_stand_together() -> None:
    empty = share_of("move_rate", 0, 0, empty="Nobody stood in Reach in this period.")

    assert empty == missing("move_rate", "share", "Nobody stood in Reach in this period.")
    assert empty.value is None

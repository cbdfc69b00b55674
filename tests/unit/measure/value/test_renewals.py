"""Renewals: purchases that can come once a period, counted, fitted, foretold, and refused where there is too little."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, logsumexp

from evergrow.kernel import Unavailable
from evergrow.measure import value
from evergrow.measure.metrics import Every, period_number, period_start
from evergrow.measure.value import ValueReport
from evergrow.measure.value.bgbb import purchases_in_periods
from tests.unit.measure.people import crowds, instants
from tests.unit.measure.shop import SHOP, Order, Person, day, shop
from tests.unit.measure.value.truth import RENEWING, renewing

SEEDS = 150
COVERED = (0.91, 0.985)  # with 400 seeds 0.93 to 0.97, as of the other models
FEW = settings(max_examples=15, deadline=None)
EVERY: tuple[Every, ...] = ("week", "month", "quarter", "year")
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def spelled(at: datetime, zone: str, every: Every) -> tuple[int, ...]:
    """A period by its name on the calendar."""
    local = at.astimezone(ZoneInfo(zone))
    if every == "week":
        return local.isocalendar()[:2]
    return local.year, {"month": local.month, "quarter": (local.month + 2) // 3, "year": 0}[every]


@FEW
@given(crowds(), instants, st.sampled_from(EVERY), st.sampled_from(("UTC", "Asia/Tokyo", "America/New_York")))
def test_seasons_equal_the_slow_count(people: list[Person], as_of: datetime, every: Every, zone: str) -> None:
    running = period_number(as_of, zone, every)
    start = period_start(running, zone, every)
    assert start <= as_of < period_start(running + 1, zone, every)
    each = value.renewals(shop(people, with_stays=False).orders, start, running, every=every, zone=zone)

    found = {row["customer_key"]: row for row in each.to_pyarrow().to_pylist()}

    expected = {}
    for person in people:
        spent, numbers = defaultdict(int), {}
        for order in person.orders:
            if order.at < start:
                spent[spelled(order.at, zone, every)] += order.amount
                numbers[spelled(order.at, zone, every)] = period_number(order.at, zone, every)
        if spent:
            periods = sorted(spent)
            again = [spent[one] for one in periods[1:]]
            first, last = numbers[periods[0]], numbers[periods[-1]]
            mean = sum(again) / len(again) if again else 0.0
            expected[person.key] = (len(again), last - first, running - 1 - first, mean * 1e6)
    columns = ("bought", "last", "periods", "repeat_micros")
    assert {key: tuple(row[name] for name in columns) for key, row in found.items()} == {
        key: pytest.approx(row) for key, row in expected.items()
    }


def test_the_likelihood_is_the_published_sum() -> None:
    draw = np.random.default_rng(3)
    periods = draw.integers(2, 200, 60)
    last = (draw.random(60) * (periods + 1)).astype(int)
    bought = np.where(last > 0, 1 + (draw.random(60) * last).astype(int), 0).clip(max=last)
    seen = [np.array(each, dtype=np.float64) for each in (bought, last, periods)]
    seasons = value.Seasons(seen[0], seen[1], seen[2], np.ones(60))
    a, b, c, d = 1.3, 0.8, 0.6, 3.0
    fit = value.BgBbFit(alpha=a, beta=b, gamma=c, delta=d, optimum=None)

    def slow(x: int, tx: int, n: int) -> float:
        there = betaln(a + x, b + n - x) + betaln(c, d + n)
        gone = [betaln(a + x, b + tx - x + i) + betaln(c + 1, d + tx + i) for i in range(n - tx)]
        return logsumexp([there, *gone]) - betaln(a, b) - betaln(c, d)

    whole = np.array([slow(*one) for one in zip(bought, last, periods, strict=True)])
    stays = (
        betaln(a + bought, b + periods - bought) - betaln(a, b) + betaln(c, d + periods + 1) - betaln(c, d)
    )
    assert value.probability_still_there(fit, seasons) == pytest.approx(np.exp(stays - whole), rel=1e-9)


def test_intervals_hold_the_truth_19_times_of_20() -> None:
    parameters, totals = np.zeros(4), 0
    for seed in range(SEEDS):
        seasons, later = renewing(seed, 2_000, ahead=4)
        fit = value.fit_bg_bb(seasons)
        assert isinstance(fit, value.BgBbFit)
        assert fit.optimum
        for index, truth in enumerate(RENEWING.values()):
            low, high = fit.optimum.interval(index)
            parameters[index] += low <= truth <= high
        told = value.Outlook.over_periods(fit, seasons, 4).bought()
        totals += told.low <= later.sum() <= told.high

    low, high = COVERED
    assert low <= totals / SEEDS <= high
    assert low <= parameters.mean() / SEEDS <= high
    assert parameters.min() / SEEDS >= low - 0.03


def test_many_customers_tell_the_parameters_and_how_far_one_of_them_strays() -> None:
    seasons, later = renewing(1, 200_000, ahead=1)
    fit = value.fit_bg_bb(seasons)
    assert isinstance(fit, value.BgBbFit)
    assert (fit.alpha, fit.beta, fit.gamma, fit.delta) == pytest.approx(tuple(RENEWING.values()), rel=0.08)
    mean, variance = purchases_in_periods(fit, seasons, 1)
    assert variance == pytest.approx(mean * (1 - mean)), "one period holds one purchase or none"
    assert seasons.customers @ mean == pytest.approx(later.sum(), rel=0.02)


def members(count: int = 400, *, seed: int = 5) -> list[Person]:
    """Who pays every month, on a day of their own, until they cancel."""
    draw, people = np.random.default_rng(seed), []
    for key in range(1, count + 1):
        first, stays = int(draw.integers(0, 9)), int(draw.geometric(draw.beta(2, 12)))
        months = range(first, min(first + stays, 13))
        paid = tuple(
            Order(datetime(2025 + month // 12, month % 12 + 1, 1 + key % 28, tzinfo=UTC), 10 + key % 7)
            for month in months
            if datetime(2025 + month // 12, month % 12 + 1, 1 + key % 28, tzinfo=UTC) < NOW
        )
        people.append(Person(key, day(0), day(0), paid))
    return people


def report(people: list[Person], **more: Any) -> ValueReport:
    asked: dict[str, Any] = {"renewals": "month"} | more
    return value.value(shop(people, with_stays=False), SHOP, NOW, now=NOW, **asked)


def test_a_subscription_that_nobody_skips_is_foretold_by_leaving_alone() -> None:
    told = report(members(), horizon_days=90)

    assert told.unavailable is None
    assert (told.as_of, told.horizon_periods) == (datetime(2026, 1, 1, tzinfo=UTC), 3)
    assert [one.name for one in told.parameters] == ["gamma", "delta", "p", "q", "scale"]
    assert told.expected_value.value == pytest.approx(sum(band.value_micros for band in told.bands))
    for figure in (told.active, told.expected_purchases, told.expected_value, told.value_per_customer):
        assert 0 < (figure.low or 0) < (figure.value or 0) < (figure.high or 0)
    checked = told.calibration
    assert checked
    assert checked.split_at == datetime(2025, 10, 1, tzinfo=UTC)
    assert (checked.predicted.low or 0) <= (checked.actual.value or 0) <= (checked.predicted.high or 0)
    assert all(one.days_since_last < 60 and one.probability_active > 0.5 for one in told.best)
    gone = [person for person in members() if person.orders and person.orders[-1].at < day(240)]
    assert len(gone) > 20, "so the chance is not high for everybody"


@pytest.mark.parametrize(
    ("people", "more", "reason"),
    [
        ([], {}, "Nobody had bought by then."),
        (members(3), {}, "3 customers have bought; the model needs at least 50."),
        (
            members(),
            {"renewals": "year"},
            "Fewer than two whole periods have passed since the first purchases; choose a shorter period.",
        ),
        (
            [Person(key, day(0), day(0), (Order(day(5)),)) for key in range(60)],
            {},
            "Nobody bought in a second period, so there is nothing to tell customers apart by.",
        ),
        (
            [
                Person(key, day(0), day(0), tuple(Order(day(5 + 30 * n)) for n in range(12)))
                for key in range(60)
            ],
            {},
            "Everybody bought in every period, so there is nothing to tell customers apart by.",
        ),
    ],
    ids=["nobody", "three", "one year", "nobody again", "everybody always"],
)
def test_too_little_is_said_in_a_sentence(people: list[Person], more: dict[str, Any], reason: str) -> None:
    told = report(people, **more)

    assert told.unavailable == told.active.unavailable == told.expected_value.unavailable == reason
    assert (told.bands, told.best, told.parameters, told.calibration) == ([], [], [], None)
    assert told.calibration_unavailable


def test_too_many_periods_ask_for_longer_ones() -> None:
    ones = np.ones(60)
    told = value.fit_bg_bb(value.Seasons(ones, ones, 601 * ones, ones))
    assert isinstance(told, Unavailable)
    assert told.reason == "The history has more than 600 periods; choose a longer period."

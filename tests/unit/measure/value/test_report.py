"""The value report on a shop: figures that agree with each other, and sentences where there is no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import ibis
import numpy as np
import pytest

from evergrow.kernel import Refusal
from evergrow.measure.value import ValueReport, value
from tests.unit.measure.shop import SHOP, Order, Person, day, shop
from tests.unit.measure.value.truth import bg_nbd_lives

NOW = day(540)


def buyers(count: int, *, amount: int | None = None) -> list[Person]:
    """Customers who buy as the model supposes, the first of them on different days."""
    lives = bg_nbd_lives(11, count, r=1.0, alpha_days=90.0, a=1.0, b=3.0, ahead_days=200)
    draw, people = np.random.default_rng(12), []
    for key, times in enumerate(lives.bought_at, start=1):
        first = float(draw.uniform(0, 360))
        days = [first, *(first + float(time) for time in times if not np.isnan(time))]
        mean = draw.gamma(4, 10)
        orders = tuple(
            Order(day(at), amount or max(1, round(draw.gamma(5, mean / 5)))) for at in days if at < 540
        )
        people.append(Person(key, day(first), day(first), orders))
    return people


def report(people: list[Person], **more) -> ValueReport:
    return value(shop(people, with_stays=False), SHOP, NOW, now=NOW, horizon_days=180, **more)


@pytest.fixture(scope="module")
def told() -> ValueReport:
    return report(buyers(2_000))


def test_the_figures_agree_with_each_other(told: ValueReport) -> None:
    assert told.unavailable is None
    assert told.buyers.value == 2_000
    assert told.expected_value.value == pytest.approx(sum(band.value_micros for band in told.bands))
    assert sum(band.share for band in told.bands) == pytest.approx(1)
    assert [band.customers for band in told.bands] == [200] * 10
    assert [band.value_micros for band in told.bands] == sorted(
        (b.value_micros for b in told.bands), reverse=True
    )
    values = [one.value_micros for one in told.best]
    assert len(values) == 20
    assert values == sorted(values, reverse=True)
    assert all(one.low_micros < one.value_micros < one.high_micros for one in told.best)
    for figure in (told.active, told.expected_purchases, told.expected_value, told.value_per_customer):
        low, middle, high = figure.low or 0, figure.value or 0, figure.high or 0
        assert 0 < low < middle < high


def test_what_the_model_told_of_the_last_third_is_held_against_it(told: ValueReport) -> None:
    checked = told.calibration
    assert checked
    told_low, told_high, happened = checked.predicted.low, checked.predicted.high, checked.actual.value
    assert (told_low or 0) <= (happened or 0) <= (told_high or 0)
    whole = sum(row.customers * row.actual for row in checked.rows)
    assert whole == pytest.approx(happened)
    assert sum(row.low <= row.actual <= row.high for row in checked.rows) >= len(checked.rows) - 1


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([], "Nobody had bought by then."),
        (buyers(60)[:1], "1 customer has bought; the model needs at least 50."),
        (buyers(60)[:20], "20 customers have bought; the model needs at least 50."),
        (
            [Person(key, day(key), day(key), (Order(day(key)),)) for key in range(1, 80)],
            "0 customers bought on a second day; the model needs at least 20.",
        ),
    ],
    ids=["nobody", "one customer", "twenty", "no repeat buyers"],
)
def test_too_little_is_said_in_a_sentence(people: list[Person], reason: str) -> None:
    told = report(people)

    assert told.unavailable == reason
    assert told.active.unavailable == told.expected_value.unavailable == reason
    assert (told.bands, told.best, told.parameters, told.calibration) == ([], [], [], None)
    assert told.calibration_unavailable


def test_purchases_all_worth_the_same_tell_no_values_but_still_purchases() -> None:
    told = report(buyers(300, amount=25))

    assert told.expected_purchases.value
    assert told.expected_value.unavailable


def test_amounts_of_two_currencies_are_not_added_up() -> None:
    source = shop(buyers(300), with_stays=False)
    currency = ibis.ifelse(source.orders.customer_key % 2 == 0, "EUR", "USD")
    mixed = replace(source, orders=source.orders.mutate(currency=currency))

    told = value(mixed, SHOP, NOW, now=NOW, horizon_days=180)

    assert told.expected_value.unavailable == (
        "Orders came in EUR and USD; amounts of several currencies do not add up."
    )
    assert told.expected_purchases.value
    assert not told.bands


def test_a_customer_who_always_comes_back_the_same_day_of_time_is_no_crash() -> None:
    people = [
        Person(key, day(key), day(key), tuple(Order(day(key + 30 * n)) for n in range(6)))
        for key in range(1, 90)
    ]
    told = report(people)
    assert told.unavailable or told.expected_purchases.value


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_a_horizon_nobody_can_see_is_refused(days: int) -> None:
    with pytest.raises(Refusal) as refusal:
        value(shop([], with_stays=False), SHOP, NOW, now=NOW, horizon_days=days)
    assert refusal.value.code == "value.horizon"


def test_a_moment_beyond_now_is_now() -> None:
    told = value(shop(buyers(60), with_stays=False), SHOP, NOW + timedelta(days=9), now=NOW)
    assert told.as_of == NOW

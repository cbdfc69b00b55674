"""Retention, churn and value by PRODUCT.md's words; the trend tells the same as the report of each slice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import Period
from evergrow.measure.metrics import Measured, wilson
from evergrow.measure.retention import RetentionReport, retention
from tests.unit.measure import slow
from tests.unit.measure.people import MANY, crowds
from tests.unit.measure.shop import MICROS, SHOP, Order, Person, day, of_stays, shop

LAST_MONTH = Period(day(60), day(90))
MONTH_BEFORE = Period(day(30), day(60))


def _report(
    source: Measured, period: Period = LAST_MONTH, versus: Period = MONTH_BEFORE, **more: Any
) -> RetentionReport:
    return retention(source, SHOP, period, versus, now=more.pop("now", day(2000)), **more)


def _crowd(*groups: tuple[int, float, float | None]) -> Measured:
    """Customers in Conversion: (how many, from day, to day)."""
    rows, key = [], 0
    for count, start, end in groups:
        for _ in range(count):
            key += 1
            rows.append((key, "conversion", day(start), None if end is None else day(end)))
            if end is not None:
                rows.append((key, "lapsed", day(end), None))
    return of_stays(*rows)


def test_2000_at_the_start_2400_at_the_end_and_600_gained_make_90_percent() -> None:
    found = _report(_crowd((1800, 10, None), (200, 10, 70), (600, 70, None)))

    assert found.customers_at_start.value == 2000
    assert found.customers_at_end.value == 2400
    assert found.customers_gained.value == 600
    assert found.retention_rate.value == pytest.approx(0.9)
    assert (found.retention_rate.low, found.retention_rate.high) == wilson(1800, 2000)


def test_50_lost_of_500_make_a_churn_of_10_percent_and_a_lifespan_of_ten_periods() -> None:
    found = _report(_crowd((450, 10, None), (50, 10, 70)))

    assert found.churn_rate.value == pytest.approx(0.1)
    assert found.lifespan.value == pytest.approx(300)
    assert found.lifespan.low is not None
    assert found.lifespan.low < 300
    assert found.lifetime_value.unavailable == "Nobody ordered in this period."


def test_customer_value_is_order_value_times_orders_and_lifetime_value_spans_the_lifespan() -> None:
    stayer = [Person(k, day(0), day(0), (Order(day(1), 10), Order(day(70), 30))) for k in range(1, 4)]
    leaver = [Person(9, day(0), day(0), (Order(day(-100), 10),))]

    found = _report(shop(stayer + leaver), period=Period(day(60), day(90)))

    assert found.orders.value == 3
    assert found.average_order_value.value == pytest.approx(30 * MICROS)
    assert found.orders_per_customer.value == 1
    assert found.customer_value.value == pytest.approx(30 * MICROS)
    assert found.churn_rate.value == pytest.approx(1 / 4)
    assert found.lifespan.value == pytest.approx(4 * 30)
    assert found.lifetime_value.value == pytest.approx(4 * 30 * MICROS)


def test_what_cannot_be_computed_says_why() -> None:
    nobody = _report(_crowd((3, 70, None)))
    nobody_lost = _report(_crowd((40, 10, None)))

    assert nobody.retention_rate.unavailable == "Nobody was a paying customer at the start of this period."
    assert nobody.average_order_value.unavailable == "Nobody ordered in this period."
    assert nobody_lost.retention_rate.value == 1
    assert (
        nobody_lost.lifespan.unavailable
        == "No customer was lost in this period, so it does not tell how long customers stay."
    )


def test_who_lapses_and_comes_back_within_the_period_is_not_lost() -> None:
    source = of_stays(
        (1, "retention", day(10), day(65)), (1, "lapsed", day(65), day(80)), (1, "retention", day(80), None)
    )

    found = _report(source)

    assert (found.customers_lost.value, found.customers_gained.value) == (0, 0)


def test_the_slice_that_still_runs_is_cut_at_now_and_marked() -> None:
    source = of_stays((1, "conversion", day(10), day(80)), (1, "lapsed", day(80), None))

    found = _report(source, now=day(75))

    assert found.customers_at_end.value == 1
    assert [point.is_over for point in found.trend] == [True] * 11 + [False]
    assert found.trend[-1].retention_rate == 1


periods = st.tuples(st.integers(0, 700), st.integers(1, 200)).map(
    lambda p: Period(day(p[0]), day(p[0] + p[1]))
)


@MANY
@given(crowds(), periods, periods, st.sampled_from(["month", "week"]))
def test_figures_and_trend_equal_a_count_customer_by_customer(
    people: list[Person], period: Period, versus: Period, by: Any
) -> None:
    found = _report(shop(people, zone="Asia/Tokyo"), period, versus, by=by)

    start, end, stayed = _slow(people, period)
    assert found.customers_at_start.value == start
    assert found.customers_at_end.value == end
    assert found.customers_gained.value == end - stayed
    assert found.customers_lost.value == start - stayed
    assert found.retention_rate.value == (stayed / start if start else None)
    orders = [(p.key, o) for p in people for o in p.orders if period.start <= o.at < period.end]
    assert found.orders.value == len(orders)
    assert found.revenue.value == sum(order.amount for _, order in orders) * MICROS
    buyers = {key for key, _ in orders}
    assert found.orders_per_customer.value == (len(orders) / len(buyers) if buyers else None)
    for point in found.trend:
        start, _, stayed = _slow(people, Period(point.start, point.end))
        assert point.customers_at_start == start
        assert point.retention_rate == (stayed / start if start else None)


def _slow(people: list[Person], period: Period) -> tuple[int, int, int]:
    before = {p.key for p in people if slow.stage_at(p, period.start) in slow.PAYING}
    after = {p.key for p in people if slow.stage_at(p, period.end) in slow.PAYING}
    return len(before), len(after), len(before & after)


def test_amounts_of_several_currencies_do_not_add_up_and_one_period_of_one_currency_still_does() -> None:
    people = [
        Person(key, day(0), day(0), (Order(day(70), 20), Order(day(75), 3000, "JPY"), Order(day(40), 10)))
        for key in range(3)
    ]
    told = "Orders came in GBP and JPY; amounts of several currencies do not add up."
    source = shop(people)

    mixed = _report(source)
    money = (mixed.revenue, mixed.average_order_value, mixed.customer_value)
    assert [(figure.value, figure.unavailable) for figure in money] == [(None, told)] * 3
    assert (mixed.orders.value, mixed.orders_per_customer.value) == (6, 2)
    assert mixed.revenue.previous is None

    before = _report(source, MONTH_BEFORE, LAST_MONTH)
    assert (before.revenue.value, before.revenue.previous) == (30 * MICROS, None)
    assert before.average_order_value.value == 10 * MICROS
    assert before.average_order_value.previous is None

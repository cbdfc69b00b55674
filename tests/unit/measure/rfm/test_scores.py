"""RFM scores equal PRODUCT.md's rule, computed here customer by customer in exact fractions."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.measure.metrics import Measured
from evergrow.measure.rfm import rfm, rfm_scores, scored
from tests.unit.measure import slow
from tests.unit.measure.people import MANY, crowds, instants
from tests.unit.measure.shop import Order, Person, day, shop


def _scores(values: list[int]) -> list[int]:
    table = ibis.memtable(
        pa.table({"customer_key": list(range(len(values))), "value": pa.array(values, pa.int64())})
    )
    rows = scored(table, {"score": "value"}).order_by("customer_key").to_pyarrow()
    return rows["score"].to_pylist()


def _rfm(source: Measured, as_of) -> dict[int, tuple[int, int, int]]:
    rows = rfm_scores(source.customers, source.orders, as_of).to_pyarrow().to_pylist()
    return {row["customer_key"]: (row["r"], row["f"], row["m"]) for row in rows}


@MANY
@given(st.lists(st.integers(-5, 5) | st.integers(-(10**15), 10**15), min_size=1, max_size=60))
def test_scores_follow_the_rule_whatever_the_ties(values: list[int]) -> None:
    assert _scores(values) == list(slow.scores(dict(enumerate(values))).values())


def test_a_lone_customer_and_a_crowd_of_equals_score_three() -> None:
    assert _scores([7]) == [3]
    assert _scores([7] * 11) == [3] * 11


def test_ten_different_values_fill_the_five_scores_evenly() -> None:
    assert _scores(list(range(10))) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


@MANY
@given(crowds(), instants)
def test_r_f_and_m_equal_the_slow_computation_at_any_date(people: list[Person], as_of) -> None:
    assert _rfm(shop(people, with_stays=False), as_of) == slow.rfm(people, as_of)


def test_recency_counts_whole_days_of_24_hours() -> None:
    late = Person(1, day(0), day(0), (Order(day(10) - timedelta(microseconds=1)),))
    early = Person(2, day(0), day(0), (Order(day(9)),))

    found = rfm(shop([late, early], with_stays=False), day(10), day(9), now=day(10))

    recency = {segment.average_recency_days for segment in found.segments if segment.customers.value}
    assert recency == {0.0, 1.0}


def test_an_order_at_the_very_date_is_not_in_yet() -> None:
    source = shop([Person(1, day(0), day(0), (Order(day(10)),))], with_stays=False)

    assert rfm(source, day(10), day(5), now=day(50)).customers == 0
    assert rfm(source, day(11), day(5), now=day(50)).customers == 1


def test_amounts_of_several_currencies_have_no_sums_and_no_scores_and_the_segments_stay() -> None:
    def bought(*currencies: str) -> Measured:
        people = [
            Person(key, day(0), day(0), tuple(Order(day(10 * key + n), 10, name) for n in range(key)))
            for key, name in enumerate(currencies, start=1)
        ]
        return shop(people, with_stays=False)

    alike, several = bought("GBP", "GBP", "GBP"), bought("EUR", "JPY", "USD")
    one, mixed = (rfm(source, day(50), day(5), now=day(50)) for source in (alike, several))

    assert mixed.revenue_unavailable == (
        "Orders came in EUR, JPY and USD; amounts of several currencies do not add up."
    )
    assert (one.revenue_unavailable, one.revenue_micros) == (None, 60_000_000)
    worth = {segment.revenue_micros for segment in mixed.segments if segment.customers.value}
    assert (mixed.revenue_micros, worth) == (None, {None})
    assert {segment.average_revenue_micros for segment in mixed.segments} == {None}
    assert {(cell.average_revenue_micros, cell.average_monetary_score) for cell in mixed.cells} == {
        (None, None)
    }
    assert (mixed.orders, mixed.moves) == (one.orders, one.moves)
    assert [(each.customers, each.average_orders) for each in mixed.segments] == [
        (each.customers, each.average_orders) for each in one.segments
    ]
    first = rfm(several, day(11), day(5), now=day(50))
    assert (first.revenue_unavailable, first.revenue_micros) == (None, 10_000_000)


@pytest.mark.parametrize("as_of", [5, 400])
def test_a_date_before_the_first_order_says_so(as_of: int) -> None:
    people = [Person(1, day(0), day(0), (Order(day(100)),))]

    found = rfm(shop(people, with_stays=False), day(as_of), day(0), now=day(500))

    if as_of == 5:
        assert found.unavailable == "Nobody had ordered by 2025-01-06."
        assert found.cells[0].average_revenue_micros is None
    else:
        assert found.unavailable is None

"""Kaplan and Meier's curve equals a slow count of who was still followed, and its counts those of the histories."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from math import exp, log, sqrt

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import Unavailable
from evergrow.measure.survival import (
    Curve,
    kaplan_meier,
    second_order_times,
    share_at,
    staying_times,
    survival,
)
from tests.unit.measure.people import MANY, crowds, instants
from tests.unit.measure.shop import SHOP, Order, Person, day, of_stays, shop

lives = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40)
"""How many days each was followed, and whether that was the end."""


def curve_of(people: list[tuple[int, bool]]) -> Curve:
    rows = [
        {"days": days, "has_ended": has_ended, "customers": count}
        for (days, has_ended), count in Counter(people).items()
    ]
    found = kaplan_meier(rows, nobody="Nobody.")
    assert isinstance(found, Curve)
    return found


@given(lives)
def test_the_curve_equals_a_slow_count(people: list[tuple[int, bool]]) -> None:
    curve, share, variance = curve_of(people), 1.0, 0.0
    for at in range(13):
        at_risk = sum(days >= at for days, _ in people)
        ended = sum(days == at and has_ended for days, has_ended in people)
        if ended:
            share *= 1 - ended / at_risk
            variance += ended / (at_risk * (at_risk - ended)) if ended < at_risk else 0
        point = share_at(curve, at)
        if at > max(days for days, _ in people):
            assert point is None
            continue
        assert point is not None
        assert point.share == pytest.approx(share)
        if 0 < share < 1:
            spread = 1.959963984540054 * sqrt(variance) / abs(log(share))
            assert (point.low, point.high) == pytest.approx((share ** exp(spread), share ** exp(-spread)))
        else:
            assert (point.low, point.high) == (None, None)
    assert (curve.customers, curve.ended) == (len(people), sum(has_ended for _, has_ended in people))


def test_the_remission_times_of_freireich_come_out_as_published() -> None:
    """6-MP arm (Freireich 1963; Kaplan-Meier as in Klein & Moeschberger, table 4.1A): weeks, + still in remission."""
    ended, open_ = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = curve_of([(week, True) for week in ended] + [(week, False) for week in open_])

    told = {point.days: round(point.share, 3) for point in curve.points}
    assert told == {0: 1.0, 6: 0.857, 7: 0.807, 10: 0.753, 13: 0.69, 16: 0.627, 22: 0.538, 23: 0.448}
    assert curve.median_days == 23


@MANY
@given(crowds(), instants)
def test_the_way_to_the_second_order_equals_a_slow_count(people: list[Person], as_of: datetime) -> None:
    source = shop(people, with_stays=False)
    rows = second_order_times(source.orders, as_of).to_pyarrow().to_pylist()

    expected: Counter = Counter()
    for person in people:
        times = sorted({order.at for order in person.orders if order.at < as_of})
        if times:
            end = times[1] if len(times) > 1 else as_of
            expected[(end - times[0]).days, len(times) > 1] += 1
    assert {(row["days"], row["has_ended"]): row["customers"] for row in rows} == expected


def test_a_customer_stays_from_the_first_paying_stage_to_the_first_outside() -> None:
    source = of_stays(
        (1, "conversion", day(0), day(200)),
        (1, "lapsed", day(200), day(300)),
        (1, "retention", day(300), None),
        (2, "acquisition", day(0), day(10)),
        (2, "conversion", day(10), day(20)),
        (2, "retention", day(20), None),
        (3, "reach", day(0), None),
    )
    paying = ("conversion", "retention", "loyalty")

    def told(at: float) -> set[tuple[int, bool]]:
        rows = staying_times(source.stays, day(at), paying=paying).to_pyarrow().to_pylist()
        return {(row["days"], row["has_ended"]) for row in rows}

    assert told(400) == {(200, True), (390, False)}
    assert told(200) == {(200, False), (190, False)}  # everything before the moment, nothing at it


def test_what_cannot_be_told_is_said() -> None:
    nobody = survival(shop([], with_stays=False), SHOP, day(9), now=day(9))
    assert nobody.staying_unavailable == "Nobody had become a paying customer by then."
    assert nobody.second_order_unavailable == nobody.again_90.unavailable == "Nobody had ordered by then."

    one = Person(1, day(0), day(0), (Order(day(0)),))
    early = survival(shop([one], with_stays=False), SHOP, day(30), now=day(30))
    assert early.again_90.unavailable == "Nobody was followed for 90 days yet."
    assert isinstance(kaplan_meier([], nobody="Nobody."), Unavailable)


def test_groups_are_read_apart_and_those_of_whom_nothing_is_known_too() -> None:
    people = [Person(key, day(0), day(0), (Order(day(0)), Order(day(key)))) for key in (1, 2, 3)]
    groups = ibis.memtable(pa.table({"customer_key": [1, 2], "value": ["shoes", "shoes"]}))
    found = survival(
        shop(people, with_stays=False), SHOP, day(99), now=day(99), groups=groups, by="first_product"
    )

    assert [(group.value, group.customers) for group in found.groups] == [("shoes", 2), (None, 1)]
    assert found.groups[0].second_order
    assert found.groups[0].second_order.median_days == 1

"""Retention curves equal a slow count of everybody's calendar days, whatever the zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.kernel import Period, Refusal
from evergrow.measure.curves import CurvesAsked, CurvesReport, Returned, retention_curves
from evergrow.measure.funnels import Step, read_step
from evergrow.measure.metrics import Measured
from tests.unit.measure.people import FEW
from tests.unit.measure.shop import CUSTOMERS, EVENTS, STAYS, day, naive, of_tables

ORDER = Step("Order Completed")
Did = tuple[int, str, datetime]
"""Who did what when."""
deeds = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from(["Page Viewed", "Order Completed"]),
        st.builds(
            lambda days, hours: day(days) + timedelta(hours=hours),
            st.integers(80, 130),
            st.sampled_from([0, 2, 22]),
        ),
    ),
    max_size=40,
)


def source_of(done: list[Did], zone: str = "UTC") -> Measured:
    rows = [{"customer_key": key, "name": name, "at": naive(at)} for key, name, at in done]
    events = ibis.memtable(pa.Table.from_pylist(rows, schema=EVENTS))
    return of_tables(events, ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table(), zone=zone)


def asked_of(
    done: list[Did], period: Period, now: datetime, zone: str = "UTC", **asked: object
) -> CurvesReport:
    return retention_curves(source_of(done, zone), CurvesAsked(**asked), period, now=now)  # type: ignore[arg-type]


def told(points: list[Returned]) -> dict[int, tuple[int, int]]:
    return {point.n: (point.customers, point.returned) for point in points}


@FEW
@given(
    deeds,
    st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo"]),
    st.sampled_from([None, ORDER]),
    st.sampled_from([None, ORDER]),
    st.integers(0, 20),
)
def test_the_curves_equal_a_slow_count(
    done: list[Did], zone: str, began: Step | None, back: Step | None, after: int
) -> None:
    period, days = Period(day(85), day(100)), 20
    now = day(100 + after) + timedelta(hours=5)
    found = asked_of(done, period, now, zone, began=began, back=back, days=days)

    def is_it(name: str, step: Step | None) -> bool:
        return step is None or name == step.event

    def on(at: datetime) -> int:
        return at.astimezone(ZoneInfo(zone)).date().toordinal()

    on_day, in_week, since, over, customers = {}, {}, {}, {}, 0
    for key in {key for key, _, _ in done}:
        starts = [at for who, name, at in done if who == key and is_it(name, began)]
        if not starts or not period.start <= min(starts) < period.end:
            continue
        customers += 1
        first = on(min(starts))
        back_on = {on(at) - first for who, name, at in done if who == key and is_it(name, back) and at < now}
        for n in range(1, days + 1):
            if first + n < on(now):
                over[n] = over.get(n, 0) + 1
                on_day[n] = on_day.get(n, 0) + (n in back_on)
                since[n] = since.get(n, 0) + any(each >= n for each in back_on)
                if n % 7 == 6 and n > 6:
                    week = n // 7
                    in_week.setdefault(week, [0, 0])[0] += 1
                    in_week[week][1] += any(each // 7 == week for each in back_on)
    assert found.curves.customers == customers
    assert told(found.curves.on_day) == {n: (over[n], on_day[n]) for n in over}
    assert told(found.curves.since_day) == {n: (over[n], since[n]) for n in over}
    assert told(found.curves.in_week) == {n: tuple(pair) for n, pair in in_week.items()}

    days_there: dict[int, set[int]] = {}
    for key, name, at in done:
        if is_it(name, back) and 0 < on(period.end) - on(at) <= 28:
            days_there.setdefault(key, set()).add(on(at))
    counts = [len(each) for each in days_there.values()]
    assert {point.days: point.customers for point in found.active_days if point.customers} == {
        n: counts.count(n) for n in counts
    }


def test_a_day_that_is_not_over_counts_for_nobody() -> None:
    done = [(1, "Page Viewed", day(0)), (1, "Page Viewed", day(7)), (2, "Page Viewed", day(3))]
    found = asked_of(done, Period(day(0), day(7)), day(7) + timedelta(hours=1))

    assert found.day_7.unavailable == "Nobody's day 7 is over yet."
    assert told(found.curves.on_day)[3] == (2, 0)
    assert told(found.curves.on_day)[4] == (1, 0)
    assert told(found.curves.since_day)[6] == (1, 1)  # today is after day 6, though today is not over
    assert found.week_4.unavailable == "Nobody's week 4 is over yet."


def test_a_condition_says_what_coming_back_is() -> None:
    rows = [
        {"customer_key": 1, "name": "Page Viewed", "at": naive(day(0)), "properties": "{}"},
        {"customer_key": 1, "name": "Viewed", "at": naive(day(1)), "properties": '{"color": "red"}'},
        {"customer_key": 1, "name": "Viewed", "at": naive(day(2)), "properties": '{"color": "blue"}'},
    ]
    events = ibis.memtable(pa.Table.from_pylist(rows, schema=EVENTS))
    source = of_tables(events, ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())
    asked = CurvesAsked(back=read_step("'Viewed' where (properties.color = 'blue')"))
    found = retention_curves(source, asked, Period(day(0), day(1)), now=day(9))

    assert [point.n for point in found.curves.on_day if point.returned] == [2]
    assert found.back == "'Viewed' where (properties.color = 'blue')"
    assert found.began is None


def test_groups_are_read_apart_and_their_customers_add_up() -> None:
    done = [(key, "Page Viewed", day(at)) for key, at in ((1, 0), (1, 1), (2, 0), (3, 1))]
    groups = ibis.memtable(pa.table({"customer_key": [1, 2], "value": ["ads", "ads"]}))
    found = retention_curves(
        source_of(done), CurvesAsked(days=1), Period(day(0), day(2)), now=day(5), groups=groups, by="source"
    )

    assert [(group.value, group.curves.customers) for group in found.groups] == [("ads", 2), (None, 1)]
    assert told(found.groups[0].curves.on_day) == {1: (2, 1)}
    assert [point.customers for point in found.groups[0].active_days[:2]] == [1, 1]


def test_what_cannot_be_told_is_said() -> None:
    nobody = asked_of([], Period(day(0), day(2)), day(5), began=ORDER)
    assert nobody.unavailable == nobody.day_1.unavailable
    assert (
        nobody.unavailable
        == "Nobody began: no customer did Order Completed for the first time in this period."
    )
    assert nobody.mean_days.unavailable == nobody.active_unavailable == "Nobody was there in these 28 days."
    short = asked_of([(1, "Page Viewed", day(0))], Period(day(0), day(2)), day(5), days=2)
    assert short.since_30.unavailable == "Day 30 was not asked for."
    with pytest.raises(Refusal, match=r"curves\.days"):
        asked_of([], Period(day(0), day(2)), day(5), days=0)

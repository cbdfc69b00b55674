"""The funnel report: figures that agree, where the most are lost, groups, and sentences where there is no figure."""

from __future__ import annotations

from datetime import timedelta

import ibis
import pyarrow as pa
import pytest

from evergrow.definitions.conditions import Known, problems_of, read_condition
from evergrow.kernel import Period, Refusal
from evergrow.measure.funnels import FunnelReport, funnel, lost_customers, lost_when, read_funnel
from evergrow.measure.metrics import Measured
from tests.unit.measure.funnels.obvious import Event, table_of
from tests.unit.measure.shop import CUSTOMERS, STAYS, day, of_tables

PERIOD, NOW = Period(day(0), day(30)), day(90)
ASKED = read_funnel(["Viewed", "Added", "Ordered"], window="10 days")


def source_of(events: list[Event]) -> Measured:
    table = table_of(events)
    for name, kind in (("revenue_micros", pa.int64()), ("order_id", pa.string()), ("currency", pa.string())):
        table = table.append_column(name, pa.nulls(table.num_rows, kind))
    return of_tables(ibis.memtable(table), ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())


def lives(count: int) -> list[Event]:
    """Everybody views on a day of the period, every second adds 2 hours later, every fourth orders a day after that."""
    events = []
    for key in range(count):
        at = day(key % 25)
        events.append(Event(key, "Viewed", at))
        if key % 2 == 0:
            events.append(Event(key, "Added", at + timedelta(hours=2)))
        if key % 4 == 0:
            events.append(Event(key, "Ordered", at + timedelta(hours=26)))
    return events


GROUPS = ibis.memtable(pa.table({"customer_key": list(range(100)), "value": ["even", "odd"] * 50}))


@pytest.fixture(scope="module")
def told() -> FunnelReport:
    return funnel(source_of(lives(200)), ASKED, PERIOD, now=NOW, groups=GROUPS, by="trait.kind")


def test_the_figures_agree_with_each_other(told: FunnelReport) -> None:
    assert [step.customers.value for step in told.steps] == [200, 100, 50]
    assert [step.lost.value for step in told.steps if step.lost] == [100, 50]
    assert (told.began.value, told.converted.value, told.conversion.value) == (200, 50, 0.25)
    assert (told.conversion.low or 0) < 0.25 < (told.conversion.high or 0)
    assert told.steps[1].days
    assert told.steps[1].days.value == pytest.approx(2 / 24)
    assert told.steps[2].days_low == told.steps[2].days_high == 1
    assert told.days_to_convert.value == pytest.approx(26 / 24)
    assert (told.worst_step, told.still_open.value, told.unavailable) == (2, 0, None)


def test_groups_are_the_largest_first_and_who_is_in_none_is_one(told: FunnelReport) -> None:
    assert [(group.value, group.customers) for group in told.groups] == [
        (None, [100, 50, 25]),
        ("even", [50, 50, 25]),
        ("odd", [50, 0, 0]),
    ]
    assert told.groups[2].days.unavailable == "Nobody came so far."


def test_who_began_lately_may_yet_convert() -> None:
    early = funnel(source_of(lives(200)), ASKED, PERIOD, now=day(26))
    assert early.still_open.value == sum(1 for key in range(200) if key % 4 and day(key % 25) > day(16))


def test_a_period_is_held_beside_another_that_is_as_far_gone() -> None:
    month = timedelta(days=30)
    before = [Event(1_000 + one.key, one.name, one.at - month) for one in lives(200)]
    source = source_of([*lives(200), *before])
    told = funnel(source, ASKED, PERIOD, Period(day(-30), day(0)), now=day(12))
    figures = [told.began, told.converted, told.conversion, told.days_to_convert]
    figures += [step.share for step in told.steps] + [step.rate for step in told.steps if step.rate]
    assert told.still_open.value
    assert [figure.previous for figure in figures] == [figure.value for figure in figures]
    later = funnel(source, ASKED, PERIOD, Period(day(-60), day(-30)), now=day(12))
    assert (later.began.previous, later.conversion.previous, later.days_to_convert.previous) == (
        0,
        None,
        None,
    )


def test_nobody_and_one_are_said_so() -> None:
    nobody = funnel(source_of([Event(1, "Added", day(1))]), ASKED, PERIOD, now=NOW)
    reason = "Nobody began: no customer did Viewed in this period."
    assert nobody.unavailable == nobody.conversion.unavailable == nobody.days_to_convert.unavailable == reason
    assert all(step.share.value is None for step in nobody.steps)

    one = funnel(source_of([Event(1, "Viewed", day(1))]), ASKED, PERIOD, now=NOW)
    assert (one.conversion.value, one.conversion.is_small_sample) == (0, True)
    assert one.steps[2].rate
    assert one.steps[2].rate.unavailable == "Nobody came to the step before."


def test_a_period_to_come_and_a_step_there_is_not_are_refused() -> None:
    source = source_of([])
    with pytest.raises(Refusal, match="has not begun"):
        funnel(source, ASKED, Period(day(100), day(110)), now=NOW)
    with pytest.raises(Refusal, match="no step 4"):
        lost_customers(source, ASKED, PERIOD, 4, now=NOW)


def test_those_lost_can_be_described_as_a_segment() -> None:
    condition = lost_when(ASKED, 3)
    assert condition == (
        "did 'Viewed' in the last 10 days and did 'Added' in the last 10 days and did not 'Ordered' in the last 10 days"
    )
    again = lost_when(
        read_funnel(["'A' where (properties.x = 'it''s')", "'A' where (properties.x = 'it''s')"]), 2
    )
    for text in (condition, again):
        assert not problems_of(read_condition(text), Known())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"steps": ["A"]}, "funnel.steps"),
        ({"steps": ["A"] * 13}, "funnel.steps"),
        ({"steps": ["A", "  "]}, "funnel.step"),
        ({"steps": ["A", "' '"]}, "funnel.step"),
        ({"steps": ["A", "'B' in the last 3 days"]}, "funnel.step"),
        ({"steps": ["A", "'B' where (stage = 'x')"]}, "definition.unknown_field"),
        ({"window": "soon"}, "funnel.window"),
        ({"window": "99999 days"}, "funnel.window"),
        ({"hold": "a or b"}, "funnel.hold"),
        ({"hold": "color"}, "definition.unknown_field"),
        ({"without": ["X between 1 and 9"]}, "funnel.without"),
        ({"without": ["X"] * 7}, "funnel.without"),
        ({"without": ["X between 1 and 2"], "is_ordered": False, "steps": ["A", "B", "C"]}, "funnel.without"),
    ],
)
def test_what_is_no_funnel_is_refused(given: dict, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_funnel(**{"steps": ["A", "B"], **given})
    assert refusal.value.code == code


def test_a_funnel_is_written_as_it_is_read() -> None:
    steps = ["'A' where (properties.x = 'y')", "'B'"]
    asked = read_funnel(steps, without=["'C' where (revenue > 5) between 1 and 2"])
    assert [str(step) for step in asked.steps] == steps
    assert str(asked.without[0]) == "'C' where (revenue > 5) between 1 and 2"

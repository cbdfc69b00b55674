"""What the models are fitted on equals a slow, obvious count, and one query asks for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.measure import value
from evergrow.measure.metrics import day_number, local_day
from tests.unit.measure.people import MANY, crowds, instants
from tests.unit.measure.shop import Person, day, shop

ZONES = ("UTC", "Asia/Tokyo", "America/New_York")


def slow_activity(people: list[Person], as_of: datetime, zone: str) -> dict[int, tuple]:
    here, found = ZoneInfo(zone), {}
    for person in people:
        spent = defaultdict(int)
        for order in person.orders:
            if order.at < as_of:
                spent[order.at.astimezone(here).date()] += order.amount
        if spent:
            days = sorted(spent)
            again = [spent[day] for day in days[1:]]
            age = value.last_day(as_of, zone) - (days[0] - datetime(1970, 1, 1).date()).days
            mean = sum(again) / len(again) if again else 0.0
            found[person.key] = (len(again), (days[-1] - days[0]).days, age, mean)
    return found


@MANY
@given(crowds(), instants, st.sampled_from(ZONES))
def test_activity_equals_the_slow_count(people: list[Person], as_of: datetime, zone: str) -> None:
    source = shop(people, with_stays=False)
    day = value.last_day(as_of, zone)
    each = value.activity(source.orders, as_of, day, zone=zone)

    expected = slow_activity(people, as_of, zone)
    rows = each.to_pyarrow().to_pylist()
    assert {row["customer_key"]: (row["repeats"], row["recency_days"], row["age_days"]) for row in rows} == {
        key: row[:3] for key, row in expected.items()
    }
    assert {row["customer_key"]: row["repeat_micros"] / 1e6 for row in rows} == pytest.approx(
        {key: row[3] for key, row in expected.items()}
    )
    counted = {
        (row["repeats"], row["recency_days"], row["age_days"]): row["customers"]
        for row in value.patterns(each).to_pyarrow().to_pylist()
    }
    assert counted == Counter(row[:3] for row in expected.values())


@pytest.mark.parametrize("zone", [*ZONES, "Australia/Lord_Howe", "Pacific/Apia"])
def test_a_day_is_the_zones_own_over_daylight_saving(zone: str) -> None:
    hours = [datetime(2024, month, 1, hour, tzinfo=UTC) for month in range(1, 13) for hour in range(24)]
    hours += [datetime(2024, 3, 31, 1), datetime(2024, 10, 27, 0, 59), datetime(2011, 12, 30, 12)]
    instants = [each.replace(tzinfo=UTC) for each in hours]
    table = ibis.memtable(
        pa.table({"at": pa.array([each.replace(tzinfo=None) for each in instants], pa.timestamp("us"))})
    )
    found = table.select("at", day=local_day(table["at"], zone)).to_pyarrow().to_pylist()

    assert {row["at"].replace(tzinfo=UTC): row["day"] for row in found} == {
        each: day_number(each, zone) for each in instants
    }


def test_tables_of_ones_own_need_three_columns() -> None:
    orders = pa.table(
        {
            "customer_key": [1, 1, 1, 2, 2],
            "at": pa.array([day(n).replace(tzinfo=None) for n in (0, 0.4, 9, 3, 4)], pa.timestamp("us")),
            "revenue_micros": [10, 5, 30, 7, -7],
        }
    )

    rows = (
        value.activity(orders, day(20), value.last_day(day(20)))
        .order_by("customer_key")
        .to_pyarrow()
        .to_pylist()
    )

    assert [(row["repeats"], row["recency_days"], row["age_days"]) for row in rows] == [
        (1, 9, 19),
        (0, 0, 16),
    ]
    assert [row["repeat_micros"] for row in rows] == [30.0, 0.0]

"""The day of an instant is that of the zone's calendar, down to its last microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import ibis
import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as some

from evergrow.measure.metrics import day_number, local_day

ZONES = ("UTC", "Asia/Tokyo", "America/New_York", "America/Havana", "Asia/Kathmandu")
MIDNIGHT = datetime(2026, 3, 2)


@settings(max_examples=25)
@given(
    zone=some.sampled_from(ZONES),
    moments=some.lists(some.datetimes(datetime(1991, 1, 1), datetime(2039, 1, 1)), min_size=1, max_size=40),
)
@example(
    zone="UTC",
    moments=[MIDNIGHT - timedelta(microseconds=each) for each in (1, 400_000, 500_000, 600_000, 0)],
)
def test_a_day_ends_at_its_midnight(zone: str, moments: list[datetime]) -> None:
    table = ibis.memtable(pa.table({"at": pa.array(moments, pa.timestamp("us"))}))
    days = table.select("at", day=local_day(table["at"], zone)).to_pyarrow().to_pylist()
    assert [row["day"] for row in days] == [day_number(row["at"].replace(tzinfo=UTC), zone) for row in days]

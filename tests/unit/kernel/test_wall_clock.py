"""Quiet hours end where walking on minute by minute, with zoneinfo, would find their end."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from evergrow.kernel import is_between, outside

MINUTE = timedelta(minutes=1)
ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Warsaw",
        "America/New_York",
        "Australia/Lord_Howe",  # puts its clocks by half an hour
        "Asia/Kathmandu",
        "America/Sao_Paulo",  # skipped midnight itself
        "Africa/Casablanca",
        "Pacific/Apia",  # skipped 30 December 2011
        "America/St_Johns",
    ]
)
JUMPS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC),
    datetime(2017, 10, 15, 3, tzinfo=UTC),
]
MOMENTS = st.one_of(
    st.builds(
        lambda jump, minutes: jump + minutes * MINUTE, st.sampled_from(JUMPS), st.integers(-1500, 1500)
    ),
    st.integers(0, 60 * 24 * 366).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE),
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))


@given(MOMENTS, ZONES, TIMES, TIMES)
@example(datetime(2026, 10, 25, 0, 45, tzinfo=UTC), "Europe/Warsaw", time(2, 30), time(8))
def test_quiet_hours_end_where_a_walk_by_minutes_ends(
    moment: datetime, zone: str, start: time, end: time
) -> None:
    walked = moment
    while start != end and is_between(walked, start, end, zone):
        walked += MINUTE

    assert outside(moment, start, end, zone) == walked

"""The time zones of the world as a table: since when and until when each is how far ahead of UTC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import pyarrow as pa

FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2032
_BEGINNING: Final = datetime(1970, 1, 1)
_END: Final = datetime(2200, 1, 1)
_STEP: Final = timedelta(days=25)  # no zone changes its clocks twice within so few


def zone_rows(names: Iterable[str] | None = None) -> pa.Table:
    """Rows of `ZONES`. Changes before `FIRST_YEAR` and after `LAST_YEAR` are left out: the nearest offset holds there.

    Args:
        names: Which zones; all that Python knows when left out (half a second).
    """
    rows = [row for name in sorted(names or available_timezones()) for row in _rows_of(name)]
    schema = pa.schema(
        [
            ("zone", pa.string()),
            ("starts_at", pa.timestamp("us")),
            ("ends_at", pa.timestamp("us")),
            ("offset_seconds", pa.int64()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


@cache
def every_zone() -> pa.Table:
    """All zones, worked out once in a process."""
    return zone_rows()


def _rows_of(name: str) -> Iterator[dict[str, object]]:
    zone = ZoneInfo(name)
    start, at = _BEGINNING, datetime(FIRST_YEAR, 1, 1)
    offset = _offset(zone, at)
    while at.year <= LAST_YEAR:
        later = at + _STEP
        then = _offset(zone, later)
        if then != offset:
            change = _change(zone, at, later, offset)
            yield _row(name, start, change, offset)
            start, offset = change, then
        at = later
    yield _row(name, start, _END, offset)


def _change(zone: ZoneInfo, before: datetime, after: datetime, offset: int) -> datetime:
    """The minute between two instants from which on the offset is another."""
    while after - before > timedelta(minutes=1):
        minutes = (after - before) // timedelta(minutes=2)
        middle = before + timedelta(minutes=minutes)
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: datetime) -> int:
    shift = at.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def _row(name: str, start: datetime, end: datetime, offset: int) -> dict[str, object]:
    return {"zone": name, "starts_at": start, "ends_at": end, "offset_seconds": offset}

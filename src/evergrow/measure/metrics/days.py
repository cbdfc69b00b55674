"""The day of an instant in an account's time zone, as a whole number, on every engine.

The changes of the zone's clock are looked up here, in Python; the engine only compares instants and divides. So no
engine's zone database decides on which day a customer bought.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import ibis.expr.types as ir

from evergrow.measure.metrics.slices import step, whole

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2040
_STEP: Final = timedelta(days=25)  # no zone changes its clocks twice within so few
_DAY_SECONDS: Final = 86_400


def local_day(at: ir.Value, zone: str) -> ir.IntegerValue:
    """Days since 1970-01-01 on the zone's calendar.

    Args:
        at: Instants, UTC without a zone. Before 1990 and after 2040 the nearest offset holds.
        zone: IANA name.
    """
    changes, offsets = clock_changes(zone)
    offset = step(at, changes, [whole(seconds) for seconds in offsets])
    return ((at.epoch_seconds().cast("int64") + offset) / _DAY_SECONDS).floor().cast("int64")


def day_number(at: datetime, zone: str) -> int:
    """`local_day` of one instant."""
    local = at.astimezone(ZoneInfo(zone))
    return (local.date() - datetime(1970, 1, 1).date()).days


@cache
def clock_changes(
    zone: str, *, first_year: int = _FIRST_YEAR, last_year: int = _LAST_YEAR
) -> tuple[list[datetime], list[int]]:
    """The instants at which the zone's offset changed, and its offset in seconds before the first and after each."""
    here, at = ZoneInfo(zone), datetime(first_year, 1, 1, tzinfo=UTC)
    changes, offsets = [], [_offset(here, at)]
    while at.year <= last_year:
        later = at + _STEP
        if _offset(here, later) != offsets[-1]:
            changes.append(_change(here, at, later))
            offsets.append(_offset(here, later))
        at = later
    return changes, offsets


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute between two instants from which on the offset is another."""
    old = _offset(zone, before)
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: datetime) -> int:
    shift = at.astimezone(zone).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())

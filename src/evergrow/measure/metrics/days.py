"""The day, week, month, quarter or year of an instant in an account's time zone, as a whole number, on every engine.

The changes of the zone's clock are looked up here, in Python; the engine only compares instants and divides. So no
engine's zone database decides on which day a customer bought.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import ibis.expr.types as ir

from evergrow.measure.metrics.slices import step, whole

Every = Literal["week", "month", "quarter", "year"]
MONTHS: Final[dict[Every, int]] = {"month": 1, "quarter": 3, "year": 12}
_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2040
_STEP: Final = timedelta(days=25)  # no zone changes its clocks twice within so few
_DAY_SECONDS: Final = 86_400
_MONDAY: Final = 3  # 1970 began on a Thursday
_TO_MARCH_OF_YEAR_0: Final = 719_468
_ERA: Final = 146_097  # days of 400 years


def local_day(at: ir.Value, zone: str) -> ir.IntegerValue:
    """Days since 1970-01-01 on the zone's calendar.

    Args:
        at: Instants, UTC without a zone. Before 1990 and after 2040 the nearest offset holds.
        zone: IANA name.
    """
    return _whole_times(local_seconds(at, zone), _DAY_SECONDS)


def local_seconds(at: ir.Value, zone: str) -> ir.IntegerValue:
    """Whole seconds since 1970-01-01 on the zone's clock; see `local_day`.

    Some engines' seconds have fractions, and round where they are cast: the last half second of a day would be the next one's.
    """
    changes, offsets = clock_changes(zone)
    offset = step(at, changes, [whole(seconds) for seconds in offsets])
    return at.epoch_seconds().floor().cast("int64") + offset


def day_number(at: datetime, zone: str) -> int:
    """`local_day` of one instant."""
    local = at.astimezone(ZoneInfo(zone))
    return (local.date() - datetime(1970, 1, 1).date()).days


def local_period(at: ir.Value, zone: str, every: Every) -> ir.IntegerValue:
    """Weeks (from Monday), months, quarters or years on the zone's calendar since the one with 1970-01-01."""
    day = local_day(at, zone)
    if every == "week":
        return _whole_times(day + _MONDAY, 7)
    return _whole_times(_month(day), MONTHS[every])


def period_number(at: datetime, zone: str, every: Every) -> int:
    """`local_period` of one instant."""
    local = at.astimezone(ZoneInfo(zone))
    if every == "week":
        return (day_number(at, zone) + _MONDAY) // 7
    return ((local.year - 1970) * 12 + local.month - 1) // MONTHS[every]


def period_start(number: int, zone: str, every: Every) -> datetime:
    """The first instant of the period of this number, UTC."""
    if every == "week":
        day = date(1970, 1, 1) + timedelta(days=7 * number - _MONDAY)
    else:
        years, month = divmod(number * MONTHS[every], 12)
        day = date(1970 + years, month + 1, 1)
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _month(day: ir.IntegerValue) -> ir.IntegerValue:
    """Months since January 1970, counted in years that begin in March, so that a leap day is a year's last.

    Source:
        Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    """
    since = day + _TO_MARCH_OF_YEAR_0
    era = _whole_times(since, _ERA)
    in_era = since - era * _ERA
    leap = _whole_times(in_era, 1_460) - _whole_times(in_era, 36_524) + _whole_times(in_era, _ERA - 1)
    year = _whole_times(in_era - leap, 365)
    in_year = in_era - (year * 365 + _whole_times(year, 4) - _whole_times(year, 100))
    return (era * 400 + year - 1970) * 12 + _whole_times(in_year * 5 + 2, 153) + 2


def _whole_times(number: ir.IntegerValue, size: int) -> ir.IntegerValue:
    return number if size == 1 else (number / size).floor().cast("int64")


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

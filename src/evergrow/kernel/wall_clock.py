"""Hours of the customer's day, such as the quiet ones: right where a zone skips an hour, repeats one, or skips a day.

Every answer is what walking forward minute by minute would find.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_UNIX = datetime(1970, 1, 1, tzinfo=UTC)


def is_between(moment: datetime, start: time, end: time, zone: str) -> bool:
    """Whether a wall clock there reads a time from `start` (inside) to `end` (outside), over midnight if need be."""
    return _is_inside(moment.astimezone(ZoneInfo(zone)).time(), start, end)


@lru_cache(maxsize=65_536)
def outside(moment: datetime, start: time, end: time, zone: str) -> datetime:
    """`moment` itself, or the first later one at which a wall clock there does not read `start` to `end`."""
    if start == end or not is_between(moment, start, end, zone):
        return moment

    def until_end(wall: datetime) -> timedelta:
        ahead = datetime.combine(wall.date(), end) - wall
        return ahead if ahead > timedelta(0) else ahead + _DAY

    return _first(moment, ZoneInfo(zone), lambda wall: not _is_inside(wall.time(), start, end), until_end)


def _is_inside(wall: time, start: time, end: time) -> bool:
    return start <= wall < end if start <= end else wall >= start or wall < end


def _first(
    moment: datetime,
    zone: ZoneInfo,
    is_it: Callable[[datetime], bool],
    until: Callable[[datetime], timedelta],
) -> datetime:
    """The first moment from `moment` on whose wall time is it: ahead by `until` if no clock is put before that."""
    while True:
        offset = _offset(moment, zone)
        wall = (moment + offset).replace(tzinfo=None)
        if is_it(wall):
            return moment
        found = moment + until(wall)
        jump = _jump(moment, found, zone)
        if jump is None:
            return found
        moment = jump


def _jump(start: datetime, end: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment after `start`, up to `end`, at which the zone's clocks are put; None where they are not."""
    offset = _offset(start, zone)
    step, low = timedelta(hours=6), start
    while low < end:
        high = min(low + step, end)
        if _offset(high, zone) != offset:
            return _bisected(low, high, offset, zone)
        low = high
    return None


def _bisected(low: datetime, high: datetime, offset: timedelta, zone: ZoneInfo) -> datetime:
    """Clocks are put at whole seconds: the first one that has another offset."""
    first, last = (low - _UNIX) // timedelta(seconds=1), -((_UNIX - high) // timedelta(seconds=1))
    while last - first > 1:
        middle = (first + last) // 2
        if _offset(_UNIX + timedelta(seconds=middle), zone) == offset:
            first = middle
        else:
            last = middle
    return _UNIX + timedelta(seconds=last)


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None
    return offset

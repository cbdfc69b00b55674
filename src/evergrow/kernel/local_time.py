"""The clock on the customer's wall: which instant a local time is, over the gaps and folds of daylight saving."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=2_048)
def is_zone(name: str) -> bool:
    """Whether there is a time zone of this IANA name."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError, and comes below
        return False
    except KeyError:
        return False
    return True


@lru_cache(maxsize=65_536)
def local_instant(day: date, clock: time, zone: str) -> datetime:
    """The instant (aware UTC) at which a clock in this zone shows `clock` on `day`.

    A time that the clocks skip is the first instant after the gap; of a time that comes twice, the first.
    """
    place = ZoneInfo(zone)
    wanted = datetime.combine(day, clock)
    first = wanted.replace(tzinfo=place, fold=0).astimezone(UTC)
    if first.astimezone(place).replace(tzinfo=None) == wanted:
        return first
    return _after_gap(first, place)


def next_local(after: datetime, clock: time, zone: str, weekday: int | None = None) -> datetime:
    """The first instant at or after `after` at which a clock in this zone shows `clock`; Monday is 0."""
    day = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    while True:  # at most nine days: one back, a week, and one that a zone once skipped
        if weekday is None or day.weekday() == weekday:
            instant = local_instant(day, clock, zone)
            if instant >= after:
                return instant
        day += timedelta(days=1)


def _after_gap(inside: datetime, place: ZoneInfo) -> datetime:
    """The first instant after the gap that `inside` was counted across: offsets change within a day around it."""
    low, high = inside - timedelta(days=1), inside + timedelta(days=1)
    before = low.astimezone(place).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(place).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)

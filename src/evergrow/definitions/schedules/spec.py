"""The declared shape of a schedule, and the instants it names."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from evergrow.kernel import local_instant

Every = Literal["day", "week", "month"]
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Every day, every week on `weekday` (Monday is 0) or every month on `day` (the last one where it has fewer)."""

    every: Every
    clock: time
    weekday: int | None = None
    day: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether it names an instant of this day."""
        if self.every == "week":
            return day.weekday() == self.weekday
        if self.every == "month":
            return day.day == min(self.day or 1, monthrange(day.year, day.month)[1])
        return True


def occurrences(schedule: Schedule, zone: str, since: datetime, now: datetime) -> Iterator[datetime]:
    """The instants in (since, now] that the schedule names to a clock in this zone."""
    place = ZoneInfo(zone)
    day = since.astimezone(place).date() - timedelta(days=1)
    last = now.astimezone(place).date() + timedelta(days=1)
    while day <= last:
        if schedule.falls_on(day):
            instant = local_instant(day, schedule.clock, zone)
            if since < instant <= now:
                yield instant
        day += timedelta(days=1)

"""Write times as they are read."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

from evergrow.definitions.schedules.spec import WEEKDAYS, Schedule

_UNITS: Final = (("week", 604_800), ("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def clock_text(clock: time) -> str:
    """`09:00`."""
    return f"{clock:%H:%M}"


def length_text(length: timedelta) -> str:
    """`2 days`, `1 hour and 30 minutes`; weeks only where nothing is left over."""
    seconds = round(length.total_seconds())
    units = _UNITS if seconds % 604_800 == 0 else _UNITS[1:]
    parts = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return " and ".join(parts)


def schedule_text(schedule: Schedule) -> str:
    """`every monday at 09:00`."""
    clock = clock_text(schedule.clock)
    if schedule.every == "week":
        return f"every {WEEKDAYS[schedule.weekday or 0]} at {clock}"
    if schedule.every == "month":
        return f"every month on {schedule.day} at {clock}"
    return f"every day at {clock}"

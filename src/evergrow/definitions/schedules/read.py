"""Read times as people write them: `09:00`, `2 days`, `every monday at 09:00`."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Final

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.schedules.spec import WEEKDAYS, Schedule
from evergrow.kernel import refuse

LONGEST: Final = timedelta(days=730)
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LENGTH: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_UNITS: Final = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_SCHEDULE: Final = re.compile(r"every\s+(?P<every>[a-z]+)(?:\s+on\s+(?P<on>\w+))?\s+at\s+(?P<clock>\S+)")


def read_clock(text: str) -> time:
    """`09:00` as a time of day.

    Raises:
        Refusal: `time.unreadable`.
    """
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise refuse("time.unreadable", f"'{text}' is no time of day.", next_step='Write it as "09:00".')
    return time(int(found[1]), int(found[2]))


def read_weekday(text: str) -> int:
    """`monday` as 0.

    Raises:
        Refusal: `time.unreadable`.
    """
    name = text.strip().lower()
    if name not in WEEKDAYS:
        raise refuse(
            "time.unreadable",
            f"'{text}' is no day of the week.{did_you_mean(name, WEEKDAYS)}",
            next_step=f"Choose one of {', '.join(WEEKDAYS)}.",
        )
    return WEEKDAYS.index(name)


def read_length(text: str) -> timedelta:
    """`2 days`, `1 hour and 30 minutes` as a length.

    Raises:
        Refusal: `time.unreadable`, also beyond two years.
    """
    parts = [part.strip() for part in re.split(r"\band\b|,", text.lower()) if part.strip()]
    total = timedelta()
    for part in parts:
        found = _LENGTH.fullmatch(part)
        unit = found[2].removesuffix("s") if found else ""
        if not found or unit not in _UNITS:
            raise _no_length(text)
        total += min(float(found[1]), 1e6) * _UNITS[unit]
    if not parts or not timedelta() < total <= LONGEST:
        raise _no_length(text)
    return total


def read_schedule(text: str) -> Schedule:
    """`every day at 09:00`, `every monday at 09:00`, `every month on 1 at 09:00`.

    Raises:
        Refusal: `time.unreadable`.
    """
    found = _SCHEDULE.fullmatch(text.strip().lower())
    if not found:
        raise _no_schedule(text)
    every, on, clock = found["every"], found["on"], read_clock(found["clock"])
    if every in WEEKDAYS and on is None:
        return Schedule(every="week", weekday=WEEKDAYS.index(every), clock=clock)
    if every == "week":
        return Schedule(every="week", weekday=read_weekday(on or "monday"), clock=clock)
    if every == "month" and (on or "1").isdigit() and 1 <= int(on or "1") <= 31:
        return Schedule(every="month", day=int(on or "1"), clock=clock)
    if every == "day" and on is None:
        return Schedule(every="day", clock=clock)
    raise _no_schedule(text)


def _no_length(text: str) -> Exception:
    return refuse(
        "time.unreadable",
        f"'{text}' is no length of time.",
        next_step="Write for example 30 minutes, 1 hour, 2 days or 1 week; at most two years.",
    )


def _no_schedule(text: str) -> Exception:
    return refuse(
        "time.unreadable",
        f"'{text}' is no schedule.",
        next_step="Write for example: every day at 09:00, every monday at 09:00, every month on 1 at 09:00.",
    )

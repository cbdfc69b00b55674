"""Instants and periods. Every instant is an aware UTC datetime; every period is [start, end)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from evergrow.kernel.refusal import refuse


@dataclass(frozen=True)
class Period:
    """From `start` (inside) to `end` (outside), both aware UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise refuse(
                "period.empty",
                f"The period {self} ends before it starts.",
                where="period",
                next_step="Write it as START..END with END the day after the last one, e.g. 2011-01-01..2011-02-01.",
            )

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def before(self) -> Period:
        """The period of the same length that ends where this one starts."""
        return self.shifted(-1)

    def shifted(self, lengths: int) -> Period:
        """The period of the same length, so many lengths later; earlier where the number is negative."""
        return Period(self.start + lengths * self.length, self.end + lengths * self.length)

    def __str__(self) -> str:
        return f"{iso(self.start)}..{iso(self.end)}"


def iso(instant: datetime) -> str:
    """`2011-12-09T12:50:00Z`."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="auto") + "Z"


def parse_instant(text: str, *, zone: str = "UTC", where: str = "date") -> datetime:
    """An ISO date or date-time as aware UTC. A date is its first moment; without an offset, in `zone`.

    Raises:
        Refusal: `date.unreadable`.
    """
    try:
        value = (
            datetime.fromisoformat(text)
            if len(text) > 10
            else datetime.combine(date.fromisoformat(text), time())
        )
        if value.tzinfo is None:
            value = value.replace(tzinfo=ZoneInfo(zone))
        return value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise refuse(
            "date.unreadable",
            f"'{text}' is not a date.",
            where=where,
            next_step="Write a date as 2011-12-10 or a moment as 2011-12-10T08:30:00Z.",
        ) from None


def parse_period(text: str, *, zone: str = "UTC", where: str = "period") -> Period:
    """`START..END` as a period; both ends as `parse_instant` reads them.

    Raises:
        Refusal: `period.unreadable`, `period.empty` or `date.unreadable`.
    """
    start, dots, end = text.partition("..")
    if not dots or not start or not end:
        raise refuse(
            "period.unreadable",
            f"'{text}' is not a period.",
            where=where,
            next_step="Write it as START..END with END the day after the last one, e.g. 2011-01-01..2011-02-01.",
        )
    return Period(parse_instant(start, zone=zone, where=where), parse_instant(end, zone=zone, where=where))

"""What most reports are asked with: a period, what to compare it with, and whom to count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from evergrow.kernel import Period, parse_instant, parse_period
from evergrow.web.reports import DEFAULT_LENGTH
from evergrow.web.site import Now, OfAccount

PeriodText = Annotated[
    str | None,
    Query(
        alias="period",
        description="START..END; END is the day after the last one. The last 28 days when left out.",
        examples=["2011-01-01..2011-02-01"],
    ),
]
VersusText = Annotated[
    str,
    Query(
        alias="versus",
        description="`previous` (as long, just before), `year` (a year earlier) or START..END.",
    ),
]
SegmentText = Annotated[
    str,
    Query(
        alias="segment",
        description="`all`, `stage:<id>`, `rfm:<segment>` or `segment:<name>`: who is there at the period's end.",
    ),
]
InstantText = Annotated[
    str | None,
    Query(description="A date (its first moment) or a moment, such as 2011-12-10.", examples=["2011-12-10"]),
]


@dataclass(frozen=True)
class Asked:
    """A report's question."""

    period: Period
    versus: Period
    segment: str
    now: datetime

    @property
    def segment_at(self) -> datetime:
        """When customers are looked at for the segment: the period's end, or now where it lies beyond."""
        return min(self.period.end, self.now)


def asked(
    now: Now,
    account: OfAccount,
    period: PeriodText = None,
    versus: VersusText = "previous",
    segment: SegmentText = "all",
) -> Asked:
    """The question as the address bar writes it; dates begin in the account's time zone."""
    zone = account.time_zone
    span = parse_period(period, zone=zone) if period else Period(now - DEFAULT_LENGTH, now)
    return Asked(span, compared(span, versus, zone), segment, now)


def compared(span: Period, versus: str, zone: str) -> Period:
    """The period to compare with."""
    if versus == "previous":
        return span.before()
    if versus == "year":
        return Period(_year_before(span.start), _year_before(span.end))
    return parse_period(versus, zone=zone, where="versus")


def instant(text: str | None, default: datetime, zone: str, where: str) -> datetime:
    """The moment asked for, or the default."""
    return parse_instant(text, zone=zone, where=where) if text else default


def _year_before(moment: datetime) -> datetime:
    try:
        return moment.replace(year=moment.year - 1)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year - 1, day=28)


Question = Annotated[Asked, Depends(asked)]

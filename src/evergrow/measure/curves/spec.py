"""What retention curves are asked with, and what their report says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.measure.funnels import Step
from evergrow.measure.metrics import Figure


@dataclass(frozen=True)
class CurvesAsked:
    """With which event customers begin, and which one is coming back. None is any event."""

    began: Step | None = None
    back: Step | None = None
    days: int = 90


@dataclass(frozen=True, kw_only=True)
class Returned:
    """Of `customers` whose day or week `n` is over, `returned` came back, with the share's 95 % interval."""

    n: int
    customers: int
    returned: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class ActiveDays:
    """So many customers were there on `days` of the 28 days, a share of those who were there on any."""

    days: int
    customers: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class ReturnCurves:
    """The three curves of customers who began. A list ends where nobody's day or week is over."""

    customers: int
    on_day: list[Returned]
    in_week: list[Returned]
    since_day: list[Returned]


@dataclass(frozen=True, kw_only=True)
class GroupOfCurves:
    """The same of customers who are alike in something. `value` None: nothing is known of it."""

    value: str | None
    curves: ReturnCurves
    active_days: list[ActiveDays]


@dataclass(frozen=True, kw_only=True)
class CurvesReport:
    """How customers who began from `start` to `end` came back, as seen at `as_of`; and how many days they are there.

    `began` and `back` are the events' texts, None for any event. The days of the power-user curve end before
    `active_end`.
    """

    start: datetime
    end: datetime
    as_of: datetime
    began: str | None
    back: str | None
    unavailable: str | None
    customers: Figure
    day_1: Figure
    day_7: Figure
    day_30: Figure
    week_4: Figure
    since_30: Figure
    curves: ReturnCurves
    active_start: datetime
    active_end: datetime
    active_unavailable: str | None
    active: Figure
    mean_days: Figure
    half_of_days: Figure
    active_days: list[ActiveDays]
    by: str | None
    groups: list[GroupOfCurves]
    groups_left_out: int

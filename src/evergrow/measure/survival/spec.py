"""What survival reports say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.measure.metrics import Figure


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """The share that had not come to an end after so many days, with its 95 % interval where there is one."""

    days: int
    share: float
    low: float | None
    high: float | None
    at_risk: int


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A Kaplan-Meier curve: it falls at each of its points and is level between them, until `observed_days`."""

    customers: int
    ended: int
    observed_days: int
    median_days: int | None
    points: list[CurvePoint]
    is_small_sample: bool


@dataclass(frozen=True, kw_only=True)
class GroupCurves:
    """The same of customers who are alike in something. `value` None: nothing is known of it."""

    value: str | None
    customers: int
    staying: Curve | None
    second_order: Curve | None


@dataclass(frozen=True, kw_only=True)
class SurvivalReport:
    """How long customers stay from their first order to a lapse, and how soon they order again.

    The second order's curve falls from 1 as well: the share that has not ordered again yet. `stay_year` and
    `again_90` read the curves at a year and at 90 days.
    """

    as_of: datetime
    staying: Curve | None
    staying_unavailable: str | None
    stay_year: Figure
    median_stay: Figure
    second_order: Curve | None
    second_order_unavailable: str | None
    again_90: Figure
    again_year: Figure
    by: str | None
    groups: list[GroupCurves]
    groups_left_out: int

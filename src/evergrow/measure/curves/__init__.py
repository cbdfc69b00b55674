"""Retention curves: who comes back on day N, in week N, on or after day N; and on how many days of 28 customers are there.

On a table of your own: `return_counts` and `active_days` take any events (`customer_key`, `name`, `at`).
"""

from evergrow.measure.curves.counts import active_days, return_counts
from evergrow.measure.curves.report import MOST_DAYS, retention_curves
from evergrow.measure.curves.spec import (
    ActiveDays,
    CurvesAsked,
    CurvesReport,
    GroupOfCurves,
    ReturnCurves,
    Returned,
)

__all__ = [
    "MOST_DAYS",
    "ActiveDays",
    "CurvesAsked",
    "CurvesReport",
    "GroupOfCurves",
    "ReturnCurves",
    "Returned",
    "active_days",
    "retention_curves",
    "return_counts",
]

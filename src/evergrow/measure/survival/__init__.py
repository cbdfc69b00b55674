"""Survival: how long customers stay until they lapse, and how soon they order again, though many are on the way.

On tables of your own: `kaplan_meier` takes rows of `days`, `has_ended`, `customers`.
"""

from evergrow.measure.survival.counts import second_order_times, staying_times
from evergrow.measure.survival.kaplan_meier import kaplan_meier, share_at
from evergrow.measure.survival.report import survival
from evergrow.measure.survival.spec import Curve, CurvePoint, GroupCurves, SurvivalReport

__all__ = [
    "Curve",
    "CurvePoint",
    "GroupCurves",
    "SurvivalReport",
    "kaplan_meier",
    "second_order_times",
    "share_at",
    "staying_times",
    "survival",
]

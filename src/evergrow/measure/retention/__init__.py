"""Retention: how many customers stay, what they buy and are worth, and how cohorts return."""

from evergrow.measure.retention.cohorts import MOST_COHORTS, cohort_counts, cohorts
from evergrow.measure.retention.paying import Paying, paying, paying_stages
from evergrow.measure.retention.purchases import Purchases, purchases
from evergrow.measure.retention.report import retention
from evergrow.measure.retention.spec import CohortReport, CohortRow, RetentionPoint, RetentionReport

__all__ = [
    "MOST_COHORTS",
    "CohortReport",
    "CohortRow",
    "Paying",
    "Purchases",
    "RetentionPoint",
    "RetentionReport",
    "cohort_counts",
    "cohorts",
    "paying",
    "paying_stages",
    "purchases",
    "retention",
]

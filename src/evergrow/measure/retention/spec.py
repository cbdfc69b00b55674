"""The shapes of the retention report: the figures, their trend, and cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evergrow.measure.metrics import Benchmark, Figure


@dataclass(frozen=True, kw_only=True)
class RetentionPoint:
    """The figures of one month or week of the trend; `is_over` is false while it runs."""

    start: datetime
    end: datetime
    retention_rate: float | None
    churn_rate: float | None
    average_order_value_micros: int | None
    orders_per_customer: float | None
    customers_at_start: int
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class RetentionReport:
    """Retention over a period beside the one compared with. S, E and N are PRODUCT's letters."""

    start: datetime
    end: datetime
    previous_start: datetime
    previous_end: datetime
    currency: str
    customers_at_start: Figure
    customers_at_end: Figure
    customers_gained: Figure
    customers_lost: Figure
    retention_rate: Figure
    churn_rate: Figure
    orders: Figure
    revenue: Figure
    average_order_value: Figure
    orders_per_customer: Figure
    customer_value: Figure
    lifespan: Figure
    lifetime_value: Figure
    benchmark: Benchmark
    trend: list[RetentionPoint]


@dataclass(frozen=True, kw_only=True)
class CohortRow:
    """Customers by the slice of their first order. `returned[i]` bought in slice i after it; index 0 is the slice itself.

    `None` marks a slice that has not begun; `open_from` is the first index whose slice still runs (None: none).
    """

    start: datetime
    customers: int
    returned: list[int | None]
    open_from: int | None


@dataclass(frozen=True, kw_only=True)
class CohortReport:
    """The cohort heat map."""

    by: Literal["month", "week"]
    end: datetime
    rows: list[CohortRow]

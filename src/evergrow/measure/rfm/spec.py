"""The shapes of the RFM report: the grid, its segments, and the moves between two dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.measure.metrics import Figure


@dataclass(frozen=True, kw_only=True)
class RfmCell:
    """One cell of the grid: customers with recency score `r` and frequency score `f`."""

    r: int
    f: int
    segment: str
    customers: int
    average_revenue_micros: int | None
    average_monetary_score: float | None


@dataclass(frozen=True, kw_only=True)
class RfmSegment:
    """One of the ten segments; `customers.previous` is its size at the date compared with."""

    id: str
    title: str
    cells: list[str]
    customers: Figure
    share: float
    revenue_micros: int | None
    average_revenue_micros: int | None
    average_orders: float | None
    average_recency_days: float | None


@dataclass(frozen=True, kw_only=True)
class RfmMove:
    """Customers in `source` at the earlier date and in `target` now; `None` is "had not bought yet"."""

    source: str | None
    target: str
    customers: int


@dataclass(frozen=True, kw_only=True)
class RfmReport:
    """RFM at one date beside another.

    `revenue_unavailable` says why no amounts are told and no monetary scores: they came in several currencies.
    """

    as_of: datetime
    versus: datetime
    currency: str
    customers: int
    orders: int
    revenue_micros: int | None
    cells: list[RfmCell]
    segments: list[RfmSegment]
    moves: list[RfmMove]
    revenue_unavailable: str | None = None
    unavailable: str | None = None

"""The shapes of the customer list and of the customers report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import ibis.expr.types as ir

Sort = Literal["last_seen_at", "first_seen_at", "orders", "revenue", "name"]
Order = Literal["asc", "desc"]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which customers to list. Everything left out lets everybody through.

    `among` are the only customers looked at (`customer_key`; None: everybody). `stage` and `rfm` are looked at `at`
    (None: now). `moved_to` takes the customers of a link of the flow: in
    `moved_from` (None: not a customer yet) at `start` and in `moved_to` at `end`.
    """

    q: str = ""
    stage: str | None = None
    rfm: str | None = None
    at: datetime | None = None
    moved_from: str | None = None
    moved_to: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    is_known: bool | None = None
    among: ir.Table | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerRow:
    """One customer of the list. `stage` and `rfm_segment` are those of the moment asked about."""

    customer_id: str
    name: str | None
    email: str | None
    stage: str | None
    stage_since: datetime | None
    orders: int
    revenue_micros: int
    first_seen_at: datetime
    last_seen_at: datetime
    last_order_at: datetime | None
    rfm_segment: str | None


@dataclass(frozen=True, kw_only=True)
class CustomerPage:
    """A part of the list; `total` counts all of it."""

    total: int
    rows: list[CustomerRow]


@dataclass(frozen=True, kw_only=True)
class StageCount:
    """Customers of a stage, and how many of them are known by an id or an address."""

    id: str
    title: str
    customers: int
    known: int


@dataclass(frozen=True, kw_only=True)
class CustomersReport:
    """Who the customers are at a moment: by stage, known or not, and what they have bought until then."""

    as_of: datetime
    currency: str
    total: int
    known: int
    anonymous: int
    stages: list[StageCount]
    buyers: int
    orders: int
    revenue_micros: int
    refunds: int
    refunded_micros: int
    rows: list[CustomerRow]

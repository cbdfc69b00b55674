"""The shapes of the lifecycle report: the board, its moves, the leak, and the flow between two dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.measure.metrics import Benchmark, Figure


@dataclass(frozen=True, kw_only=True)
class StageTile:
    """One stage on the board. `customers.previous` is its size at the end of the period compared with."""

    id: str
    title: str
    color: str
    is_paying: bool
    is_exit: bool
    customers: Figure
    entered: int
    left: int
    median_days_in_stage: Figure
    value_per_customer: Figure


@dataclass(frozen=True, kw_only=True)
class MoveTrendPoint:
    """The move's rate in one slice of time; `is_over` is false for a slice that still runs."""

    start: datetime
    end: datetime
    rate: float | None
    low: float | None
    high: float | None
    customers: int
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class MoveReport:
    """One move of the map in the period. `at_risk` customers stood in `source`; `moved` of them went to `target`."""

    source: str
    target: str
    is_backward: bool
    at_risk: int
    moved: int
    rate: Figure
    median_days: Figure
    target_rate: float | None
    target_days: float | None
    benchmark: Benchmark | None
    is_below_target: bool
    trend: list[MoveTrendPoint]


@dataclass(frozen=True, kw_only=True)
class Leak:
    """The move where most value waits.

    `customers` still stand in `source` for longer than `overdue_days`, the time the move should take (None: the map
    says no time, and all who stand there count); `recoverable_micros` is what
    reaching the target rate would be worth: missing share x customers x difference in value per customer.
    """

    source: str
    target: str
    customers: int
    recoverable_micros: Figure
    rate: Figure
    target_rate: float
    overdue_days: float | None


@dataclass(frozen=True, kw_only=True)
class FlowLink:
    """Customers in `source` at the first date and in `target` at the second; `None` is "not yet a customer"."""

    source: str | None
    target: str
    customers: int
    value_micros: int | None


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Where the customers of one date stand at another. `value_unavailable` says why no amounts are told, where they do not add up."""

    start: datetime
    end: datetime
    links: list[FlowLink]
    value_unavailable: str | None = None


@dataclass(frozen=True, kw_only=True)
class Board:
    """The lifecycle board over one period. `computed_at` is the moment the facts were read at."""

    map_name: str
    start: datetime
    end: datetime
    previous_start: datetime
    previous_end: datetime
    computed_at: datetime
    currency: str
    customers: int
    stages: list[StageTile]
    moves: list[MoveReport]
    leak: Leak | None
    no_leak_reason: str | None
    flow: Flow


@dataclass(frozen=True, kw_only=True)
class StageStay:
    """A customer's time in one stage. `left_at` None: no end is known."""

    stage: str
    entered_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class StageChange:
    """Customers who stand in `source` by one map and in `target` by another; `None` is "in no stage"."""

    source: str | None
    target: str | None
    customers: int


@dataclass(frozen=True, kw_only=True)
class MapPreview:
    """What another map would change: customers per stage before and after, and who would stand elsewhere."""

    at: datetime
    before: dict[str, int]
    after: dict[str, int]
    changes: list[StageChange]
    changed_customers: int

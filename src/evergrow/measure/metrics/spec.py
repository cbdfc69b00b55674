"""What a reported number carries: its value or why there is none, its unit, interval and definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["customers", "orders", "events", "share", "days", "money_micros", "count"]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number of a report. `value` and `unavailable` never stand together.

    `share` is 0 to 1. `low` and `high` are the 95 % interval where the number is an estimate.
    `previous` is the same number over the period compared with. `definition` names an entry of
    `measure.metrics.DEFINITIONS`, which the dashboard opens on a click. `is_small_sample` says that
    fewer than 30 customers stand behind it.
    """

    definition: str
    unit: Unit
    value: float | None = None
    unavailable: str | None = None
    previous: float | None = None
    low: float | None = None
    high: float | None = None
    is_small_sample: bool = False


@dataclass(frozen=True, kw_only=True)
class Definition:
    """How a number is computed, in words and as a formula, with the source it was read in."""

    key: str
    title: str
    text: str
    formula: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """What others reach: a range as shares, and who says so."""

    low: float
    high: float
    text: str

"""Months and weeks of an account, and the slice an instant falls in.

The edges are computed here, in Python, with the account's time zone; the engine only compares instants. So no
engine's calendar or zone database decides a number, and the same question compiles for all of them.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

from evergrow.kernel import Period
from evergrow.storage.warehouse import Instant, moment

By = Literal["month", "week"]
Answer = TypeVar("Answer", bound=ir.Value)


def slices(by: By, until: datetime, count: int, *, zone: str) -> list[Period]:
    """The last `count` calendar months or weeks (from Monday) that began before `until`, oldest first."""
    local = (until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    starts = [_shifted(_beginning(local, by), by, index - count + 1) for index in range(count + 1)]
    instants = [_midnight(day, zone) for day in starts]
    return [Period(start, end) for start, end in pairwise(instants)]


def step(at: ir.Value, edges: Sequence[Instant], values: Sequence[Answer]) -> Answer:
    """`values[i]` where exactly `i` of the `edges` (ascending) are at or before `at`.

    A balanced tree of comparisons: an instant meets about log2(edges) of them, where a sum of comparisons
    would make all (measured on 1.2 million rows and 40 edges: 47 ms of processor time against 370 ms).
    """
    if not edges:
        return values[0]
    middle = len(edges) // 2
    early = step(at, edges[:middle], values[: middle + 1])
    late = step(at, edges[middle + 1 :], values[middle + 1 :])
    return ibis.ifelse(at < moment(edges[middle]), early, late)


def whole(value: int) -> ir.IntegerScalar:
    """A 64-bit whole number, so that bits and keys never meet a narrower type."""
    return ibis.literal(value, type="int64")


def _beginning(day: date, by: By) -> date:
    return day.replace(day=1) if by == "month" else day - timedelta(days=day.weekday())


def _shifted(day: date, by: By, steps: int) -> date:
    if by == "week":
        return day + timedelta(weeks=steps)
    months = day.year * 12 + day.month - 1 + steps
    return date(months // 12, months % 12 + 1, 1)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)

"""When an entry that arrives at a step is due there: at once, or when its wait is over."""

from __future__ import annotations

from datetime import time

import polars as pl

from evergrow.definitions.journeys import Step, Wait, WaitBestHour, WaitFor, WaitUntil
from evergrow.engage.facts import Facts, best_times, next_times, zones_at


def put_due(facts: Facts, step: Step, rows: pl.DataFrame) -> pl.DataFrame:
    """Set `due_at` of rows (`customer_key`, `arrived_at`) that have just arrived at this step; in any order."""
    match step:
        case Wait(length=length):
            return rows.with_columns(due_at=pl.col("arrived_at") + length)
        case WaitFor(at_most=at_most):
            return rows.with_columns(due_at=pl.col("arrived_at") + at_most)
        case WaitUntil(clock=clock, weekday=weekday):
            return _until(facts, rows, clock, weekday)
        case WaitBestHour(at_most=at_most):
            best = best_times(facts, rows.select("customer_key", at="arrived_at"), at_most)
            return rows.with_columns(due_at=best["best_at"])
        case _:
            return rows.with_columns(due_at=pl.col("arrived_at"))


def _until(facts: Facts, rows: pl.DataFrame, clock: time, weekday: int | None) -> pl.DataFrame:
    """The next time at which the customer's clock shows it, zone by zone."""
    placed = zones_at(facts, rows.with_columns(at=pl.col("arrived_at")))
    parts = [
        there.with_columns(due_at=next_times(there["arrived_at"], clock, str(zone), weekday))
        for (zone,), there in placed.group_by("zone")
    ]
    return (pl.concat(parts) if parts else placed).drop("at", "zone")

"""When an entry that arrives at a step is due there: at once, or when its wait is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import polars as pl

from evergrow.definitions.journeys import Step, Wait, WaitBestHour, WaitFor, WaitUntil
from evergrow.engage.facts import Facts, usual_hours, zones_at
from evergrow.engage.journeys.spec import INSTANT, aware, naive
from evergrow.kernel import next_local


def put_due(facts: Facts, step: Step, rows: pl.DataFrame) -> pl.DataFrame:
    """Set `due_at` of rows (`customer_key`, `arrived_at`) that have just arrived at this step; in any order."""
    match step:
        case Wait(length=length):
            return rows.with_columns(due_at=pl.col("arrived_at") + length)
        case WaitFor(at_most=at_most):
            return rows.with_columns(due_at=pl.col("arrived_at") + at_most)
        case WaitUntil(clock=clock, weekday=weekday):
            placed = zones_at(facts, rows.with_columns(at=pl.col("arrived_at")))
            return _by_zone(placed, lambda zone: _local(zone, clock, weekday)).drop("at", "zone")
        case WaitBestHour(at_most=at_most):
            return _best_hour(facts, rows, at_most)
        case _:
            return rows.with_columns(due_at=pl.col("arrived_at"))


def _best_hour(facts: Facts, rows: pl.DataFrame, at_most: timedelta) -> pl.DataFrame:
    """The start of the customer's usual hour, at once within it, and in no case later than `at_most`."""
    placed = usual_hours(facts, rows.with_columns(at=pl.col("arrived_at")))
    unknown = placed.filter(pl.col("hour").is_null()).with_columns(due_at=pl.col("arrived_at"))
    parts = [unknown]
    for (hour,), known in placed.filter(pl.col("hour").is_not_null()).group_by("hour"):
        clock = time(int(str(hour)))
        parts.append(_by_zone(known, lambda zone, clock=clock: _within_hour(zone, clock)))
    done = pl.concat([part.select(placed.columns) for part in parts])
    latest = pl.col("arrived_at") + at_most
    done = done.with_columns(due_at=pl.min_horizontal("due_at", latest))
    return (
        rows.drop("due_at")
        .join(done.select("entry_key", "due_at"), on="entry_key", how="left", maintain_order="left")
        .select(rows.columns)
    )


def _by_zone(placed: pl.DataFrame, due: Callable[[str], Callable[[pl.Series], pl.Series]]) -> pl.DataFrame:
    """Due times of all rows, zone by zone."""
    parts = [
        rows.with_columns(due_at=due(str(zone))(rows["arrived_at"]))
        for (zone,), rows in placed.group_by("zone")
    ]
    return pl.concat(parts) if parts else placed


def _local(zone: str, clock: time, weekday: int | None) -> Callable[[pl.Series], pl.Series]:
    """For instants, the next at which a clock in the zone shows `clock`."""

    def due(arrived: pl.Series) -> pl.Series:
        return _steps(arrived, lambda at: naive(next_local(aware(at), clock, zone, weekday)))

    return due


def _within_hour(zone: str, clock: time) -> Callable[[pl.Series], pl.Series]:
    """For instants, themselves where the hour that begins at `clock` runs, else when it begins next."""

    def due(arrived: pl.Series) -> pl.Series:
        earlier = arrived - timedelta(hours=1) + timedelta(microseconds=1)
        begins = _steps(earlier, lambda at: naive(next_local(aware(at), clock, zone)))
        return pl.select(pl.max_horizontal(begins, arrived)).to_series()

    return due


def _steps(instants: pl.Series, following: Callable[[datetime], datetime]) -> pl.Series:
    """`following` of every instant: all between two of its values share the later one, so it is asked once for them."""
    ordered = instants.unique().sort()
    found: list[datetime] = []
    upto: datetime | None = None
    for instant in ordered:
        if upto is None or instant > upto:
            upto = following(instant)
        found.append(upto)
    table = pl.DataFrame({"at": ordered, "due": pl.Series(found, dtype=INSTANT)})
    return instants.to_frame("at").join(table, on="at", how="left", maintain_order="left")["due"]

"""When a clock at the customer's shows a time next: any time, or the hour in which they usually come."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import polars as pl

from evergrow.engage.facts.hours import usual_hours
from evergrow.engage.facts.spec import Facts
from evergrow.kernel import next_local

_HOUR = timedelta(hours=1)
_TICK = timedelta(microseconds=1)


def best_times(facts: Facts, rows: pl.DataFrame, at_most: timedelta) -> pl.DataFrame:
    """Add `best_at` to rows (`customer_key`, `at`): the start of the customer's usual hour, at once within it.

    At once, too, where no hour is usual yet; in no case later than `at_most` after `at`. Rows come back in their order.
    """
    placed = usual_hours(facts, rows.with_row_index("row_number"))
    unknown = placed.filter(pl.col("hour").is_null()).select("row_number", best_at="at")
    parts = [unknown]
    for (hour, zone), known in placed.filter(pl.col("hour").is_not_null()).group_by("hour", "zone"):
        running = known["at"] - _HOUR + _TICK  # within the hour, its beginning is not over an hour ago
        begins = next_times(running, time(int(str(hour))), str(zone))
        parts.append(known.select("row_number", best_at=pl.max_horizontal(begins.alias("begins"), "at")))
    found = pl.concat(parts)
    numbered = rows.with_row_index("row_number")
    joined = numbered.join(found, on="row_number", how="left", maintain_order="left")
    return joined.with_columns(best_at=pl.min_horizontal("best_at", pl.col("at") + at_most)).drop(
        "row_number"
    )


def next_times(instants: pl.Series, clock: time, zone: str, weekday: int | None = None) -> pl.Series:
    """For instants (UTC without a zone), the next after each at which a clock in the zone shows `clock`.

    All instants between two such times share the later one, so it is worked out once for them.
    """
    ordered = instants.unique().sort()
    found: list[datetime] = []
    upto: datetime | None = None
    for instant in ordered:
        if upto is None or instant > upto:
            there = next_local(instant.replace(tzinfo=UTC), clock, zone, weekday)
            upto = there.astimezone(UTC).replace(tzinfo=None)
        found.append(upto)
    table = pl.DataFrame({"at": ordered, "next": pl.Series(found, dtype=pl.Datetime("us"))})
    return instants.to_frame("at").join(table, on="at", how="left", maintain_order="left")["next"]

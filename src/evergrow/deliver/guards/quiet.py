"""When the quiet hours of each message's customer end."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from evergrow.definitions.guards import QuietHours
from evergrow.kernel import outside


def with_quiet_end(rows: pl.DataFrame, quiet: QuietHours | None) -> pl.DataFrame:
    """Add `quiet_end`: `due_at` itself outside of the customer's quiet hours, else the moment they end.

    Rows need `due_at` and `zone`. The answer is looked up once for every zone and minute there is among them:
    quiet hours and the jumps of clocks are at whole minutes.
    """
    if quiet is None:
        return rows.with_columns(quiet_end=pl.col("due_at"))
    marked = rows.with_columns(minute=pl.col("due_at").dt.truncate("1m"))
    pairs = marked.select("minute", "zone").unique()
    ends = [
        quiet_end(minute.replace(tzinfo=UTC), zone, quiet).replace(tzinfo=None)
        for minute, zone in pairs.iter_rows()
    ]
    pairs = pairs.with_columns(ends=pl.Series(ends, dtype=pl.Datetime("us")))
    joined = marked.join(pairs, on=["minute", "zone"], how="left", maintain_order="left")
    is_quiet = pl.col("ends") > pl.col("minute")
    quiet_until = pl.when(is_quiet).then(pl.col("ends")).otherwise(pl.col("due_at"))
    return joined.with_columns(quiet_end=quiet_until).drop("minute", "ends")


def quiet_end(moment: datetime, zone: str, quiet: QuietHours) -> datetime:
    """`moment` itself outside of the quiet hours there, else when they end."""
    return outside(moment, quiet.start, quiet.end, zone)

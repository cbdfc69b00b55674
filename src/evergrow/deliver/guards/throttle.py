"""Spread the messages of a channel: at most so many a second, in due order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from evergrow.definitions.guards import Guards
from evergrow.deliver.guards.quiet import with_quiet_end
from evergrow.deliver.guards.spec import DECIDED, SILENT, Judged

_SECOND = 1_000_000


def throttle(rows: pl.DataFrame, guards: Guards, taken: Mapping[str, datetime]) -> Judged:
    """Move `due_at` of the ready rows to their places; returns the decisions and until when the channels are taken.

    A place is max(due, the place before + 1 / rate). One that falls into the customer's quiet hours is given up: the
    message waits until they end, and is judged again then.
    """
    ends = dict(taken)
    decided = [rows.filter((pl.col("status") != "ready") | ~pl.col("channel").is_in(list(guards.throttle)))]
    for channel, rate in guards.throttle.items():
        ready = rows.filter((pl.col("status") == "ready") & (pl.col("channel") == channel))
        if not ready.height:
            continue
        gap = round(_SECOND / rate)
        free_from = ends.get(channel)
        placed = _placed(ready.sort("due_at", "message_key"), gap, free_from)
        last = placed["place"].max()
        assert isinstance(last, datetime)
        ends[channel] = last.replace(tzinfo=UTC)
        decided.append(_moved(placed, guards, channel))
    joined = pl.concat([frame.select(DECIDED.names()) for frame in decided])
    return Judged(decisions=joined, taken=ends)


def _placed(ready: pl.DataFrame, gap: int, last: datetime | None) -> pl.DataFrame:
    """`place`: with steps of `gap` microseconds, max over all before it of (their due + steps since)."""
    due = pl.col("due_at").dt.epoch("us")
    if last is not None:
        first = int(last.timestamp() * _SECOND) + gap
        due = pl.when(pl.int_range(pl.len()) == 0).then(pl.max_horizontal(due, pl.lit(first))).otherwise(due)
    number = pl.int_range(pl.len()) * gap
    place = (due - number).cum_max() + number
    return ready.with_columns(place=place.cast(pl.Datetime("us")))


def _moved(placed: pl.DataFrame, guards: Guards, channel: str) -> pl.DataFrame:
    quiet_hours = None if channel in SILENT else guards.quiet_hours
    looked = with_quiet_end(placed.with_columns(due_at="place", was_due="due_at"), quiet_hours)
    falls_quiet = (
        pl.col("is_held") & (pl.col("quiet_end") > pl.col("place")) & (pl.col("place") > pl.col("was_due"))
    )
    return looked.with_columns(
        status=pl.when(falls_quiet).then(pl.lit("waiting")).otherwise(pl.lit("ready")),
        waits_for=pl.when(falls_quiet)
        .then(pl.lit("quiet_hours"))
        .when(pl.col("place") > pl.col("was_due"))
        .then(pl.lit("throttle")),
        due_at=pl.when(falls_quiet).then(pl.col("quiet_end")).otherwise(pl.col("place")),
    )

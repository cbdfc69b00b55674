"""Spread the messages of a channel: at most so many a second, in due order.

Holds   places are given in due order over all customers, so they are the same however time is sliced. Where a message that
        is yet to be decided may be due before one that may go, that one is queued until it is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import polars as pl

from evergrow.definitions.guards import Guards
from evergrow.deliver.guards.quiet import with_quiet_end
from evergrow.deliver.guards.spec import SILENT

_SECOND: Final = 1_000_000
_KEYS: Final = ("due_at", "message_key")


class Throttle:
    """Gives the messages that may go their places. `taken`: until when each channel is taken, `queued`: who waits."""

    def __init__(self, guards: Guards, taken: Mapping[str, datetime]) -> None:
        self._guards = guards
        self.taken = dict(taken)
        self.queued: pl.DataFrame | None = None

    def place(self, goes: pl.DataFrame, pending: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Find places for those that may go and for those queued.

        A place is max(due, the place before + 1 / rate). One that falls into the customer's quiet hours is given up.

        Args:
            goes: Rows that may go at their `due_at`.
            pending: Rows that are yet to be decided: who is due behind one of them in its channel waits.

        Returns:
            Those that go, their `due_at` the place and `held_by` the throttle where it moved them; and those that gave
            theirs up, `until` the end of the quiet hours that hold them.
        """
        rates = self._guards.throttle
        if not rates:
            return goes, goes.clear()
        if self.queued is not None:
            goes = pl.concat([self.queued, goes])
        placed, given_up = [goes.filter(~pl.col("channel").is_in(list(rates)))], [goes.clear()]
        queued = [goes.clear()]
        for channel, rate in rates.items():
            ready = goes.filter(pl.col("channel") == channel).sort(_KEYS)
            known = _before(ready, pending.filter(pl.col("channel") == channel).select(_KEYS))
            moved = self._moved(known, channel, round(_SECOND / rate))
            falls = moved.filter(pl.col("falls_quiet"))
            kept = _before(moved, falls.select("message_key", due_at="until"), by="was_due")
            if kept.height:
                last = kept["due_at"].max()
                assert isinstance(last, datetime)
                self.taken[channel] = last.replace(tzinfo=UTC)
            placed.append(kept.filter(~pl.col("falls_quiet")).select(goes.columns))
            given_up.append(kept.filter(pl.col("falls_quiet")).select(goes.columns))
            queued.append(ready.join(kept.select("message_key"), on="message_key", how="anti"))
        self.queued = pl.concat(queued)
        return pl.concat(placed), pl.concat(given_up)

    def _moved(self, ready: pl.DataFrame, channel: str, gap: int) -> pl.DataFrame:
        """Rows in due order, `due_at` the place; `falls_quiet` where it is in the quiet hours that end at `until`."""
        placed = _placed(ready.with_columns(was_due="due_at"), gap, self.taken.get(channel))
        quiet_hours = None if channel in SILENT else self._guards.quiet_hours
        is_moved = pl.col("due_at") > pl.col("was_due")
        falls = pl.col("is_held") & (pl.col("quiet_end") > pl.col("due_at")) & is_moved
        return (
            with_quiet_end(placed, quiet_hours)
            .with_columns(falls_quiet=falls)
            .with_columns(
                until=pl.when("falls_quiet").then("quiet_end").otherwise("due_at"),
                held_by=pl.when("falls_quiet")
                .then(pl.lit("quiet_hours"))
                .when(is_moved)
                .then(pl.lit("throttle")),
            )
        )


def _before(rows: pl.DataFrame, others: pl.DataFrame, *, by: str = "due_at") -> pl.DataFrame:
    """The rows that come before, or are, the first of the others: by when they are due, then by their keys."""
    if not others.height or not rows.height:
        return rows
    due_at, key = others.select(_KEYS).sort(_KEYS).row(0)
    return rows.filter((pl.col(by) < due_at) | ((pl.col(by) == due_at) & (pl.col("message_key") <= key)))


def _placed(ready: pl.DataFrame, gap: int, last: datetime | None) -> pl.DataFrame:
    """`due_at` moved with steps of `gap` microseconds: max over all before it of (their due + steps since)."""
    due = pl.col("due_at").dt.epoch("us")
    if last is not None:
        first = int(last.timestamp() * _SECOND) + gap
        due = pl.when(pl.int_range(pl.len()) == 0).then(pl.max_horizontal(due, pl.lit(first))).otherwise(due)
    number = pl.int_range(pl.len()) * gap
    place = (due - number).cum_max() + number
    return ready.with_columns(due_at=place.cast(pl.Datetime("us")))

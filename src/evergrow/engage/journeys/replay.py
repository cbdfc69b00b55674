"""Let time happen to one journey in memory: the same steps as live, on recorded history. Sends nothing.

Holds   what `live` writes into the state for the same events: a test runs both.
"""

from __future__ import annotations

import polars as pl

from evergrow.engage.facts import Facts
from evergrow.engage.journeys.advance import advance
from evergrow.engage.journeys.enter import candidates
from evergrow.engage.journeys.spec import COUNTS, ENTRIES, LOADED, Course, Outcome, Slice, naive
from evergrow.engage.journeys.watch import watch


class Replay:
    """A journey and everybody who came into it. `entries` has them as they stand after the last slice."""

    def __init__(self, facts: Facts, course: Course) -> None:
        self._facts = facts
        self.course = course
        self.entries = pl.DataFrame(schema=ENTRIES)
        self.counts = pl.DataFrame(schema=COUNTS)

    def advance(self, slice_: Slice) -> Outcome:
        """Let the next slice happen."""
        coming = candidates(self._facts, self.course, slice_)
        watched = watch(self._facts, self.course, slice_.arrivals)
        concerned = pl.concat([coming["customer_key"], watched.customers]).unique()
        is_due = (pl.col("due_at") <= naive(slice_.now)).fill_null(False)
        is_concerned = is_due | pl.col("customer_key").is_in(concerned.implode())
        loaded = self.entries.filter(is_concerned).select(LOADED.names())
        outcome = advance(self._facts, self.course, slice_, loaded, coming, watched)
        rest = self.entries.join(outcome.moved, on="entry_key", how="anti")
        moved = _moved(self.entries, outcome.moved)
        self.entries = _with_goals(pl.concat([rest, moved, outcome.new]), outcome.goals)
        counted = pl.concat([self.counts, outcome.counts]).group_by("version", "step", "what")
        self.counts = counted.agg(pl.col("count").sum()).select(COUNTS.names())
        return outcome


def _moved(entries: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """The entries as they are now."""
    changed = [name for name in moved.columns if name in entries.columns and name != "entry_key"]
    after = entries.drop(changed).join(moved, on="entry_key")
    path = (
        pl.when(pl.col("gained") == "").then("path").otherwise(pl.concat_str("path", pl.lit(" "), "gained"))
    )
    return after.with_columns(path=path).select(ENTRIES.names())


def _with_goals(entries: pl.DataFrame, goals: pl.DataFrame) -> pl.DataFrame:
    if goals.is_empty():
        return entries
    late = entries.join(goals.select("entry_key", late="goal_at"), on="entry_key", how="left")
    return late.with_columns(goal_at=pl.coalesce("late", "goal_at")).select(ENTRIES.names())

"""Let time happen to one journey in memory: the same steps as live, on recorded history. Sends nothing.

Holds   what `live` writes into the state for the same events: a test runs both.
"""

from __future__ import annotations

import polars as pl

from evergrow.engage.facts import Facts
from evergrow.engage.journeys.advance import advance
from evergrow.engage.journeys.enter import candidates
from evergrow.engage.journeys.spec import COUNTS, ENTRIES, Course, Outcome, Slice, naive
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
        loaded = self.entries.filter(is_concerned)
        outcome = advance(self._facts, self.course, slice_, loaded, coming, watched)
        rest = self.entries.join(outcome.moved, on="entry_key", how="anti")
        self.entries = pl.concat([rest, outcome.moved, outcome.new])
        counted = pl.concat([self.counts, outcome.counts]).group_by("version", "step", "what")
        self.counts = counted.agg(pl.col("count").sum()).select(COUNTS.names())
        return outcome

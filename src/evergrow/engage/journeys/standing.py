"""Where the entries of one journey stand while a slice of time happens to them.

Holds   an entry is in exactly one place: on the way to a step, with something left to happen at one, with nothing left, or over.
        Only the first two kinds are looked at again, step by step: whatever comes to a step is asked about at once.
"""

from __future__ import annotations

from datetime import datetime
from itertools import chain

import polars as pl

from evergrow.engage.journeys.spec import COUNTS, DEEDS, INSTANT, SENDS, STANDING

_LIVES = ("entry_key", "customer_key", "key", "entered_at", "ended_at", "next_at")
_NEVER = datetime(9999, 1, 1)
_MANY = 8

Place = tuple[int, str]
"""A version and a step of it."""


class Standing:
    """The entries of one journey, and what they leave behind on the way."""

    def __init__(self, *, now: datetime, is_paused: bool) -> None:
        self._now, self._is_paused = now, is_paused
        self._coming: dict[Place, list[pl.DataFrame]] = {}
        self._going: dict[Place, list[pl.DataFrame]] = {}
        self._settled: list[pl.DataFrame] = []
        self._over: list[pl.DataFrame] = []
        self._left: list[tuple[int, str, int]] = []
        self._earlier: pl.DataFrame | None = None
        self.came: list[pl.DataFrame] = []
        self._visits: list[tuple[int, str, int]] = []
        self.sends: list[pl.DataFrame] = []
        self.deeds: list[pl.DataFrame] = []

    @property
    def busy(self) -> set[Place]:
        """Where something is left to happen in the slice."""
        return {*self._coming, *self._going}

    def remember(self, ended: pl.DataFrame) -> None:
        """Note entries that ended before the slice: they count for the rule of coming in, and for the goal."""
        self._earlier = ended

    def come(self, place: Place, rows: pl.DataFrame) -> None:
        """Note rows (STANDING with `at`, the moment) that are on the way to a step."""
        if rows.height:
            self._visits.append((*place, rows.height))
            self._coming.setdefault(place, []).append(rows)

    def take_coming(self, place: Place) -> pl.DataFrame | None:
        """All that came to a step, by now."""
        rows = self._coming.pop(place, None)
        return pl.concat(rows) if rows else None

    def stand(self, place: Place, rows: pl.DataFrame) -> None:
        """Sort rows at one step (STANDING with `answer_at`) by whether anything is left to happen to them."""
        if rows.is_empty():
            return
        hit = pl.min_horizontal("goal_hit", "exit_hit")
        ends_at = pl.when(hit.is_not_null()).then(pl.max_horizontal(hit, "arrived_at"))
        falls_at = pl.lit(None, INSTANT) if self._is_paused else pl.col("due_at")
        next_at = pl.min_horizontal(ends_at, "answer_at", falls_at).fill_null(_NEVER).cast(INSTANT)
        rows = rows.with_columns(ends_at=ends_at, next_at=next_at)
        is_going = rows["next_at"] <= self._now
        if is_going.all():
            self._going.setdefault(place, []).append(rows)
        elif not is_going.any():
            self._settled.append(rows)
        else:
            self._going.setdefault(place, []).append(rows.filter(is_going))
            self._settled.append(rows.filter(~is_going))

    def take_going(self, place: Place) -> pl.DataFrame | None:
        """All entries at a step to whom something happens there; every one of them leaves it."""
        rows = self._going.pop(place, None)
        if not rows:
            return None
        going = pl.concat(rows)
        self._left.append((*place, going.height))
        return going

    def end(self, rows: pl.DataFrame, reason: pl.Expr) -> None:
        """Let rows end at their `at`."""
        if not rows.is_empty():
            ended = rows.with_columns(ended_at=pl.col("at"), end_reason=reason)
            self._over.append(ended.select(*STANDING, "ended_at", "end_reason"))

    def lives(self, customers: pl.Series) -> pl.DataFrame:
        """The entries of these customers as the rule of coming in looks at them; see admit.py."""
        for frames in (self._settled, self._over):
            if len(frames) > _MANY:  # short waits on frequent events: a frame a round, looked through in each
                frames[:] = [pl.concat(frames)]
        never = pl.lit(None, INSTANT)
        coming = [frame.with_columns(next_at="at") for frame in chain.from_iterable(self._coming.values())]
        going = chain.from_iterable(self._going.values())
        alive = [frame.with_columns(ended_at=never) for frame in (*coming, *going, *self._settled)]
        over = [frame.with_columns(next_at=never) for frame in self._over]
        if self._earlier is not None and self._earlier.height:
            over.append(self._earlier.with_columns(next_at=never))
        known = [frame.select(_LIVES) for frame in (self._none().with_columns(ended_at=never), *alive, *over)]
        if len(known) == 1:
            return known[0]
        wanted = customers.unique().to_frame("customer_key")
        return pl.concat(known).join(wanted, on="customer_key", how="semi")

    def places(self) -> pl.DataFrame:
        """Every entry with where it stands now, or how it ended."""
        never, why = pl.lit(None, INSTANT), pl.lit(None, pl.String)
        alive = [frame.select(*STANDING, ended_at=never, end_reason=why) for frame in self._settled]
        over = [frame.with_columns(due_at=never) for frame in self._over]
        none = self._none().select(*STANDING, ended_at=never, end_reason=why)
        return pl.concat([none, *alive, *over])

    def earlier(self) -> pl.DataFrame | None:
        """The entries that ended before the slice."""
        return self._earlier

    def counts(self) -> pl.DataFrame:
        """How many entered, left and ended at each step, as COUNTS."""
        entered, left = (
            pl.DataFrame(noted, schema=["version", "step", "count"], orient="row")
            for noted in (self._visits, self._left)
        )
        ended = [
            frame.group_by("version", "step", what="ended." + pl.col("end_reason")).len("count")
            for frame in self._over
        ]
        parts = [
            entered.with_columns(what=pl.lit("entered")),
            left.with_columns(what=pl.lit("left")),
            *ended,
        ]
        every = [pl.DataFrame(schema=COUNTS)] + [part.select(COUNTS.names()).cast(COUNTS) for part in parts]
        counted = pl.concat(every).group_by("version", "step", "what").agg(pl.col("count").sum())
        return counted.filter(pl.col("step") != "")

    def all_sends(self) -> pl.DataFrame:
        """The messages asked for."""
        return pl.concat([pl.DataFrame(schema=SENDS), *self.sends])

    def all_deeds(self) -> pl.DataFrame:
        """The traits and events left behind."""
        return pl.concat([pl.DataFrame(schema=DEEDS), *self.deeds])

    def _none(self) -> pl.DataFrame:
        more = dict.fromkeys(("answer_at", "ends_at", "next_at"), INSTANT)
        return pl.DataFrame(schema=pl.Schema({**STANDING, **more}))

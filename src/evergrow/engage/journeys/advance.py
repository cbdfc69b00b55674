"""Move every entry of a journey as far as a slice of time takes it. One query for each kind of step, not per customer.

Reads   entries that are due or concerned, as a frame; events, segments and metrics through `facts`.
Writes  nothing: new positions, messages and counts are handed back, and the caller keeps them in one transaction.
Holds   everything is decided as of the moment it falls due, so the same entries and messages come out however time
        is cut into slices. In each round every entry takes its next step: what ended it comes first, then what it
        waited for, then what is due. Rounds go on until nothing in the slice is left to happen.
Never   sends, reads the clock or draws random numbers.
See     docs/explanation/journeys.md
"""

from __future__ import annotations

import polars as pl

from evergrow.definitions.journeys import END, WAITS, Journey, Leave, WaitFor
from evergrow.engage.facts import Facts, judged
from evergrow.engage.journeys.act import deeds_of, leave_step, sends_of
from evergrow.engage.journeys.admit import admit
from evergrow.engage.journeys.arrive import put_due
from evergrow.engage.journeys.outcome import outcome_of
from evergrow.engage.journeys.spec import INSTANT, STANDING, Course, Outcome, Slice, naive
from evergrow.engage.journeys.standing import Standing
from evergrow.engage.journeys.watch import Watched, put_answers, put_hits


def advance(
    facts: Facts,
    course: Course,
    slice_: Slice,
    loaded: pl.DataFrame,
    candidates: pl.DataFrame,
    watched: Watched,
) -> Outcome:
    """Let the slice happen to one journey.

    Args:
        facts: What is known.
        course: The journey and its versions.
        slice_: The time and what it brought.
        loaded: Every entry (LOADED) that is due in the slice or whose customer is among `candidates` or `watched`.
        candidates: Who might come in; see enter.py.
        watched: What customers did; see watch.py.
    """
    run = _Run(facts, course, slice_, watched, loaded)
    waiting = candidates
    while not (waiting.is_empty() and run.standing.is_still):
        if not waiting.is_empty():
            waiting = run.let_in(waiting)
        run.step_on()
    return outcome_of(course, run.standing)


class _Run:
    """One journey on its way through one slice."""

    def __init__(
        self, facts: Facts, course: Course, slice_: Slice, watched: Watched, loaded: pl.DataFrame
    ) -> None:
        self._facts, self._course, self._watched = facts, course, watched
        self.standing = Standing(now=naive(slice_.now), is_paused=course.is_paused)
        if loaded.is_empty():
            return
        known = put_hits(loaded, watched).with_columns(
            gained=pl.lit(""), passed=pl.lit(""), stood_due=pl.col("due_at")
        )
        self.standing.remember(known.filter(pl.col("ended_at").is_not_null()))
        self._stand(known.filter(pl.col("ended_at").is_null()).select(*STANDING))

    def let_in(self, waiting: pl.DataFrame) -> pl.DataFrame:
        """Admit whoever can be decided; returns those who cannot yet."""
        lives = self.standing.lives(waiting["customer_key"])
        decided = admit(waiting, lives, self._course.journey.entry.again)
        if not decided.admitted.is_empty():
            self.standing.came.append(decided.admitted)
            entered = decided.admitted.select(
                "entry_key",
                "customer_key",
                "customer_id",
                "key",
                "at",
                identity_key="customer_key",
                gained=pl.lit(""),
                passed=pl.lit(None, pl.String),
                stood_due=pl.lit(None, INSTANT),
                version=pl.lit(self._course.version, pl.Int64),
                entered_at=pl.col("at"),
                step=pl.lit(""),
                arrived_at=pl.col("at"),
                due_at=pl.col("at"),
                to=pl.lit(self._course.journey.steps[0].id),
            )
            self._arrive(put_hits(entered, self._watched))
        return decided.waiting

    def step_on(self) -> None:
        """Let the next thing happen to every entry that goes on: its end, what it waited for, or its step."""
        going = self.standing.take_going()
        moved, due = self._happened(going)
        for (version, step_id), rows in due.with_columns(at=pl.col("due_at")).group_by("version", "step"):
            moved += self._due(self._course.versions[int(str(version))], str(step_id), rows)
        if moved:
            self._arrive(pl.concat([rows.select(*STANDING, "at", "to") for rows in moved]))

    def _happened(self, going: pl.DataFrame) -> tuple[list[pl.DataFrame], pl.DataFrame]:
        """Let those end to whom their end happens; returns those with `to` for whom the answer came, and the rest: the due."""
        moved: list[pl.DataFrame] = []
        if not any(going.select(pl.col("ends_at", "answer_at").is_not_null().any()).row(0)):
            return moved, going
        is_end = (pl.col("ends_at") == pl.col("next_at")).fill_null(False)
        is_answer = (pl.col("answer_at") == pl.col("next_at")).fill_null(False) & ~is_end
        ended = going.filter(is_end).with_columns(at=pl.col("ends_at"))
        is_goal = (pl.col("goal_hit") <= pl.col("exit_hit")).fill_null(pl.col("goal_hit").is_not_null())
        self.standing.end(ended, pl.when(is_goal).then(pl.lit("goal")).otherwise(pl.lit("exited")))
        for (version, step_id), rows in going.filter(is_answer).group_by("version", "step"):
            journey = self._course.versions[int(str(version))]
            step = journey.step(str(step_id))
            then = (step.then or journey.after(step)) if isinstance(step, WaitFor) else END
            moved.append(rows.with_columns(to=pl.lit(then), at=pl.col("answer_at")))
        return moved, going.filter(~is_end & ~is_answer)

    def _due(self, journey: Journey, step_id: str, rows: pl.DataFrame) -> list[pl.DataFrame]:
        """Rows that are due at one step, with where they go on `to`; none where all of them end."""
        step = journey.step(step_id)
        if step is None or isinstance(step, Leave):
            self.standing.end(rows, pl.lit("exited"))
            return []
        if journey.exit_when is not None and not isinstance(step, WAITS):
            asked = judged(self._facts, rows, [journey.exit_when])
            self.standing.end(asked.filter("holds_0").drop("holds_0"), pl.lit("exited"))
            rows = asked.filter(~pl.col("holds_0")).drop("holds_0")
        if (sends := sends_of(step, rows)) is not None:
            self.standing.sends.append(sends)
        if (deeds := deeds_of(step, rows)) is not None:
            self.standing.deeds.append(deeds)
        return [leave_step(self._facts, journey, self._course.name, step, rows)]

    def _arrive(self, moved: pl.DataFrame) -> None:
        """Stand rows with `to` and `at` at their next step, or end them."""
        self.standing.end(moved.filter(pl.col("to") == END), pl.lit("finished"))
        for (version, step_id), rows in moved.filter(pl.col("to") != END).group_by("version", "to"):
            step = self._course.versions[int(str(version))].step(str(step_id))
            assert step is not None, "the reader refuses a way to a step that is not there"
            self.standing.visit(int(str(version)), str(step_id), rows.height)
            visit = pl.concat_str(pl.lit(f"{step_id}@"), pl.col("at").dt.epoch("us"))
            is_first = pl.col("gained") == ""
            is_at_once = pl.col("at") == pl.col("stood_due")
            arrived = rows.with_columns(
                step=pl.col("to"),
                arrived_at=pl.col("at"),
                gained=pl.when(is_first).then(visit).otherwise(pl.concat_str("gained", visit, separator=" ")),
                passed=pl.when(is_at_once).then(pl.concat_str("passed", pl.lit(f" {step_id}"))),
            )
            self._stand(put_due(self._facts, step, arrived).select(*STANDING))

    def _stand(self, rows: pl.DataFrame) -> None:
        self.standing.stand(put_answers(rows, self._watched).with_columns(pl.col("answer_at").cast(INSTANT)))

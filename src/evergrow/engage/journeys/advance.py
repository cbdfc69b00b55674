"""Move every entry of a journey as far as a slice of time takes it. One query for each kind of step, not per customer.

Reads   entries that are due or concerned, as a frame; events, segments and metrics through `facts`.
Writes  nothing: new positions, messages and counts are handed back, and the caller keeps them in one transaction.
Holds   everything is decided as of the moment it falls due, so the same entries and messages come out however time
        is cut into slices. At each step of an entry what ended it comes first, then what it waited for, then what is due.
        Steps are taken in their order, each with all that came to it by then, so that what one asks is asked once; steps that
        lead upwards are taken again, until nothing in the slice is left to happen.
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
from evergrow.engage.journeys.standing import Place, Standing
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
    while not (waiting.is_empty() and not run.standing.busy):
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
        self._ranks = {
            version: {step.id: rank for rank, step in enumerate(journey.steps)}
            for version, journey in course.versions.items()
        }
        self.standing = Standing(now=naive(slice_.now), is_paused=course.is_paused)
        if loaded.is_empty():
            return
        known = put_hits(loaded, watched).with_columns(
            gained=pl.lit(""), passed=pl.lit(""), stood_due=pl.col("due_at")
        )
        self.standing.remember(known.filter(pl.col("ended_at").is_not_null()))
        inside = known.filter(pl.col("ended_at").is_null()).select(*STANDING)
        for (version, step), rows in inside.group_by("version", "step"):
            self._stand((int(str(version)), str(step)), rows)

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
            )
            place = self._course.version, self._course.journey.steps[0].id
            self.standing.come(place, put_hits(entered, self._watched).select(*STANDING, "at"))
        return decided.waiting

    def step_on(self) -> None:
        """Let all that is left happen at the first step where anything is: the end, what was waited for, or the step itself."""
        place = min(self.standing.busy, key=self._rank, default=None)
        if place is None:
            return
        version, step_id = place
        journey = self._course.versions[version]
        if (came := self.standing.take_coming(place)) is not None:
            self._arrive(place, came)
        if (going := self.standing.take_going(place)) is None:
            return
        moved, due = self._happened(journey, step_id, going)
        if due.height:
            moved += self._due(journey, step_id, due.with_columns(at=pl.col("due_at")))
        for rows in moved:
            self._leave(version, rows.select(*STANDING, "at", "to"))

    def _rank(self, place: Place) -> tuple[int, int]:
        """Versions one by one, and in each the steps as they are written; a step that is gone first."""
        version, step_id = place
        return version, self._ranks[version].get(step_id, -1)

    def _happened(
        self, journey: Journey, step_id: str, going: pl.DataFrame
    ) -> tuple[list[pl.DataFrame], pl.DataFrame]:
        """Let those end to whom their end happens; returns those with `to` for whom the answer came, and the rest: the due."""
        if not any(going.select(pl.col("ends_at", "answer_at").is_not_null().any()).row(0)):
            return [], going
        is_end = (pl.col("ends_at") == pl.col("next_at")).fill_null(False)
        is_answer = (pl.col("answer_at") == pl.col("next_at")).fill_null(False) & ~is_end
        ended = going.filter(is_end).with_columns(at=pl.col("ends_at"))
        is_goal = (pl.col("goal_hit") <= pl.col("exit_hit")).fill_null(pl.col("goal_hit").is_not_null())
        self.standing.end(ended, pl.when(is_goal).then(pl.lit("goal")).otherwise(pl.lit("exited")))
        step = journey.step(step_id)
        then = (step.then or journey.after(step)) if isinstance(step, WaitFor) else END
        answered = going.filter(is_answer).with_columns(to=pl.lit(then), at=pl.col("answer_at"))
        return [answered] if answered.height else [], going.filter(~is_end & ~is_answer)

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

    def _leave(self, version: int, moved: pl.DataFrame) -> None:
        """Send rows with `to` and `at` to their next step, or end them."""
        for (to,), rows in moved.group_by("to"):
            if to == END:
                self.standing.end(rows, pl.lit("finished"))
            else:
                self.standing.come((version, str(to)), rows.drop("to"))

    def _arrive(self, place: Place, came: pl.DataFrame) -> None:
        """Stand rows at the step to which they came."""
        version, step_id = place
        step = self._course.versions[version].step(step_id)
        assert step is not None, "the reader refuses a way to a step that is not there"
        visit = pl.concat_str(pl.lit(f"{step_id}@"), pl.col("at").dt.epoch("us"))
        is_first = pl.col("gained") == ""
        is_at_once = pl.col("at") == pl.col("stood_due")
        arrived = came.with_columns(
            step=pl.lit(step_id),
            arrived_at=pl.col("at"),
            gained=pl.when(is_first).then(visit).otherwise(pl.concat_str("gained", visit, separator=" ")),
            passed=pl.when(is_at_once).then(pl.concat_str("passed", pl.lit(f" {step_id}"))),
        )
        self._stand(place, put_due(self._facts, step, arrived).select(*STANDING))

    def _stand(self, place: Place, rows: pl.DataFrame) -> None:
        answered = put_answers(rows, self._watched).with_columns(pl.col("answer_at").cast(INSTANT))
        self.standing.stand(place, answered)

"""Put together what a slice changed: whole entries again, from where they stood and where they stand."""

from __future__ import annotations

import polars as pl

from evergrow.engage.journeys.spec import COUNTS, ENTRIES, INSTANT, Course, Outcome
from evergrow.engage.journeys.standing import Standing

_MOVES = ("step", "arrived_at", "due_at", "ended_at", "end_reason", "goal_at")


def outcome_of(course: Course, loaded: pl.DataFrame, standing: Standing) -> Outcome:
    """New and changed entries as ENTRIES, with what they sent, did and counted."""
    paths = _paths(standing)
    places = _with_goal(course, standing.places())
    came = pl.concat(standing.came) if standing.came else None
    new = _new(places, came, paths)
    moved = _moved(loaded, places, paths)
    late = _late_goals(course, standing)
    counts = pl.concat([standing.counts(), _whole(new, moved, late)])
    return Outcome(
        new=new,
        moved=pl.concat([moved, late]),
        sends=standing.all_sends(),
        deeds=standing.all_deeds(),
        counts=counts,
    )


def _paths(standing: Standing) -> pl.DataFrame:
    """What each entry's path gains: `step@microseconds` for each step it came to."""
    none = pl.DataFrame(schema={"entry_key": pl.Int64, "version": pl.Int64, "step": pl.String, "at": INSTANT})
    visits = pl.concat([none, *standing.visits])
    texts = visits.select("entry_key", visit=pl.format("{}@{}", "step", pl.col("at").dt.epoch("us")))
    return texts.group_by("entry_key", maintain_order=True).agg(gained=pl.col("visit").str.join(" "))


def _with_goal(course: Course, places: pl.DataFrame) -> pl.DataFrame:
    """Add `goal_at`: of an entry that ended otherwise, the goal counts within its window only."""
    windowed = [
        version for version, journey in course.versions.items() if journey.goal and journey.goal.within
    ]
    is_over = pl.col("ended_at").is_not_null()
    counts = is_over & ((pl.col("end_reason") == "goal") | pl.col("version").is_in(windowed))
    return places.with_columns(goal_at=pl.when(counts).then(pl.col("goal_hit")))


def _new(places: pl.DataFrame, came: pl.DataFrame | None, paths: pl.DataFrame) -> pl.DataFrame:
    if came is None:
        return pl.DataFrame(schema=ENTRIES)
    known = came.select("entry_key", "trigger", identity_key=pl.col("customer_key"))
    whole = places.join(known, on="entry_key").join(paths, on="entry_key", how="left")
    return whole.with_columns(path=pl.col("gained").fill_null("")).select(ENTRIES.names())


def _moved(loaded: pl.DataFrame, places: pl.DataFrame, paths: pl.DataFrame) -> pl.DataFrame:
    """The loaded entries that something happened to, as they are now."""
    touched = places.join(paths, on="entry_key", how="left").filter(
        pl.col("gained").is_not_null() | pl.col("ended_at").is_not_null()
    )
    before = loaded.drop(*_MOVES)
    after = before.join(touched.select("entry_key", "gained", *_MOVES), on="entry_key")
    longer = pl.concat_str("path", "gained", separator=" ", ignore_nulls=True)
    return after.with_columns(path=longer).select(ENTRIES.names())


def _late_goals(course: Course, standing: Standing) -> pl.DataFrame:
    """Entries that were over before the slice and reached their goal in it, within its window."""
    earlier = standing.earlier()
    if earlier is None or earlier.is_empty():
        return pl.DataFrame(schema=ENTRIES)
    windowed = [
        version for version, journey in course.versions.items() if journey.goal and journey.goal.within
    ]
    is_new = (
        pl.col("goal_at").is_null() & pl.col("goal_hit").is_not_null() & (pl.col("end_reason") != "stopped")
    )
    late = earlier.filter(is_new & pl.col("version").is_in(windowed))
    return late.with_columns(goal_at=pl.col("goal_hit")).select(ENTRIES.names())


def _whole(new: pl.DataFrame, moved: pl.DataFrame, late: pl.DataFrame) -> pl.DataFrame:
    """Counts of the journey as a whole: who came in, and who reached the goal."""
    reached = pl.concat([new, moved, late]).filter(pl.col("goal_at").is_not_null())
    parts = [(new, "entered"), (reached, "goal")]
    counted = [
        rows.group_by("version").len("count").with_columns(step=pl.lit(""), what=pl.lit(what))
        for rows, what in parts
    ]
    return pl.concat([part.select(COUNTS.names()).cast(COUNTS) for part in counted])

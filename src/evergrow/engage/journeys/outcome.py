"""Put together what a slice changed, from where the entries stand after it."""

from __future__ import annotations

import polars as pl

from evergrow.engage.journeys.spec import COUNTS, ENTRIES, GOALS, MOVED, Course, Outcome
from evergrow.engage.journeys.standing import Standing


def outcome_of(course: Course, standing: Standing) -> Outcome:
    """New and changed entries, with what they sent, did and counted."""
    places = _with_goal(course, standing.places())
    came = pl.concat(standing.came) if standing.came else None
    new, moved = _new(places, came), _moved(places, came)
    late = _late_goals(course, standing)
    return Outcome(
        new=new,
        moved=moved,
        goals=late,
        sends=standing.all_sends(),
        deeds=standing.all_deeds(),
        counts=pl.concat([standing.counts(), _whole(new, moved, late)]),
    )


def _with_goal(course: Course, places: pl.DataFrame) -> pl.DataFrame:
    """Add `goal_at`: of an entry that ended otherwise, the goal counts within its window only."""
    windowed = _windowed(course)
    is_over = pl.col("ended_at").is_not_null()
    counts = is_over & ((pl.col("end_reason") == "goal") | pl.col("version").is_in(windowed))
    return places.with_columns(goal_at=pl.when(counts).then(pl.col("goal_hit")))


def _new(places: pl.DataFrame, came: pl.DataFrame | None) -> pl.DataFrame:
    if came is None:
        return pl.DataFrame(schema=ENTRIES)
    whole = places.join(came.select("entry_key", "trigger"), on="entry_key")
    return whole.rename({"gained": "path"}).select(ENTRIES.names())


def _moved(places: pl.DataFrame, came: pl.DataFrame | None) -> pl.DataFrame:
    """The entries from before that something happened to, as they are now."""
    if came is not None and places.height == came.height:  # nobody was inside before
        return pl.DataFrame(schema=MOVED)
    touched = places.filter((pl.col("gained") != "") | pl.col("ended_at").is_not_null())
    before = touched if came is None else touched.join(came, on="entry_key", how="anti")
    return before.select(MOVED.names())


def _late_goals(course: Course, standing: Standing) -> pl.DataFrame:
    """Entries that were over before the slice and reached their goal in it, within its window."""
    earlier = standing.earlier()
    if earlier is None or earlier.is_empty():
        return pl.DataFrame(schema=GOALS)
    is_new = (
        pl.col("goal_at").is_null() & pl.col("goal_hit").is_not_null() & (pl.col("end_reason") != "stopped")
    )
    late = earlier.filter(is_new & pl.col("version").is_in(_windowed(course)))
    return late.with_columns(goal_at=pl.col("goal_hit")).select(GOALS.names())


def _windowed(course: Course) -> list[int]:
    """The versions whose goal counts within a window, whether its entry has ended or not."""
    return [version for version, journey in course.versions.items() if journey.goal and journey.goal.within]


def _whole(new: pl.DataFrame, moved: pl.DataFrame, late: pl.DataFrame) -> pl.DataFrame:
    """Counts of the journey as a whole: who came in, and who reached the goal."""
    ends = [frame.select("version", "goal_at") for frame in (new, moved, late)]
    reached = pl.concat(ends).filter(pl.col("goal_at").is_not_null())
    parts = [(new, "entered"), (reached, "goal")]
    counted = [
        rows.group_by("version").len("count").with_columns(step=pl.lit(""), what=pl.lit(what))
        for rows, what in parts
        if rows.height
    ]
    none = pl.DataFrame(schema=COUNTS)
    return pl.concat([none, *(part.select(COUNTS.names()).cast(COUNTS) for part in counted)])

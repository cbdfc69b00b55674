"""What customers did that ends an entry, or that it waits for.

Holds   an event counts for an entry only after it began, and not where it names another key than the entry's: an
        order of one cart does not end the journey of another. An event that came to be known late counts from the
        moment at which the entry arrived where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from evergrow.definitions.journeys import EventMatch, Journey, WaitFor
from evergrow.engage.facts import Facts, Matcher, matching
from evergrow.engage.journeys.spec import INSTANT, Course

_AT = {"goal_hit": INSTANT, "exit_hit": INSTANT}


@dataclass(frozen=True)
class Watched:
    """The events of a slice that a course looks out for, by version: `customer_key`, `at`, `key`, `matches_*`."""

    course: Course
    events: Mapping[int, pl.DataFrame]

    @property
    def customers(self) -> pl.Series:
        """Whom they are about."""
        named = [frame["customer_key"] for frame in self.events.values()]
        return (named[0] if len(named) == 1 else pl.concat(named)).unique()


def watch(facts: Facts, course: Course, arrivals: pa.Table) -> Watched:
    """Look through the arrivals for what any version of the journey waits for."""
    events = {}
    for version, journey in course.versions.items():
        matchers = [Matcher(event=match.event, where=match.where) for match in _matches(journey)]
        events[version] = matching(facts, arrivals, matchers, key=journey.entry.key)
    return Watched(course, events)


def put_hits(entries: pl.DataFrame, watched: Watched) -> pl.DataFrame:
    """Add `goal_hit` and `exit_hit`: when the entry's customer first reached the goal, or did what ends it."""
    if all(events.is_empty() for events in watched.events.values()):
        return entries.with_columns(pl.lit(None, INSTANT).alias(name) for name in _AT)
    entries = entries.drop("goal_hit", "exit_hit", strict=False)
    parts = []
    for version, journey in watched.course.versions.items():
        rows, events = entries.filter(pl.col("version") == version), watched.events[version]
        if not rows.is_empty():
            parts.append(_with_hits(rows, events, journey))
    return pl.concat(parts) if parts else entries.with_columns(pl.lit(None, INSTANT).alias(n) for n in _AT)


def put_answers(standing: pl.DataFrame, watched: Watched) -> pl.DataFrame:
    """Add `answer_at`: when the customer did what the entry waits for at the step where it stands."""
    if all(events.is_empty() for events in watched.events.values()):
        return standing.with_columns(answer_at=pl.lit(None, INSTANT))
    standing = standing.drop("answer_at", strict=False)
    found = []
    for version, journey in watched.course.versions.items():
        events = watched.events[version]
        for place, step in _waits(journey) if not events.is_empty() else ():
            rows = standing.filter((pl.col("version") == version) & (pl.col("step") == step.id))
            hits = _pairs(rows, events.filter(f"matches_{place}")).filter(
                (pl.col("at") > pl.col("arrived_at")) & (pl.col("at") <= pl.col("due_at"))
            )
            found.append(hits.group_by("entry_key").agg(answer_at=pl.col("at").min()))
    if not found:
        return standing.with_columns(answer_at=pl.lit(None, INSTANT))
    return standing.join(pl.concat(found), on="entry_key", how="left")


def _with_hits(rows: pl.DataFrame, events: pl.DataFrame, journey: Journey) -> pl.DataFrame:
    nothing = rows.with_columns(pl.lit(None, INSTANT).alias(name) for name in _AT)
    if events.is_empty() or not (journey.goal or journey.exit_on):
        return nothing
    within = journey.goal.within if journey.goal else None
    in_window = pl.lit(True) if within is None else pl.col("at") <= pl.col("entered_at") + within
    ends = [f"matches_{place}" for place, _ in enumerate(journey.exit_on, start=1 if journey.goal else 0)]
    pairs = _pairs(rows, events).filter(pl.col("at") > pl.col("entered_at"))
    hits = pairs.group_by("entry_key").agg(
        goal_hit=pl.col("at").filter(pl.col("matches_0") & in_window).min()
        if journey.goal
        else pl.lit(None, INSTANT).first(),
        exit_hit=pl.col("at").filter(pl.any_horizontal(ends)).min()
        if ends
        else pl.lit(None, INSTANT).first(),
    )
    return rows.join(hits, on="entry_key", how="left")


def _pairs(rows: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Each entry with each event of its customer that is not about another key."""
    named = events.select("customer_key", "at", "^matches_.*$", event_key="key")
    both = rows.select("entry_key", "customer_key", "key", "entered_at", "arrived_at", "due_at").join(
        named, on="customer_key"
    )
    is_keyed = pl.col("key") != ""
    return both.filter(~is_keyed | pl.col("event_key").is_null() | (pl.col("event_key") == pl.col("key")))


def _matches(journey: Journey) -> list[EventMatch]:
    """Everything the journey looks out for: the goal, what ends it, then its waits, in their order."""
    goal = [journey.goal.event] if journey.goal else []
    return [*goal, *journey.exit_on, *(step.event for _, step in _waits(journey))]


def _waits(journey: Journey) -> list[tuple[int, WaitFor]]:
    """The steps that wait for an event, each with its matcher's place."""
    first = (1 if journey.goal else 0) + len(journey.exit_on)
    return list(enumerate((step for step in journey.steps if isinstance(step, WaitFor)), start=first))

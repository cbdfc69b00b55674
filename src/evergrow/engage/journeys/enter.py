"""Find who might come into a journey: by an event, a stage or segment, a schedule, or because somebody asked.

Reads   what a slice of time brought; for a schedule everybody, at the moments it names.
Holds   a candidate's key is made of journey, customer, key and cause: found again, it is the same entry.
Never   decides whether they may come in again: see admit.py.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import polars as pl

from evergrow.definitions.journeys import EventMatch, Scheduled, SegmentChange, StageEntered
from evergrow.definitions.schedules import Schedule, occurrences
from evergrow.engage.facts import Facts, Matcher, audience, judged, matching, placed, zones_at
from evergrow.engage.journeys.spec import CANDIDATES, INSTANT, Course, Slice, aware, naive
from evergrow.kernel import iso, keys_of

_FOUND = pl.Schema(
    {"customer_key": pl.Int64(), "at": INSTANT, "key": pl.String(), "cause": pl.String(), "told": pl.String()}
)
"""Whom a trigger names: `cause` tells two of its kind apart, `told` is the trigger as JSON."""


def candidates(facts: Facts, course: Course, slice_: Slice) -> pl.DataFrame:
    """Whom the slice brings to the journey's door, in time's order: rows of CANDIDATES."""
    if course.open_since is None or course.is_paused:
        return pl.DataFrame(schema=CANDIDATES)
    found = _named(facts, course, slice_)
    found = found.filter(pl.col("at") >= naive(course.open_since))
    only = course.journey.entry.only
    if only is not None and not found.is_empty():
        found = judged(facts, found, [only]).filter("holds_0").drop("holds_0")
    return _keyed(facts, course.name, found)


def _named(facts: Facts, course: Course, slice_: Slice) -> pl.DataFrame:
    entry = course.journey.entry
    asked = _asked_for(course.name, slice_)
    match entry.trigger:
        case EventMatch() as event:
            found = _by_event(facts, event, entry.key, slice_)
        case StageEntered(stage=stage):
            found = _by_stage(stage, slice_)
        case SegmentChange() as change:
            found = _by_segment(change, slice_)
        case Scheduled() as scheduled:
            found = _by_schedule(facts, scheduled, slice_)
        case _:
            return asked
    return pl.concat([found, asked])


def _by_event(facts: Facts, event: EventMatch, key: str | None, slice_: Slice) -> pl.DataFrame:
    found = matching(facts, slice_.arrivals, [Matcher(event=event.event, where=event.where)], key=key)
    if key is not None:
        found = found.filter(pl.col("key").is_not_null())  # without its key an event opens no entry
    rows = zip(
        found["name"], found["at"], found["properties"], found["key"], strict=True
    )  # a loop over candidates only
    told = [_told(name, at, properties, key) for name, at, properties, key in rows]
    return found.with_columns(pl.Series("told", told, pl.String), cause=pl.col("message_id")).select(
        "customer_key", "at", pl.col("key").fill_null("").str.slice(0, 200), "cause", "told"
    )


def _by_stage(stage: str, slice_: Slice) -> pl.DataFrame:
    return _plainly(slice_.moves.filter(pl.col("stage") == stage), "stage", stage)


def _by_segment(change: SegmentChange, slice_: Slice) -> pl.DataFrame:
    is_this = (pl.col("segment") == change.segment) & (pl.col("change") == change.change)
    return _plainly(slice_.changes.filter(is_this), f"segment_{change.change}", change.segment)


def _asked_for(name: str, slice_: Slice) -> pl.DataFrame:
    asked = slice_.requests.filter(pl.col("journey") == name)
    return _plainly(asked, "api", "", cause=pl.format("api:{}", "request_key"))


def _by_schedule(facts: Facts, scheduled: Scheduled, slice_: Slice) -> pl.DataFrame:
    if not may_occur(scheduled.schedule, slice_.since, slice_.now):
        return pl.DataFrame(schema=_FOUND)
    return _plainly(scheduled_for(facts, scheduled, slice_.since, slice_.now), "schedule", "")


def scheduled_for(facts: Facts, scheduled: Scheduled, since: datetime, now: datetime) -> pl.DataFrame:
    """`customer_key`, `at`: everybody known by then, at each moment in (since, now] that the schedule names."""
    everybody = audience(facts).filter(pl.col("first_seen_at") <= naive(now))
    zones = pl.DataFrame({"zone": [facts.world.zone]})
    if scheduled.is_local:
        everybody = zones_at(facts, everybody.with_columns(at=pl.lit(naive(now), INSTANT))).drop("at")
        zones = everybody.select("zone").unique()
    else:
        everybody = everybody.with_columns(zone=pl.lit(facts.world.zone))
    moments = [
        {"zone": zone, "at": naive(at)}
        for zone in zones["zone"]
        for at in occurrences(scheduled.schedule, zone, since, now)
    ]
    found = everybody.join(pl.DataFrame(moments, schema={"zone": pl.String, "at": INSTANT}), on="zone")
    return found.filter(pl.col("first_seen_at") <= pl.col("at")).select("customer_key", "at")


def may_occur(schedule: Schedule, since: datetime, now: datetime) -> bool:
    """Whether any clock on earth shows the time in the slice: they are all whole quarters of an hour apart."""
    quarter = 900
    first = int(since.timestamp()) // quarter * quarter + schedule.clock.minute % 15 * 60
    return any(since.timestamp() < at <= now.timestamp() for at in (first, first + quarter)) or (
        (now - since).total_seconds() >= quarter
    )


def _plainly(rows: pl.DataFrame, kind: str, name: str, *, cause: pl.Expr | None = None) -> pl.DataFrame:
    """Triggers that carry nothing but their kind, name and moment."""
    told = [json.dumps({"event": kind, "name": name, "at": iso(aware(at))}) for at in rows["at"]]
    made = (
        cause
        if cause is not None
        else pl.format("{}:{}:{}", pl.lit(kind), pl.lit(name), pl.col("at").dt.epoch())
    )
    return rows.select(
        "customer_key", "at", key=pl.lit(""), cause=made, told=pl.Series(told, dtype=pl.String)
    )


def _told(name: str, at: datetime, properties: str | None, key: str | None) -> str:
    told = {"event": name, "at": iso(at.replace(tzinfo=UTC)), "key": key}
    text = json.dumps(
        {field: value for field, value in told.items() if value is not None}, ensure_ascii=False
    )
    return f'{text[:-1]}, "properties": {properties or "{}"}}}'


def _keyed(facts: Facts, journey: str, found: pl.DataFrame) -> pl.DataFrame:
    """The rows as candidates, each once."""
    if found.is_empty():
        return pl.DataFrame(schema=CANDIDATES)
    names = placed(facts, found["customer_key"]).select("customer_key", "customer_id").unique("customer_key")
    named = found.join(names, on="customer_key").filter(pl.col("customer_id").is_not_null())
    rows = zip(named["customer_id"], named["key"], named["cause"], strict=True)
    keys = keys_of(f"{journey}\n{customer}\n{key}\n{cause}" for customer, key, cause in rows)
    made = named.with_columns(pl.Series("entry_key", keys, pl.Int64), trigger=pl.col("told"))
    return made.select(*CANDIDATES.names()).unique("entry_key", keep="first").sort("at", "entry_key")

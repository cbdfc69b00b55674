"""What a journey leaves for others: messages for the outbox, and records of what it did for the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
import pyarrow as pa

from evergrow.definitions.journeys import Emit, Journey, SetTrait
from evergrow.engage.journeys.spec import INSTANT, Course, Outcome, naive
from evergrow.ingest import RECORDS
from evergrow.kernel import keys_of

OUTBOX: Final = pl.Schema(
    {
        "message_key": pl.Int64(),
        "origin": pl.String(),
        "origin_name": pl.String(),
        "origin_version": pl.Int64(),
        "step": pl.String(),
        "entry_key": pl.Int64(),
        "identity_key": pl.Int64(),
        "customer_id": pl.String(),
        "channel": pl.String(),
        "topic": pl.String(),
        "template": pl.String(),
        "template_version": pl.Int64(),
        "trigger": pl.String(),
        "created_at": INSTANT,
        "due_at": INSTANT,
        "status": pl.String(),
        "reason": pl.String(),
        "tries": pl.Int64(),
    }
)
"""Rows of the outbox as they are made."""

GONE: Final = "template_missing"
"""The reason of a message whose template was removed while somebody was on the way to it."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A message document as the outbox names it."""

    channel: str
    topic: str
    version: int


def messages_of(
    course: Course,
    sends: pl.DataFrame,
    entries: pl.DataFrame,
    templates: Mapping[str, Template],
    now: datetime,
) -> pl.DataFrame:
    """The messages that a slice asked for (SENDS), as OUTBOX. Of one entry and step each is another only if it came
    round again. `entries` (ENTRIES) are as they stand after the slice.
    """
    if sends.is_empty():
        return pl.DataFrame(schema=OUTBOX)
    who = entries.select("entry_key", "identity_key", "customer_id", "trigger", "path")
    rows = sends.sort("entry_key", "at").join(who, on="entry_key", maintain_order="left")
    known = pl.DataFrame(
        [(name, one.channel, one.topic, one.version) for name, one in templates.items()],
        schema={
            "template": pl.String,
            "channel": pl.String,
            "topic": pl.String,
            "template_version": pl.Int64,
        },
        orient="row",
    )
    rows = rows.join(known, on="template", how="left", maintain_order="left")
    is_gone = pl.col("channel").is_null()
    made = rows.with_columns(
        message_key=pl.col("entry_key") ^ message_bits(course, rows),
        origin=pl.lit("journey"),
        origin_name=pl.lit(course.name),
        origin_version=pl.col("version"),
        channel=pl.col("channel").fill_null(""),
        topic=pl.col("topic").fill_null(""),
        template_version=pl.col("template_version").fill_null(0),
        created_at=pl.lit(naive(now), INSTANT),
        due_at=pl.col("at"),
        status=pl.when(is_gone).then(pl.lit("suppressed")).otherwise(pl.lit("waiting")),
        reason=pl.when(is_gone).then(pl.lit(GONE)),
        tries=pl.lit(0, pl.Int64),
    )
    return made.select(OUTBOX.names()).cast(OUTBOX)


def records_of(course: Course, outcome: Outcome) -> pa.Table:
    """The traits set and events emitted, as `ingest.RECORDS`: the tick appends them to the log after its commit.

    Their message ids are made of entry, step and moment, so handing them over twice changes nothing.
    """
    if outcome.deeds.is_empty():
        return RECORDS.empty_table()
    rows = outcome.deeds.iter_rows(named=True)
    records = [_record(course.name, course.versions[row["version"]], row) for row in rows]
    return pa.Table.from_pylist(records, schema=RECORDS)


def message_bits(course: Course, rows: pl.DataFrame) -> pl.Series:
    """`bits`: what an entry's key is changed by (exclusive or) for the key of a message. Of its step, and of the round where
    a journey goes in circles.

    The entry's key is random and names its journey, so that this is as good as a hash of both. It costs nothing, and keys
    of one step lie in the order of their entries: in the outbox's index, too.

    Args:
        course: The journey.
        rows: SENDS; with the entry's `path` where the journey goes in circles.
    """
    asked = rows.select(place=pl.col("step"))
    if goes_round(course):
        asked = asked.with_columns(place=pl.col("place") + _rounds(rows))
    places = asked["place"].unique()
    known = pl.DataFrame({"place": places, "bits": pl.Series(keys_of(places), dtype=pl.Int64)})
    return asked.join(known, on="place", how="left", maintain_order="left")["bits"]


def _rounds(rows: pl.DataFrame) -> pl.Series:
    """Behind the step of a message whose entry had been there before: how often. Of few journeys only."""
    asked = rows.select("path", "step", pl.col("at").dt.epoch("us")).iter_rows()
    numbers = [_visits(path, step, at) - 1 for path, step, at in asked]
    return pl.Series([f"\n{number}" if number > 0 else "" for number in numbers], dtype=pl.String)


def _visits(path: str, step: str, upto: int) -> int:
    """How often an entry had come to a step by then."""
    visits = [visit.rpartition("@") for visit in path.split(" ")]
    return sum(name == step and int(micros) <= upto for name, _, micros in visits)


def goes_round(course: Course) -> bool:
    """Whether in any version a step can be reached from itself."""
    return any(_goes_round(journey) for journey in course.versions.values())


def _goes_round(journey: Journey) -> bool:
    """Only a way upwards can close a circle."""
    places = {step.id: place for place, step in enumerate(journey.steps)}
    return any(
        places.get(target, len(places)) <= places[step.id]
        for step in journey.steps
        for target in journey.ways(step)
    )


def _record(name: str, journey: Journey, row: Mapping[str, Any]) -> dict[str, Any]:
    step = journey.step(row["step"])
    kind, _, value = row["customer_id"].partition(":")
    micros = int((row["at"] - datetime(1970, 1, 1)).total_seconds() * 1_000_000)
    common = {
        "message_id": f"journey:{name}:{row['entry_key']}:{row['step']}:{micros}",
        "user_id" if kind == "user" else "anonymous_id": value,
        "timestamp": row["at"],
        "context": json.dumps({"journey": name, "step": row["step"]}),
    }
    if isinstance(step, SetTrait):
        return common | {"type": "identify", "traits": json.dumps({step.key: step.value}, ensure_ascii=False)}
    assert isinstance(step, Emit)
    properties = {"journey": name, "step": row["step"], **step.properties}
    return common | {
        "type": "track",
        "name": step.event,
        "properties": json.dumps(properties, ensure_ascii=False),
    }

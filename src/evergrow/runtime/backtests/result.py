"""What a backtest found, put together for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import polars as pl
from sqlalchemy import func, select

from evergrow.engage.facts import Facts, identities_of
from evergrow.engage.journeys import Replay, aware, entries
from evergrow.kernel import Period
from evergrow.record.customers import called
from evergrow.storage.state import Tx
from evergrow.storage.warehouse import Warehouse

SAMPLES: Final = 8


@dataclass(frozen=True, kw_only=True)
class SentOnDay:
    """Messages of a channel that would have gone out on a day of the account's zone."""

    day: str
    channel: str
    sent: int


@dataclass(frozen=True, kw_only=True)
class BacktestStep:
    """How many came to a step, went on and stand there; and what became of its messages."""

    step: str
    entered: int
    left: int
    here: int
    sent: int
    suppressed: dict[str, int]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class JourneyOverlap:
    """Customers of the backtest who were inside another journey in the same period."""

    journey: str
    customers: int


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something on a customer's way: they came to a step, were sent a message or not, left."""

    at: datetime
    what: str
    step: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class EntryTimeline:
    """One entry, told in order, and what its customer is called by now."""

    customer_id: str
    customer_name: str | None
    customer_email: str | None
    key: str
    entered_at: datetime
    end_reason: str | None
    moments: list[Moment]


@dataclass(frozen=True, kw_only=True)
class BacktestResult:
    """What the journey would have done. Of messages, made = sent + suppressed + waiting."""

    journey: str
    start: datetime
    end: datetime
    entries: int
    customers: int
    inside: int
    goals: int
    ended: dict[str, int]
    messages: int
    sent: int
    suppressed: dict[str, int]
    waiting: int
    by_day: list[SentOnDay]
    steps: list[BacktestStep]
    overlaps: list[JourneyOverlap]
    samples: list[EntryTimeline]


def result_of(tx: Tx, facts: Facts, replay: Replay, outbox: pl.DataFrame, period: Period) -> BacktestResult:
    """Count entries and messages, and pick timelines worth looking at."""
    inside = replay.entries.filter(pl.col("ended_at").is_null()).height
    ended = replay.entries.filter(pl.col("end_reason").is_not_null())["end_reason"]
    status = Counter(outbox["status"].to_list())
    return BacktestResult(
        journey=replay.course.name,
        start=period.start,
        end=period.end,
        entries=replay.entries.height,
        customers=replay.entries["customer_key"].n_unique(),
        inside=inside,
        goals=replay.entries["goal_at"].count(),
        ended=dict(Counter(ended.to_list())),
        messages=outbox.height,
        sent=status["sent"],
        suppressed=_reasons(outbox),
        waiting=status["waiting"],
        by_day=_by_day(outbox, facts.world.zone),
        steps=_steps(replay, outbox),
        overlaps=_overlaps(tx, facts, replay, period),
        samples=_samples(replay, outbox),
    )


def _reasons(outbox: pl.DataFrame) -> dict[str, int]:
    return dict(Counter(outbox.filter(pl.col("status") == "suppressed")["reason"].to_list()))


def _by_day(outbox: pl.DataFrame, zone: str) -> list[SentOnDay]:
    day = pl.col("due_at").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.date().cast(pl.String)
    sent = outbox.filter(pl.col("status") == "sent").group_by("channel", day=day).len("sent")
    return [SentOnDay(**row) for row in sent.sort("day", "channel").iter_rows(named=True)]


def _steps(replay: Replay, outbox: pl.DataFrame) -> list[BacktestStep]:
    counts = {(row["step"], row["what"]): row["count"] for row in replay.counts.iter_rows(named=True)}
    found = []
    for step in replay.course.journey.steps:
        entered, left = counts.get((step.id, "entered"), 0), counts.get((step.id, "left"), 0)
        own = outbox.filter(pl.col("step") == step.id)
        status = Counter(own["status"].to_list())
        found.append(
            BacktestStep(
                step=step.id,
                entered=entered,
                left=left,
                here=entered - left,
                sent=status["sent"],
                suppressed=_reasons(own),
                waiting=status["waiting"],
            )
        )
    return found


def _overlaps(tx: Tx, facts: Facts, replay: Replay, period: Period) -> list[JourneyOverlap]:
    """By the identities of today's customers; a customer counts once a journey, whatever they were called."""
    if replay.entries.is_empty():
        return []
    keys = identities_of(facts, replay.entries["customer_key"]).to_list()
    found: Counter[str] = Counter()
    for first in range(0, len(keys), 1_000):
        query = (
            select(entries.c.journey, func.count(entries.c.identity_key.distinct()).label("customers"))
            .where(
                entries.c.identity_key.in_(keys[first : first + 1_000]),
                entries.c.journey != replay.course.name,
                entries.c.entered_at < period.end,
                entries.c.ended_at.is_(None) | (entries.c.ended_at >= period.start),
            )
            .group_by(entries.c.journey)
        )
        found.update({row["journey"]: row["customers"] for row in tx.rows(query)})
    return [JourneyOverlap(journey=journey, customers=number) for journey, number in found.most_common()]


def with_names(warehouse: Warehouse, result: BacktestResult) -> BacktestResult:
    """The result with what the customers of its timelines are called; one query."""
    names = called(warehouse, (one.customer_id for one in result.samples))
    samples = [
        replace(one, customer_name=names[one.customer_id].name, customer_email=names[one.customer_id].email)
        if one.customer_id in names
        else one
        for one in result.samples
    ]
    return replace(result, samples=samples)


def _samples(replay: Replay, outbox: pl.DataFrame) -> list[EntryTimeline]:
    """A few entries of every way to end, those with the most messages first."""
    said = outbox.group_by("entry_key").len("messages")
    ranked = replay.entries.join(said, on="entry_key", how="left").sort(
        pl.col("messages").fill_null(0), "entry_key", descending=[True, False]
    )
    picked = ranked.with_columns(place=pl.int_range(pl.len()).over("end_reason")).sort("place", "entry_key")
    return [_timeline(row, outbox) for row in picked.head(SAMPLES).iter_rows(named=True)]


def _timeline(row: dict[str, Any], outbox: pl.DataFrame) -> EntryTimeline:
    moments = [_visit(visit) for visit in row["path"].split(" ") if visit]
    for message in outbox.filter(pl.col("entry_key") == row["entry_key"]).iter_rows(named=True):
        detail = message["reason"] or message["waits_for"] or message["channel"]
        moments.append(
            Moment(at=aware(message["due_at"]), what=message["status"], step=message["step"], detail=detail)
        )
    if row["ended_at"] is not None:
        moments.append(
            Moment(at=aware(row["ended_at"]), what="ended", step=row["step"], detail=row["end_reason"])
        )
    return EntryTimeline(
        customer_id=row["customer_id"],
        customer_name=None,
        customer_email=None,
        key=row["key"],
        entered_at=aware(row["entered_at"]),
        end_reason=row["end_reason"],
        moments=sorted(moments, key=lambda moment: moment.at),
    )


def _visit(text: str) -> Moment:
    step, _, micros = text.rpartition("@")
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros))
    return Moment(at=at, what="arrived", step=step, detail="")

"""How a journey does: how many came to each step and stand there, what became of its messages, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from evergrow.engage.journeys.book import entries_as_they_stand, with_paths
from evergrow.engage.journeys.tables import entries, journey_counts, journey_states, positions
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

_WAITING = ("waiting", "ready", "handing")


@dataclass(frozen=True, kw_only=True)
class MessageCounts:
    """What became of the messages of a step. The first is the sum of the others."""

    entries: int = 0
    sent: int = 0
    suppressed: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    failed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StepCounts:
    """How many came to a step, went on and stand there: entered = left + here."""

    step: str
    entered: int
    left: int
    here: int
    ended: dict[str, int]
    messages: MessageCounts | None = None


@dataclass(frozen=True, kw_only=True)
class JourneyCounts:
    """A journey as a whole, over all versions."""

    entries: int
    inside: int
    goals: int
    ended: dict[str, int]
    steps: list[StepCounts]


@dataclass(frozen=True, kw_only=True)
class JourneyState:
    """Whether a journey runs, and by which version."""

    status: str
    version: int
    launched_at: datetime
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, kw_only=True)
class Visit:
    """An entry came to a step."""

    step: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SentMessage:
    """A message of an entry, and why it went out or did not."""

    message_id: str
    step: str
    channel: str
    template: str
    due_at: datetime
    status: str
    reason: str | None
    detail: str | None
    waits_for: str | None
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EntryShown:
    """One entry: what brought the customer in, where they have been, and what they were sent."""

    entry_id: str
    journey: str
    version: int
    customer_id: str
    key: str
    trigger: str
    entered_at: datetime
    step: str
    due_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    goal_at: datetime | None
    path: list[Visit]
    messages: list[SentMessage]


def journey_state(tx: Tx, name: str) -> JourneyState | None:
    """None for a journey that was never launched."""
    row = tx.first(select(journey_states).where(journey_states.c.journey == name))
    names = ("status", "version", "launched_at", "changed_at", "changed_by")
    return JourneyState(**{name: row[name] for name in names}) if row else None


def journey_report(tx: Tx, name: str, version: int | None = None) -> JourneyCounts:
    """The counts of one version, or of all."""
    query = select(journey_counts).where(journey_counts.c.journey == name)
    if version is not None:
        query = query.where(journey_counts.c.version == version)
    totals: dict[str, dict[str, int]] = {}
    for row in tx.rows(query):
        step = totals.setdefault(row["step"], {})
        step[row["what"]] = step.get(row["what"], 0) + row["count"]
    if version is None:
        totals = {step: _once(counts) for step, counts in totals.items()}
    whole = totals.pop("", {})
    said = _messages(tx, name, version)
    steps = [_step(step, totals.get(step, {}), said.get(step)) for step in sorted({*totals, *said})]
    ended: dict[str, int] = {}
    for step in steps:
        for reason, number in step.ended.items():
            ended[reason] = ended.get(reason, 0) + number
    return JourneyCounts(
        entries=whole.get("entered", 0),
        inside=sum(step.here for step in steps),
        goals=whole.get("goal", 0),
        ended=ended,
        steps=steps,
    )


def list_entries(
    tx: Tx,
    *,
    journey: str | None = None,
    identity_keys: Sequence[int] = (),
    step: str | None = None,
    before: datetime | None = None,
    limit: int = 50,
) -> list[EntryShown]:
    """Entries, newest first: of a journey (at one step), or of a customer by their keys."""
    query = entries_as_they_stand()
    query = query.order_by(entries.c.entered_at.desc(), entries.c.entry_key).limit(limit)
    if journey is not None:
        query = query.where(entries.c.journey == journey)
    if identity_keys:
        query = query.where(entries.c.identity_key.in_(identity_keys))
    if step is not None:
        query = query.where(positions.c.step == step)
    if before is not None:
        query = query.where(entries.c.entered_at < before)
    rows = with_paths(tx, tx.rows(query))
    said = _messages_of(tx, rows)
    return [_entry(row, said.get(row["entry_key"], [])) for row in rows]


def _once(counts: dict[str, int]) -> dict[str, int]:
    """Who moved from one version to another came to the step once."""
    come, gone = counts.get("moved.in", 0), counts.get("moved.out", 0)
    return counts | {
        "entered": counts.get("entered", 0) - come,
        "left": counts.get("left", 0) - gone,
    }


def _step(step: str, counts: dict[str, int], said: MessageCounts | None) -> StepCounts:
    entered, left = counts.get("entered", 0), counts.get("left", 0)
    ended = {what[6:]: number for what, number in counts.items() if what.startswith("ended.") and number}
    return StepCounts(step=step, entered=entered, left=left, here=entered - left, ended=ended, messages=said)


def _messages(tx: Tx, name: str, version: int | None) -> dict[str, MessageCounts]:
    query = select(messages.c.step, messages.c.status, messages.c.reason, func.count().label("count")).where(
        messages.c.origin == "journey", messages.c.origin_name == name
    )
    if version is not None:
        query = query.where(messages.c.origin_version == version)
    by_step: dict[str, list[Any]] = {}
    for row in tx.rows(query.group_by(messages.c.step, messages.c.status, messages.c.reason)):
        by_step.setdefault(row["step"], []).append(row)
    return {step: message_counts(rows) for step, rows in by_step.items()}


def message_counts(rows: Sequence[Any]) -> MessageCounts:
    """Rows of `status`, `reason`, `count` put together; what nobody answered for counts as failed."""
    suppressed: dict[str, int] = {}
    failed: dict[str, int] = {}
    sent = waiting = 0
    for row in rows:
        status, reason, number = row["status"], row["reason"] or "", row["count"]
        if status == "sent":
            sent += number
        elif status in _WAITING:
            waiting += number
        elif status == "suppressed":
            suppressed[reason] = suppressed.get(reason, 0) + number
        else:
            why = "unknown" if status == "unknown" else reason
            failed[why] = failed.get(why, 0) + number
    total = sent + waiting + sum(suppressed.values()) + sum(failed.values())
    return MessageCounts(entries=total, sent=sent, suppressed=suppressed, waiting=waiting, failed=failed)


def _messages_of(tx: Tx, rows: Sequence[Any]) -> dict[int, list[SentMessage]]:
    keys = [row["entry_key"] for row in rows]
    people = sorted({row["identity_key"] for row in rows})
    query = select(messages).where(messages.c.identity_key.in_(people), messages.c.entry_key.in_(keys))
    found: dict[int, list[SentMessage]] = {}
    for row in tx.rows(query.order_by(messages.c.due_at)) if keys else ():
        names = (
            "step",
            "channel",
            "template",
            "due_at",
            "status",
            "reason",
            "detail",
            "waits_for",
            "sent_at",
        )
        said = SentMessage(message_id=public_key(row["message_key"]), **{name: row[name] for name in names})
        found.setdefault(row["entry_key"], []).append(said)
    return found


def _entry(row: Any, said: list[SentMessage]) -> EntryShown:
    names = (
        "journey", "version", "customer_id", "key", "trigger", "entered_at", "due_at", "ended_at", "end_reason",
        "goal_at",
    )  # fmt: skip
    path = [_visit(visit) for visit in row["path"].split(" ") if visit]
    return EntryShown(
        entry_id=public_key(row["entry_key"]),
        step=row["step"] or (path[-1].step if path else ""),
        path=path,
        messages=said,
        **{name: row[name] for name in names},
    )


def _visit(text: str) -> Visit:
    step, _, micros = text.rpartition("@")
    return Visit(step=step, at=datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(micros)))


def public_key(key: int) -> str:
    """A key as its name outside: hexadecimal, without a sign."""
    return f"{key & (2**64 - 1):016x}"

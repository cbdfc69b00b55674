"""See on recorded history what a journey would have done. Sends nothing, keeps nothing.

Reads   events, stays and consents as they were; earlier messages of other origins, which count for the caps.
Holds   the same engine and the same guards as live: a journey that ran gives the same entries, messages and
        suppressions again on what was recorded meanwhile (a story runs both).
Never   renders: what is only found out when a text is filled, such as a missing value, is not in the result.
See     docs/explanation/journeys.md
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import polars as pl
from sqlalchemy import select

from evergrow.definitions.guards import Guards
from evergrow.definitions.journeys import Journey, SegmentChange
from evergrow.definitions.store import topics_in_force
from evergrow.definitions.topics import Topics
from evergrow.deliver.guards import (
    DECIDED,
    ELSEWHERE,
    HISTORY,
    LEFT,
    asked_of,
    best_times_of,
    checks_of,
    judge,
    left_check,
)
from evergrow.engage.facts import Facts, identities_of, placed
from evergrow.engage.journeys import (
    OUTBOX,
    Course,
    Replay,
    Slice,
    Template,
    messages_of,
    naive,
    templates_of,
)
from evergrow.engage.messages import messages
from evergrow.kernel import Period, refuse
from evergrow.runtime.backtests.changes import with_changes
from evergrow.runtime.backtests.result import BacktestResult, result_of, with_names
from evergrow.runtime.sending import guards_of
from evergrow.runtime.slices import events_within, facts_of, slice_that_happened
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx

EVENTS_AT_ONCE: Final = 200_000
FEWEST_SLICES: Final = 8
"""So that somebody who waits sees how far it is."""
_SLOW_SECONDS: Final = 1.0
_FAST_SECONDS: Final = 0.25
_SHORTEST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=1_830)
OnProgress = Callable[[float], None]


def backtest(
    workspace: Workspace, journey: Journey, period: Period, *, on_progress: OnProgress | None = None
) -> BacktestResult:
    """Let the period happen to the journey as if it had been launched at its start.

    Args:
        workspace: The data directory.
        journey: Saved or not.
        period: Nobody is inside at its start; who is at its end counts as inside.
        on_progress: Told the share of the period that is done, about once a second. Raising ends the backtest.

    Raises:
        Refusal: `backtest.too_long`.
    """
    if period.length > LONGEST:
        raise refuse(
            "backtest.too_long",
            "A backtest looks at five years at most.",
            where="from",
            next_step="Choose a shorter period.",
        )
    facts = facts_of(workspace, looks_back=True)
    with workspace.state.reading() as tx:
        run = _run(workspace, tx, facts, journey, period, on_progress)
        result = result_of(tx, facts, run.replay, run.outbox, period)
    return with_names(workspace.warehouse, result)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """Every entry as `engage.journeys.ENTRIES`, and every message as a row of the outbox, with what became of it."""

    entries: pl.DataFrame
    outbox: pl.DataFrame


def replayed(workspace: Workspace, journey: Journey, period: Period) -> Replayed:
    """What a backtest counts, one by one."""
    with workspace.state.reading() as tx:
        run = _run(workspace, tx, facts_of(workspace, looks_back=True), journey, period, None)
    return Replayed(entries=run.replay.entries, outbox=run.outbox)


def _run(
    workspace: Workspace,
    tx: Tx,
    facts: Facts,
    journey: Journey,
    period: Period,
    on_progress: OnProgress | None,
) -> _Backtest:
    run = _Backtest(tx, facts, journey, period)
    longest = _longest_slice(workspace, journey, period)
    since, length = period.start, longest if on_progress is None else max(longest / FEWEST_SLICES, _SHORTEST)
    while since < period.end:
        began = time.monotonic()
        now = min(since + length, period.end)
        run.advance(with_changes(facts, journey, slice_that_happened(workspace, since=since, now=now)))
        since = now
        if on_progress is not None:
            on_progress((since - period.start) / period.length)
            if not isinstance(journey.entry.trigger, SegmentChange):
                length = _next_length(length, longest, took_seconds=time.monotonic() - began)
    return run


def _longest_slice(workspace: Workspace, journey: Journey, period: Period) -> timedelta:
    """As long as memory allows: the result is the same however time is cut."""
    if isinstance(journey.entry.trigger, SegmentChange):
        return timedelta(days=1)
    slices = max(FEWEST_SLICES, events_within(workspace, period.start, period.end) // EVENTS_AT_ONCE + 1)
    return max(period.length / slices, timedelta(hours=1))


def _next_length(length: timedelta, longest: timedelta, *, took_seconds: float) -> timedelta:
    """Shorter where somebody waits for the next word on how far it is: short waits on frequent events take long."""
    if took_seconds > _SLOW_SECONDS:
        return max(length / min(8.0, took_seconds / _SLOW_SECONDS), _SHORTEST)
    return min(length * 2, longest) if took_seconds < _FAST_SECONDS else length


class _Backtest:
    """The journey, its outbox and what the guards remember, slice by slice."""

    def __init__(self, tx: Tx, facts: Facts, journey: Journey, period: Period) -> None:
        self._tx, self._facts = tx, facts
        course = Course(name=journey.name, versions={1: journey}, version=1, open_since=period.start)
        self.replay = Replay(facts, course)
        self.outbox = pl.DataFrame(schema=OUTBOX).with_columns(waits_for=pl.lit(None, pl.String))
        self._guards: Guards = guards_of(tx)
        self._topics: Topics = topics_in_force(tx)
        self._templates: Mapping[str, Template] = templates_of(tx, sorted(_named(journey)))
        self._history = pl.DataFrame(schema=HISTORY)
        self._taken: Mapping[str, datetime] = {}

    def advance(self, slice_: Slice) -> None:
        """Let the slice happen, and judge what it wants to send."""
        outcome = self.replay.advance(slice_)
        new = messages_of(self.replay.course, outcome.sends, self.replay.entries, self._templates, slice_.now)
        made = new.with_columns(waits_for=pl.lit(None, pl.String)).join(
            self.outbox, on="message_key", how="anti"
        )
        self.outbox = self._withdrawn(pl.concat([self.outbox, made]), outcome.moved)
        self._judge(slice_.now)

    def _withdrawn(self, outbox: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
        """What was held beyond the end of its entry is not sent, as live."""
        left = moved.filter(pl.col("end_reason").is_in(LEFT)).select("entry_key", "ended_at")
        rows = outbox.join(left, on="entry_key", how="left", maintain_order="left")
        is_gone = pl.col("status").is_in(["waiting", "sent"]) & (pl.col("due_at") > pl.col("ended_at"))
        is_gone = is_gone.fill_null(False)
        return rows.with_columns(
            status=pl.when(is_gone).then(pl.lit("suppressed")).otherwise("status"),
            reason=pl.when(is_gone).then(pl.lit("left_journey")).otherwise("reason"),
        ).drop("ended_at")

    def _judge(self, upto: datetime) -> None:
        due = self.outbox.filter((pl.col("status") == "waiting") & (pl.col("due_at") <= naive(upto)))
        if due.is_empty():
            return
        asked = asked_of(self._facts, due.with_columns(address=pl.lit(None, pl.String)))
        judged = judge(
            asked,
            guards=self._guards,
            transactional=[topic.id for topic in self._topics.topics if not topic.is_marketing],
            history=self._history,
            upto=upto,
            checks=[left_check(self._ends), *checks_of(self._tx, self._facts, self._topics)],
            taken=self._taken,
            elsewhere=self._elsewhere(asked),
            best_times=best_times_of(self._facts, self._guards),
        )
        self._taken = judged.taken
        self._keep(judged.decisions, asked)

    def _keep(self, decisions: pl.DataFrame, asked: pl.DataFrame) -> None:
        """Write decisions into the outbox; what goes counts as sent at its time."""
        decided = decisions.select(DECIDED.names())
        rest = self.outbox.join(decided, on="message_key", how="anti")
        changed = self.outbox.drop("status", "reason", "waits_for", "due_at").join(decided, on="message_key")
        going = pl.col("status") == "ready"
        changed = changed.with_columns(status=pl.when(going).then(pl.lit("sent")).otherwise("status"))
        self.outbox = pl.concat([rest, changed.select(rest.columns).cast(rest.schema)])
        went = decided.filter(going).select("message_key", at="due_at")
        gone = asked.join(went, on="message_key").select(HISTORY.names()).cast(HISTORY)
        self._history = pl.concat([self._history, gone])

    def _ends(self, keys: list[int]) -> pl.DataFrame:
        """When the entries of these messages ended by their goal or an exit."""
        of = self.outbox.filter(pl.col("message_key").is_in(keys)).select("message_key", "entry_key")
        over = self.replay.entries.filter(pl.col("end_reason").is_in(LEFT)).select("entry_key", "ended_at")
        return of.join(over, on="entry_key").select("message_key", "ended_at")

    def _elsewhere(self, asked: pl.DataFrame) -> pl.DataFrame:
        """What these customers were sent by others than this journey."""
        if not self._guards.caps:
            return ELSEWHERE.to_frame()
        longest = max(cap.window for cap in self._guards.caps)
        keys, found = identities_of(self._facts, asked["customer_key"]).to_list(), []
        for first in range(0, len(keys), 1_000):
            query = select(
                messages.c.message_key.label("sent_key"),
                messages.c.identity_key,
                messages.c.channel,
                messages.c.topic,
                messages.c.due_at.label("at"),
            ).where(
                messages.c.identity_key.in_(keys[first : first + 1_000]),
                messages.c.status.in_(["ready", "handing", "sent", "unknown"]),
                messages.c.origin_name != self.replay.course.name,
                messages.c.origin != "test",
            )
            found.append(pl.from_arrow(self._tx.table(query)))
        rows = pl.concat(found)
        earliest = asked["due_at"].min()
        assert isinstance(earliest, datetime)
        rows = rows.filter(pl.col("at") > earliest - longest)
        if rows.is_empty():
            return ELSEWHERE.to_frame()
        today = placed(self._facts, rows["identity_key"]).select("identity_key", "customer_key")
        return rows.join(today, on="identity_key").select(ELSEWHERE.names()).cast(ELSEWHERE)


def _named(journey: Journey) -> set[str]:
    """The messages that the journey names."""
    found = {getattr(step, "message", None) or getattr(step, "webhook", None) for step in journey.steps}
    return {name for name in found if name}

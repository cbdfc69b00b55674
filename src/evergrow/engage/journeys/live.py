"""Let a slice of time happen to every running journey, in the state.

Reads   running journeys, the entries that are due or concerned, requests to come in.
Writes  entries, counts, the outbox; takes decided requests away. All in the caller's transaction, with its cursor.
Holds   repeated after a crash it writes the same; what is over the limit is left for the next call, the longest due first.
Never   appends to the log: what journeys set and emit is handed back, to be appended after the commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl
import pyarrow as pa
from sqlalchemy import bindparam, delete, select, update

from evergrow.engage.facts import Facts, placed
from evergrow.engage.journeys.advance import advance
from evergrow.engage.journeys.book import (
    Due,
    entries_among,
    entries_of,
    loaded,
    take_due_entries,
    write_outcome,
)
from evergrow.engage.journeys.concern import concerned
from evergrow.engage.journeys.courses import is_sound, running_courses, templates_of
from evergrow.engage.journeys.enter import candidates
from evergrow.engage.journeys.in_turns import Turns, in_turns
from evergrow.engage.journeys.outbox import records_of
from evergrow.engage.journeys.put_out import put_out
from evergrow.engage.journeys.spec import REQUESTS, Course, Outcome, Slice
from evergrow.engage.journeys.tables import entry_requests
from evergrow.engage.journeys.watch import Watched, watch
from evergrow.engage.messages import messages
from evergrow.ingest import RECORDS
from evergrow.storage.state import Tx

MOST_AT_ONCE: Final = 300_000
"""Due entries of a journey that one transaction moves: some three seconds, in which nobody else writes to the state."""
LEFT: Final = "left_journey"
"""The reason of a message that was held, and whose entry ended before it could go."""


@dataclass(frozen=True, kw_only=True)
class Advanced:
    """What a slice did to the journeys. `records` go to the log; `has_more`: call again with the same `now`."""

    records: pa.Table
    entered: int = 0
    moved: int = 0
    messages: int = 0
    has_more: bool = False


def advance_all(tx: Tx, facts: Facts, slice_: Slice, *, most: int = MOST_AT_ONCE) -> Advanced:
    """Let the slice happen to every journey that runs. One that asks for what was removed stands still; others go on.

    Args:
        tx: The transaction that also moves the cursor. Of what is due, all but the first is read as it stood before it.
        facts: What is known, at least up to the slice's end.
        slice_: The time and what it brought; `requests` are read here.
        most: Due entries of one journey that one call moves.
    """
    about = concerned(tx, running_courses(tx), slice_)
    sound = [course for course in about if is_sound(course, facts.world)]
    return _summed([_advance(tx, facts, course, slice_, most) for course in sound])


def _advance(tx: Tx, facts: Facts, course: Course, slice_: Slice, most: int) -> Advanced:
    slice_, request_keys = _with_requests(tx, facts, course, slice_)
    coming, watched = candidates(facts, course, slice_), watch(facts, course, slice_.arrivals)
    known = _known(tx, facts, course, coming, watched)

    def take(size: int, /, *, aside: bool = False) -> Due:
        return Due() if course.is_paused else take_due_entries(tx, course, slice_.now, size, aside=aside)

    met = [known["entry_key"]]
    first = iter([(known, coming)])

    def decide(due: Due) -> Outcome | None:
        """The first portion together with everybody to whom something happened: the others are about none of them, and about
        nobody whom an earlier portion, which may not be written yet, was about."""
        rest = loaded(facts, due).filter(~pl.col("entry_key").is_in(pl.concat(met).implode()))
        met.append(rest["entry_key"])
        also, come = next(first, (known.clear(), coming.clear()))
        whole = pl.concat([also, rest])
        if (
            whole.is_empty() and come.is_empty()
        ):  # what came is about nobody inside, as in most ticks of a trickle
            return None
        return advance(facts, course, slice_, whole, come, watched)

    def keep(outcome: Outcome | None) -> Advanced:
        return _write(tx, course, outcome, slice_) if outcome is not None else _summed([])

    done, has_more = in_turns(Turns(take, decide, keep), most)
    if request_keys:
        tx.run(delete(entry_requests).where(entry_requests.c.request_key.in_(request_keys)))
    return _summed(done, has_more=has_more)


def _known(tx: Tx, facts: Facts, course: Course, coming: pl.DataFrame, watched: Watched) -> pl.DataFrame:
    """The entries (LOADED) of everybody to whom something happened. Where customers may always come in, no other entry of
    theirs matters: it is asked only whether those who come had come in before.
    """
    if course.journey.entry.again.rule != "always":
        concerned = pl.concat([coming["customer_key"], watched.customers]).unique()
        return entries_of(tx, facts, course.name, concerned)
    theirs = entries_of(tx, facts, course.name, watched.customers)
    again = entries_among(tx, facts, coming["entry_key"])
    return pl.concat([theirs, again]).unique("entry_key") if again.height else theirs


def _summed(done: Sequence[Advanced], *, has_more: bool = False) -> Advanced:
    return Advanced(
        records=pa.concat_tables([RECORDS.empty_table(), *(one.records for one in done)]),
        entered=sum(one.entered for one in done),
        moved=sum(one.moved for one in done),
        messages=sum(one.messages for one in done),
        has_more=has_more or any(one.has_more for one in done),
    )


def _write(tx: Tx, course: Course, outcome: Outcome, slice_: Slice) -> Advanced:
    """Keep what the slice changed."""
    write_outcome(tx, course, outcome)
    templates = templates_of(tx, outcome.sends["template"].unique().to_list())
    written = put_out(tx, course, outcome.sends, templates, slice_.now)
    if outcome.moved.height:
        _withdraw(tx, outcome.moved)
    return Advanced(
        records=records_of(course, outcome),
        entered=outcome.new.height,
        moved=outcome.moved.height + outcome.goals.height,
        messages=written,
    )


def _withdraw(tx: Tx, moved: pl.DataFrame) -> None:
    """Let nothing be sent later to those who left by their goal or an exit."""
    gone = moved.filter(pl.col("end_reason").is_in(["goal", "exited"]))
    named = gone.select(b_identity_key="identity_key", b_entry_key="entry_key", b_ended_at="ended_at")
    tx.run_table(_WITHDRAW, named.to_arrow())


_WITHDRAW: Final = (
    update(messages)
    .where(
        messages.c.identity_key == bindparam("b_identity_key"),
        messages.c.entry_key == bindparam("b_entry_key"),
        (messages.c.status == "waiting") | (messages.c.status == "ready"),
        messages.c.due_at > bindparam("b_ended_at"),
    )
    .values(status="suppressed", reason=LEFT)
)


def _with_requests(tx: Tx, facts: Facts, course: Course, slice_: Slice) -> tuple[Slice, Sequence[int]]:
    """The slice with the customers whom somebody asked for, as they are called today."""
    query = select(
        entry_requests.c.journey,
        entry_requests.c.identity_key,
        entry_requests.c.asked_at.label("at"),
        entry_requests.c.request_key,
    ).where(entry_requests.c.journey == course.name, entry_requests.c.asked_at <= slice_.now)
    rows = pl.DataFrame() if course.is_paused else _frame(tx.table(query))
    if rows.is_empty():
        return slice_, ()
    today = placed(facts, rows["identity_key"]).select("identity_key", "customer_key")
    asked = rows.join(today, on="identity_key").select(REQUESTS.names()).cast(REQUESTS)
    return replace(slice_, requests=asked), rows["request_key"].to_list()


def _frame(rows: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(rows)
    assert isinstance(found, pl.DataFrame)
    return found

"""Launch a journey, hold it, let it go on, end it: decisions of an operator, each in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import polars as pl
from sqlalchemy import and_, delete, insert, select, update

from evergrow.definitions.journeys import END, read_journey
from evergrow.engage.journeys.book import count, counted
from evergrow.engage.journeys.calendar import note_due
from evergrow.engage.journeys.courses import kept_journey
from evergrow.engage.journeys.spec import INSTANT, naive
from evergrow.engage.journeys.tables import (
    calendar,
    entries,
    entry_requests,
    journey_counts,
    journey_states,
    positions,
    visits,
)
from evergrow.engage.messages import messages
from evergrow.kernel import refuse
from evergrow.storage.state import Tx

Inside = Literal["finish", "move"]
STOPPED: Final = "stopped"


def launch(tx: Tx, name: str, *, version: int | None, inside: Inside, by: str, now: datetime) -> int:
    """Let customers come in on a version, the newest unless one is named; returns it.

    Args:
        inside: What those who are inside do: "finish" on the version they came in on, or "move" to the same step
            of this one. Who stands at a step that it lacks finishes on theirs.

    Raises:
        Refusal: `journey.unknown`.
    """
    kept = kept_journey(tx, name, version)
    state = status_of(tx, name)
    values = {"status": "running", "version": kept.version, "changed_at": now, "changed_by": by}
    if state is None:
        row = {"journey": name, "launched_at": now, "open_since": now} | values
        tx.run(insert(journey_states), [row])
    else:
        opened = {} if state == "running" else {"open_since": now}
        if state == STOPPED:
            opened["launched_at"] = now
        tx.run(update(journey_states).where(journey_states.c.journey == name).values(**values, **opened))
        if state == "paused":
            _catch_up(tx, name, now)
    if inside == "move":
        _move_over(tx, name, kept.version, kept.text)
    return kept.version


def pause(tx: Tx, name: str, *, by: str, now: datetime) -> None:
    """Let nobody come in and nobody move on; goals and exits still count.

    Raises:
        Refusal: `journey.not_running`.
    """
    _change(tx, name, "paused", {"running"}, by, now)


def resume(tx: Tx, name: str, *, by: str, now: datetime) -> None:
    """Go on. Whoever fell due meanwhile goes on from now; whoever would have come in meanwhile does not.

    Raises:
        Refusal: `journey.not_running`.
    """
    _change(tx, name, "running", {"paused"}, by, now, open_since=now)
    _catch_up(tx, name, now)


def stop(tx: Tx, name: str, *, by: str, now: datetime) -> None:
    """End every entry, and take back the messages that have not gone out.

    Raises:
        Refusal: `journey.not_running`.
    """
    _change(tx, name, STOPPED, {"running", "paused"}, by, now)
    inside = positions.c.journey == name
    count(tx, name, counted(tx, inside, "left", "ended.stopped"))
    ended = {"version": positions.c.version, "path": positions.c.path, "ended_at": now, "end_reason": STOPPED}
    tx.run(update(entries).where(inside, positions.c.entry_key == entries.c.entry_key).values(ended))
    tx.run(delete(positions).where(inside))
    tx.run(delete(calendar).where(calendar.c.journey == name))
    waiting = (messages.c.status == "waiting") | (messages.c.status == "ready")
    of_journey = (messages.c.origin == "journey") & (messages.c.origin_name == name)
    tx.run(update(messages).where(of_journey & waiting).values(status="suppressed", reason=STOPPED))
    tx.run(delete(entry_requests).where(entry_requests.c.journey == name))


def forget(tx: Tx, name: str) -> None:
    """Take away everything that is kept of a journey which is not running; its messages stay.

    Raises:
        Refusal: `journey.running`.
    """
    if status_of(tx, name) in ("running", "paused"):
        raise refuse(
            "journey.running",
            f"The journey '{name}' runs.",
            where="journey",
            next_step="Stop it, then delete it.",
            status=409,
        )
    for table in (journey_states, journey_counts, entries, positions, visits, calendar, entry_requests):
        tx.run(delete(table).where(table.c.journey == name))


def status_of(tx: Tx, name: str) -> str | None:
    """running, paused or stopped; None for a journey that was never launched."""
    return tx.scalar(select(journey_states.c.status).where(journey_states.c.journey == name))


def _change(
    tx: Tx, name: str, status: str, before: set[str], by: str, now: datetime, **more: datetime
) -> None:
    state = status_of(tx, name)
    if state is None:
        kept_journey(tx, name)
    if state not in before:
        raise refuse(
            "journey.not_running",
            f"The journey '{name}' is {state or 'not launched'}.",
            where="journey",
            next_step=f"Only a journey that is {' or '.join(sorted(before))} can be {status}.",
            status=409,
        )
    values = {"status": status, "changed_at": now, "changed_by": by} | more
    tx.run(update(journey_states).where(journey_states.c.journey == name).values(**values))


def _catch_up(tx: Tx, name: str, now: datetime) -> None:
    """What fell due while the journey was held is judged as of the moment it goes on."""
    late = (positions.c.journey == name, positions.c.due_at < now)
    rows = pl.DataFrame({"entry_key": tx.table(select(positions.c.entry_key).where(*late))["entry_key"]})
    tx.run(update(positions).where(*late).values(due_at=now))
    note_due(tx, name, rows.with_columns(due_at=pl.lit(naive(now), INSTANT)))


def _move_over(tx: Tx, name: str, version: int, text: str) -> None:
    """Let those inside go on by this version from the step where they stand."""
    steps = [step.id for step in read_journey(text).steps if step.id != END]
    movable = and_(positions.c.journey == name, positions.c.version != version, positions.c.step.in_(steps))
    out, come = counted(tx, movable, "left", "moved.out"), counted(tx, movable, "entered", "moved.in")
    count(tx, name, pl.concat([out, come.with_columns(version=pl.lit(version, pl.Int64))]))
    tx.run(update(positions).where(movable).values(version=version))

"""Let customers and their stages follow what was recorded, and tell who moved.

Reads   the customers marked stale since the last time; the stays that begin by themselves, as time passes.
Writes  `customers`, `stays`.
Holds   under a flood it waits, so that a customer who is touched in every batch is placed once for many.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.measure import lifecycle, segments
from evergrow.record import customers
from evergrow.runtime.laying import lay_sequences
from evergrow.runtime.workspace import Workspace
from evergrow.storage.warehouse import Compiled, compiled

MOST_MOVES: Final = 50
_PAUSE_UNDER_PRESSURE: Final = timedelta(seconds=2)
_LOOK_FOR_DUE_EVERY: Final = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A customer went from one stage to another. `source` None: had none before; `target` None: merged away."""

    customer_id: str
    name: str | None
    source: str | None
    target: str | None
    at: datetime


def settle(workspace: Workspace, now: datetime, *, is_pressed: bool) -> list[Move]:
    """Place the stale customers anew; returns the newest moves.

    Args:
        is_pressed: More waits in the log. Then it is done at most every two seconds, and at most a third
            of the time goes into it.
    """
    workspace.aside = None
    last = workspace.settled_at
    pause = max(_PAUSE_UNDER_PRESSURE, 2 * workspace.settle_took)
    if is_pressed and last is not None and now - last < pause:
        return []
    started = time.perf_counter()
    moves = _settle(workspace, now)
    workspace.mark_settled()
    if not is_pressed:
        workspace.warehouse.put_in_order(lifecycle.STAYS)
        lay_sequences(workspace.warehouse, workspace.laying, workspace.taken_position(), now)
        if last is None or now - last >= _LOOK_FOR_DUE_EVERY or moves:
            due = _fell_due(workspace, last or now, now)
            moves += [move for move in due if move not in moves]  # a purchase made just now is both
            workspace.settled_at = now
    else:
        workspace.settled_at = now
    workspace.settle_took = timedelta(seconds=time.perf_counter() - started)
    return moves[-MOST_MOVES:]


def _settle(workspace: Workspace, now: datetime) -> list[Move]:
    world, seen = workspace.world(), None
    with workspace.warehouse.transaction() as tx:
        if not customers.begin_settling(tx):
            return []
        if world.segments:
            segments.note_settled(tx)
        customers.settle_customers(tx)
        if world.segments:
            workspace.aside = segments.set_aside(tx, world, now)
            seen = segments.ASIDE if workspace.aside is not None else None
        if not lifecycle.begin_moving(tx):
            return []
        lifecycle.settle_stays(tx, workspace.map, seen)
        tx.bind("now_row", _instants(now=now))
        rows = tx.fetch(_moved())
    return _moves(rows, now)


def _fell_due(workspace: Workspace, last: datetime, now: datetime) -> list[Move]:
    """Moves that nobody made: a window ended between the last look and now."""
    if now <= last:
        return []
    return _moves(workspace.warehouse.fetch(_due(), {"look_row": _instants(now=now, last=last)}), now)


def _moves(rows: pa.Table, now: datetime) -> list[Move]:
    return [
        Move(
            customer_id=row["customer_id"],
            name=row["name"],
            source=row["source"],
            target=row["target"],
            at=row["at"].replace(tzinfo=UTC) if row["at"] else now,
        )
        for row in rows.to_pylist()
    ]


def _instants(**values: datetime) -> pa.Table:
    naive = {name: [value.astimezone(UTC).replace(tzinfo=None)] for name, value in values.items()}
    return pa.table({name: pa.array(column, pa.timestamp("us")) for name, column in naive.items()})


@cache
def _moved() -> Compiled:
    before = _standing(lifecycle.STAYED.rows).select("customer_key", source="stage")
    now = _standing(lifecycle.MADE.rows)
    both = now.left_join(before, "customer_key")
    changed = both.filter(both.source.isnull() | (both.source != both.stage))
    moved = changed.select("customer_key", "source", target="stage", at="entered_at")
    return compiled(_named(moved))


def _standing(stays: ir.Table) -> ir.Table:
    """Where their customers stand at the moment in `now_row`."""
    both = stays.cross_join(ibis.table({"now": "timestamp(6)"}, name="now_row"))
    is_there = (both.entered_at <= both.now) & (both.left_at.isnull() | (both.left_at > both.now))
    return both.filter(is_there).select("customer_key", "stage", "entered_at")


@cache
def _due() -> Compiled:
    stays = lifecycle.STAYS.rows
    look = ibis.table({"now": "timestamp(6)", "last": "timestamp(6)"}, name="look_row")
    both = stays.filter(stays.next_stage.notnull()).cross_join(look)
    due = both.filter((both.left_at > both["last"]) & (both.left_at <= both.now))
    moved = due.select("customer_key", source="stage", target="next_stage", at="left_at")
    return compiled(_named(moved))


def _named(moved: ir.Table) -> ir.Table:
    """The newest moves with the customer's id and name."""
    newest = moved.order_by(moved["at"].desc()).limit(MOST_MOVES)
    named = newest.inner_join(
        customers.CUSTOMERS.rows.select("customer_key", "customer_id", "name"), "customer_key"
    )
    return named.select("customer_id", "name", "source", "target", "at").order_by("at")

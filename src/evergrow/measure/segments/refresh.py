"""Let membership follow what happened: look at the customers something happened to, or for whom time ran out.

Reads   the arrivals, the customers settled anew, those who are due; of the facts only theirs.
Writes  `segment_members`, `segment_watch`, `segment_moves`, all in the transaction given.
Holds   afterwards who is in a segment is who would be by judging everybody as of `now`; every move has the instant
        that brought it about, however time was cut into looks.
Never   looks at anybody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.kernel import key_of
from evergrow.measure.segments import changes, looks
from evergrow.measure.segments.aside import Aside, take_aside
from evergrow.measure.segments.judge import judge, read_of
from evergrow.measure.segments.spec import World, told_in
from evergrow.measure.segments.tables import MEMBERS, MOVES, TOUCHED, WATCH
from evergrow.measure.segments.turns import CLOCKS, clock_rows
from evergrow.record.customers import with_customer
from evergrow.record.events import EVENTS
from evergrow.storage.warehouse import Compiled, WarehouseTx

LATEST: Final = timedelta(hours=24)
"""What arrives later than this is a fact, but starts nothing: an import of last year's orders moves nobody today."""


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """What a look found. `number` is the newest in `MOVES`; `looked` counts the customers looked at."""

    looked: int
    moves: int
    number: int


def segment_key(name: str) -> int:
    """What a segment goes by in `MEMBERS`."""
    return key_of(name)


def note_settled(tx: WarehouseTx) -> None:
    """Remember the customers that `record.customers.begin_settling` named, for the next look."""
    tx.append(TOUCHED, looks.settled())


def arrivals(after: Any, upto: Any) -> ir.Table:
    """The events that came with the log's entries after one position, up to another: `customer_key`, `at`. A question."""
    rows = EVENTS.rows
    came = rows.filter((rows.position > after) & (rows.position <= upto)).select("identity_key", "at")
    return with_customer(came).select("customer_key", "at").distinct()


def refresh(
    tx: WarehouseTx,
    world: World,
    arrivals: ir.Table | Compiled | pa.Table,
    now: datetime,
    *,
    aside: Aside | None = None,
) -> Refreshed:
    """Look at the customers of the arrivals, at those settled since, and at those who are due.

    Args:
        tx: The customers must be settled in it.
        world: Its segments are the live ones.
        arrivals: `customer_key`, `at` of the events that came in since the last look; handing some over again, or
            leaving out the old ones of an import, changes no membership.
        now: The end of the time looked at.
        aside: What was set aside since the customers were settled.
    """
    number = newest_move(tx)
    if not world.segments:
        tx.clear(TOUCHED)
        return Refreshed(looked=0, moves=0, number=number)
    if isinstance(arrivals, pa.Table):
        tx.bind("given_arrivals", arrivals)
        arrivals = looks.given_arrivals()
    _bind(tx, world, now, number + 1)
    tx.keep(looks.ARRIVALS.name, arrivals)
    looked = tx.keep(looks.LOOKED.name, looks.looked())
    if not looked:
        return Refreshed(looked=0, moves=0, number=number)
    tx.keep(looks.IDENTITIES.name, looks.identities())
    if not take_aside(tx, aside, world, now - LATEST):
        tx.keep(looks.EVENTS.name, looks.their_events(read_of(world.asked, world), looks.IDENTITIES))
    tx.keep(looks.STAYS.name, looks.their_stays())
    tx.keep(looks.SUBJECTS.name, looks.subjects())
    judge(tx, looks.all_subjects(), world.asked, world, into="segment_judged", seen=looks.EVENTS)
    tx.keep(changes.BEFORE.name, changes.before())
    tx.keep(changes.FLIPS.name, changes.flips(world))
    moves = tx.fetch(changes.count_moves())["n"][0].as_py()
    tx.append(MOVES, changes.moves())
    tx.keep(changes.AFTER.name, changes.after())
    tx.drop(MEMBERS, "member_key", changes.gone())
    tx.append(MEMBERS, changes.come())
    _watch(tx)
    tx.clear(TOUCHED)
    return Refreshed(looked=looked, moves=moves, number=number + 1 if moves else number)


def newest_move(tx: WarehouseTx) -> int:
    """The number of the newest move; 0 before the first."""
    return tx.fetch(changes.newest_move())["number"][0].as_py() or 0


def rebuild(tx: WarehouseTx, world: World, names: list[str], now: datetime, *, as_moves: bool = False) -> int:
    """Fill segments that are new or changed with who is in them as of `now`; returns how many customers that are.

    Args:
        tx: Everybody must be settled in it.
        world: Holds the segments in their new form.
        names: Which ones; the others stay as they are.
        now: The instant.
        as_moves: Note everybody who is in as having entered now, so that journeys start for them.
    """
    forget(tx, names)
    asked = tuple((told_in(name), world.conditions[name]) for name in names)
    number = newest_move(tx) + 1
    _bind(tx, world, now, number)
    members = 0
    if asked:
        judge(tx, looks.everybody(), asked, world, into="segment_judged")
        members = tx.keep(changes.AFTER.name, changes.filled(asked))
        tx.append(MEMBERS, changes.come_anew())
        if as_moves:
            tx.append(MOVES, changes.moves_of_all())
    tx.keep(looks.LOOKED.name, looks.everybody_looked())
    tx.keep(looks.IDENTITIES.name, looks.identities())
    tx.keep(looks.EVENTS.name, looks.their_events(frozenset(), looks.IDENTITIES))
    tx.keep(looks.STAYS.name, looks.their_stays())
    tx.keep(looks.SUBJECTS.name, looks.no_subjects())
    _watch(tx)
    return members


def forget(tx: WarehouseTx, names: list[str]) -> None:
    """Let nobody be in these segments."""
    keys = pa.table({"segment_key": pa.array([segment_key(name) for name in names], pa.int64())})
    tx.bind("forgotten_segments", keys)
    tx.drop(MEMBERS, "segment_key", changes.forgotten())


def _watch(tx: WarehouseTx) -> None:
    """Note when each of the customers was looked at, and when to look again."""
    tx.keep("segment_watched", looks.watched())
    tx.drop(WATCH, "customer_key", looks.identity_keys())
    tx.append(WATCH, looks.watch_rows())


def _bind(tx: WarehouseTx, world: World, now: datetime, number: int) -> None:
    naive = now.astimezone(UTC).replace(tzinfo=None)
    instants = {"now": [naive], "floor": [naive - LATEST], "number": [number]}
    schema = pa.schema([("now", pa.timestamp("us")), ("floor", pa.timestamp("us")), ("number", pa.int64())])
    tx.bind(looks.LOOK.name, pa.table(instants, schema=schema))
    names, told = [name for name, _ in world.segments], [column for column, _ in world.asked]
    keys = pa.array([segment_key(name) for name in names], pa.int64())
    tx.bind(CLOCKS.name, clock_rows([condition for _, condition in world.segments], world))
    tx.bind(
        looks.NAMES.name,
        pa.table(
            {
                "told": pa.array(told, pa.string()),
                "segment": pa.array(names, pa.string()),
                "segment_key": keys,
            }
        ),
    )

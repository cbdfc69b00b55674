"""Set the events of those who will be asked about aside, once for a whole tick: finding them among everybody's is long.

Reads   whom was settled, who is due to be looked at, and their events.
Holds   it saves time and decides nothing: who is not in it is looked up among everybody's events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

import ibis
import pyarrow as pa

from evergrow.definitions.conditions import Operand
from evergrow.measure.segments import looks
from evergrow.measure.segments.acts import TEXTS, columns_of
from evergrow.measure.segments.judge import identities_of, look_back_of, read_of
from evergrow.measure.segments.meaning import act_of
from evergrow.measure.segments.spec import World
from evergrow.measure.segments.tables import TOUCHED, WATCH
from evergrow.record.customers import with_customer
from evergrow.storage.warehouse import Compiled, WarehouseTable, WarehouseTx, compiled

MOST: Final = 2_000
"""Customers; of more, as in a flood, the events would take too much memory."""
_SLACK: Final = timedelta(days=2)
"""Customers are judged as of a day ago at the earliest; this is more, as a look may lag behind."""
ASIDE: Final = WarehouseTable("events_aside", looks.EVENTS.columns)
_PEOPLE: Final = WarehouseTable("people_aside", {"customer_key": "int64"})
_IDENTITIES: Final = WarehouseTable("identities_aside", looks.IDENTITIES.columns)


@dataclass(frozen=True)
class Aside:
    """All events of these customers, with the columns `read` (the others are null). Right until somebody is settled anew."""

    customers: pa.Table
    events: pa.Table
    read: frozenset[str]
    texts_since: datetime | None = None
    """Of what happened before it no texts are there; None: of everything they are."""


def set_aside(tx: WarehouseTx, world: World, now: datetime) -> Aside | None:
    """Keep in `ASIDE`, until the transaction ends, the events of the customers settled and of those due by `now`.

    Call it after `note_settled`. None: nobody, or too many.
    """
    until = [_naive(now)]
    tx.bind("aside_until", pa.table({"until": pa.array(until, pa.timestamp("us"))}))
    if not 0 < tx.keep(_PEOPLE.name, _people()) <= MOST:
        return None
    read = read_of(world.asked, world) | _read_of_metrics(world)
    tx.keep(_IDENTITIES.name, _their_identities())
    since = _texts_since(world, now)
    if since is None:
        tx.keep(ASIDE.name, looks.their_events(read, _IDENTITIES))
    else:
        tx.keep(looks.ROWS.name, looks.their_rows(_IDENTITIES))
        tx.bind(looks.TEXTS_SINCE.name, pa.table({"since": pa.array([_naive(since)], pa.timestamp("us"))}))
        tx.keep(ASIDE.name, looks.with_late_texts(read))
    return Aside(tx.fetch(_rows_of(_PEOPLE)), tx.fetch(_rows_of(ASIDE)), read, since)


def take_aside(tx: WarehouseTx, aside: Aside | None, world: World, floor: datetime) -> bool:
    """Keep in `looks.EVENTS` the events of those looked at, if all that is read of them was set aside.

    Args:
        tx: Where they are looked at.
        aside: What was set aside.
        world: Its segments are judged.
        floor: The earliest instant as of which they are.
    """
    if aside is None or not read_of(world.asked, world) <= aside.read:
        return False
    if aside.texts_since is not None:
        back = look_back_of(world.asked, world)
        if back is None or floor - timedelta(seconds=back) < aside.texts_since:
            return False
    tx.bind("customers_aside", aside.customers)
    if tx.fetch(_beyond()).num_rows:
        return False
    tx.bind("rows_aside", aside.events)
    tx.keep(looks.EVENTS.name, _of_those_looked_at())
    return True


def _texts_since(world: World, now: datetime) -> datetime | None:
    """Since when texts are read at all; None where they may be of any age, as of what a metric of the map counts."""
    back = look_back_of(world.asked, world)
    if back is None or _read_of_metrics(world) & TEXTS:
        return None
    return now - _SLACK - timedelta(seconds=back)


def _read_of_metrics(world: World) -> frozenset[str]:
    acts = [act_of(Operand(metric.name), world) for metric in world.lifecycle.metrics]
    return columns_of([act for act in acts if act is not None])


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


@cache
def _rows_of(table: WarehouseTable) -> Compiled:
    """All rows of a table."""
    return compiled(table.rows)


@cache
def _people() -> Compiled:
    due = WATCH.rows.cross_join(ibis.table({"until": "timestamp(6)"}, name="aside_until"))
    due = due.filter(due.due_at <= due.until).select(identity_key="customer_key")
    woken = due.union(TOUCHED.rows.select(identity_key="customer_key"))
    return compiled(with_customer(woken).select("customer_key").distinct())


@cache
def _their_identities() -> Compiled:
    return compiled(identities_of(_PEOPLE.rows))


@cache
def _beyond() -> Compiled:
    """Somebody looked at of whom nothing was set aside."""
    there = ibis.table(_PEOPLE.schema, name="customers_aside")
    return compiled(looks.LOOKED.rows.anti_join(there, "customer_key").select("customer_key").limit(1))


@cache
def _of_those_looked_at() -> Compiled:
    rows = ibis.table(looks.EVENTS.schema, name="rows_aside")
    return compiled(rows.semi_join(looks.LOOKED.rows, "customer_key"))

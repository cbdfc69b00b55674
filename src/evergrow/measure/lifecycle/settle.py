"""Let the stays of customers follow their facts: for the few a tick touched, or for all.

Reads   events of the due customers, by key; their `customers` rows, which must be settled before.
Writes  `stays`, `counted_customers`.
Holds   stays hang on when a customer was first seen and known, and on the events that the map's metrics count. Whoever
        only did something else, as most do in most ticks, keeps theirs.
"""

from __future__ import annotations

from functools import cache, lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.lifecycle.stays import stays
from evergrow.measure.lifecycle.tables import COUNTED, STAYS
from evergrow.record import customers as record
from evergrow.record.events import EVENTS, FRESH
from evergrow.storage.warehouse import Compiled, WarehouseTable, WarehouseTx, compiled

_STAY = {name: kind.removeprefix("!") for name, kind in STAYS.columns.items()}
STAYED = WarehouseTable(
    "due_stayed",
    {name: _STAY[name] for name in ("customer_key", "stage", "entered_at", "left_at")} | {"row_at": "int64"},
)
"""Within a transaction: the stays that `settle_stays` took away, and where they lay."""
MADE = WarehouseTable("due_stays", _STAY)
"""Within a transaction: the stays that it made in their place."""


def note_counted(tx: WarehouseTx, batch: pa.Table, lifecycle: LifecycleMap) -> None:
    """Remember whose stays may change by the batch's events that were not known before."""
    names = counted_events(lifecycle)
    if pc.any(pc.is_in(batch["name"], pa.array(sorted(names), pa.string()))).as_py():  # type: ignore[attr-defined]
        tx.append(COUNTED, _did_what_counts(frozenset(names)))


def begin_moving(tx: WarehouseTx) -> int:
    """Let only those stay due, of the customers settled in this transaction, whose stays may change; how many are they?"""
    count = record.go_on_with_changed(tx, COUNTED)
    if count:
        tx.clear(COUNTED)
    return count


def counted_events(lifecycle: LifecycleMap) -> set[str]:
    """The names of the events that some metric of the map counts."""
    return {name for metric in lifecycle.metrics for name in metric.events}


def settle_stays(tx: WarehouseTx, lifecycle: LifecycleMap, seen: WarehouseTable | None = None) -> None:
    """Make the stays of the customers named by `record.customers.begin_settling` anew.

    `seen` has all their events where they were set aside already, with at least the columns that the map's metrics read.
    Everybody's stays are gone through once: what stood there and what stands there now is kept in `STAYED` and `MADE`.
    """
    tx.keep(STAYED.name, _stayed())
    tx.keep(MADE.name, _due_stays(lifecycle, seen))
    tx.drop(STAYS, "rowid", _where_they_lay())
    tx.append(STAYS, _made())


def rebuild_stays(tx: WarehouseTx, lifecycle: LifecycleMap) -> None:
    """Make the stays of everybody anew, as after a change of the map."""
    tx.clear(STAYS)
    tx.append(STAYS, _all_stays(lifecycle))


@lru_cache(maxsize=4)
def _due_stays(lifecycle: LifecycleMap, seen: WarehouseTable | None) -> Compiled:
    events = EVENTS.rows.inner_join(record.DUE_IDENTITIES.rows, "identity_key") if seen is None else seen.rows
    customers = record.CUSTOMERS.rows.semi_join(record.DUE.rows, "customer_key")
    return compiled(stays(customers, events, lifecycle))


@lru_cache(maxsize=4)
def _all_stays(lifecycle: LifecycleMap) -> Compiled:
    return compiled(stays(record.CUSTOMERS.rows, record.with_customer(EVENTS.rows), lifecycle))


@lru_cache(maxsize=4)
def _did_what_counts(names: frozenset[str]) -> Compiled:
    fresh = FRESH.rows.filter(FRESH.rows.name.isin(sorted(names)))
    return compiled(record.with_customer(fresh.select("identity_key")).select("customer_key").distinct())


@cache
def _stayed() -> Compiled:
    stays = STAYS.rows
    stays = stays.mutate(row_at=stays.rowid()).semi_join(record.DUE.rows, "customer_key")
    return compiled(stays.select(*STAYED.columns))


@cache
def _where_they_lay() -> Compiled:
    return compiled(STAYED.rows.select("row_at"))


@cache
def _made() -> Compiled:
    return compiled(MADE.rows)

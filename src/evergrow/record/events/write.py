"""Write a batch of events once, however often it is handed over.

Reads   the batch, and the keys of all events kept so far: one scan of one 8-byte column.
Writes  `events`, `orders`, `progress`, and for the rest of the transaction `fresh_events`.
Holds   a message id is counted once for good; a batch handed over again after a crash changes nothing.
"""

from __future__ import annotations

from functools import cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.record.events.tables import EVENTS, FRESH, ORDERS, PROGRESS
from evergrow.storage.warehouse import Compiled, Warehouse, WarehouseTable, WarehouseTx, compiled

ORDER = "Order Completed"
_BATCH = WarehouseTable("batch_events", EVENTS.columns)
_NEAR = WarehouseTable("near_keys", {"message_key": "!int64"})
_REPEATED = WarehouseTable("repeated", {"message_id": "!string"})


def write_events(tx: WarehouseTx, batch: pa.Table, *, upto: int) -> dict[str, int]:
    """Append the batch's new events and note that the log is held up to position `upto`; returns how many by source."""
    tx.bind(_BATCH.name, batch)
    if tx.keep(_NEAR.name, _near()):  # only then is the long column of texts worth a look
        tx.keep(_REPEATED.name, _repeated())
        tx.keep(FRESH.name, _unrepeated())
        fresh = _by_source(tx.fetch(_count()))
    else:
        tx.bind(FRESH.name, batch)
        fresh = {each["values"]: each["counts"] for each in batch["source_id"].value_counts().to_pylist()}
    tx.append(EVENTS, _all_fresh())
    if ORDER in batch["name"].unique().to_pylist():
        tx.append(ORDERS, _paid_orders())
    tx.clear(PROGRESS)
    tx.bind("batch_end", pa.table({"position": pa.array([upto], pa.int64())}))
    tx.append(PROGRESS, _end())
    return fresh


def paid_orders(events: ir.Table) -> ir.Table:
    """The events that are orders which brought revenue: a parcel sent for free is no purchase. Lazy."""
    return events.filter(events.name == ORDER, events.revenue_micros > 0)


def held_position(warehouse: Warehouse) -> int:
    """The last position of the log that the warehouse holds; 0 at the start."""
    rows = warehouse.fetch(_progress())
    return rows["position"][0].as_py() if rows.num_rows else 0


def accepted_by_source(warehouse: Warehouse, after: int, upto: int) -> dict[str, int]:
    """How many events of each source were written from the entries of the log after `after`, up to `upto`."""
    kept = EVENTS.rows
    written = kept.filter((kept.position > after) & (kept.position <= upto))
    return _by_source(warehouse.fetch(written.group_by("source_id").agg(n=written.count())))


def _by_source(rows: pa.Table) -> dict[str, int]:
    return dict(zip(rows["source_id"].to_pylist(), rows["n"].to_pylist(), strict=True))


@cache
def _near() -> Compiled:
    return compiled(EVENTS.rows.semi_join(_BATCH.rows, "message_key").select("message_key").distinct())


@cache
def _repeated() -> Compiled:
    """Message ids of the batch that are kept already: two texts may share a key, so the text decides."""
    near = EVENTS.rows.semi_join(_NEAR.rows, "message_key").select("message_id")
    return compiled(near.semi_join(_BATCH.rows, "message_id").distinct())


@cache
def _unrepeated() -> Compiled:
    return compiled(_BATCH.rows.anti_join(_REPEATED.rows, "message_id"))


@cache
def _all_fresh() -> Compiled:
    return compiled(FRESH.rows)


@cache
def _paid_orders() -> Compiled:
    return compiled(paid_orders(FRESH.rows).select(*ORDERS.columns))


@cache
def _end() -> Compiled:
    return compiled(ibis.table(PROGRESS.schema, name="batch_end"))


@cache
def _progress() -> Compiled:
    return compiled(PROGRESS.rows)


@cache
def _count() -> Compiled:
    fresh = FRESH.rows
    return compiled(fresh.group_by("source_id").agg(n=fresh.count()))

"""Lay what each customer did side by side, a part of the customers at a time, and keep up with what comes.

Reads   the events, by customer; a part is some million of them, and takes about as many seconds as a tick may.
Writes  `sequences`, `sequence_names`, `laid`.
Holds   it may lag behind by any number of events and stop anywhere: readers take what it does not hold from the events.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false

from __future__ import annotations

from functools import cache
from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from evergrow.record.customers import FACTS, REGROUPED, with_customer
from evergrow.record.events import EVENTS
from evergrow.record.sequences.blocks import Block, micros_of
from evergrow.record.sequences.read import events_with, laid_out
from evergrow.record.sequences.tables import LAID, NAMES, SEQUENCES
from evergrow.storage.warehouse import Compiled, Warehouse, WarehouseTable, WarehouseTx, compiled

LEAST: Final = 200_000
"""Events; fewer are sorted as quickly as they are read."""
LATER: Final = 10_000
"""Events, or customers put together otherwise, after which it is brought up to date: until then a question sorts theirs."""
A_PART: Final = 1_000_000
_AGAIN: Final = 3
"""Where this part of all came since, as with an imported file, everything is laid anew."""
_DUE = WarehouseTable("due_sequences", {"customer_key": "int64"})
_ARRANGED = WarehouseTable("arranged", SEQUENCES.columns)
_FAR = WarehouseTable("laid_now", LAID.columns)
_MET = WarehouseTable("names_met", NAMES.columns)


def lay(warehouse: Warehouse, *, least: int = LEAST, later: int = LATER, a_part: int = A_PART) -> bool:
    """Lay one part more, or what came since; returns whether there is more to do at once. For a quiet moment: writers wait.

    Args:
        warehouse: Whose events.
        least: Events from which on it is done.
        later: Events, or customers, that may have come since.
        a_part: About how many events at once.
    """
    (now,) = warehouse.fetch(_standing()).to_pylist()
    if now["parts"] is None:
        if now["events"] < max(least, 1):
            if now["regrouped"]:  # where nothing is laid, nobody has to be noted
                with warehouse.transaction() as tx:
                    tx.clear(REGROUPED)
            return False
        with warehouse.transaction() as tx:
            _begin(tx, parts=_power_of_two(now["events"] / a_part))
        return True
    if now["done"] < now["parts"]:
        with warehouse.transaction() as tx:
            _lay_part(tx)
        return now["done"] + 1 < now["parts"]
    if now["later"] * _AGAIN > now["events"]:
        with warehouse.transaction() as tx:
            tx.clear(LAID)
        return True
    if max(now["later"], now["regrouped"]) >= max(later, 1):
        with warehouse.transaction() as tx:
            _lay_later(tx)
    return False


def _begin(tx: WarehouseTx, *, parts: int) -> None:
    for table in (SEQUENCES, LAID, REGROUPED):
        tx.clear(table)
    _add_names(tx)
    _note(tx, tx.fetch(_last())["position"][0].as_py(), parts, done=0)


def _lay_part(tx: WarehouseTx) -> None:
    (far,) = tx.fetch(_far()).to_pylist()
    _append(tx, tx.fetch(_of_part(far["parts"], far["done"])))
    _note(tx, far["position"], far["parts"], done=far["done"] + 1)


def _lay_later(tx: WarehouseTx) -> None:
    _add_names(tx)
    tx.keep(_DUE.name, _due())
    tx.drop(SEQUENCES, "customer_key", _due_keys())
    _append(tx, tx.fetch(_of_due()))
    tx.clear(REGROUPED)
    _note(tx, tx.fetch(_last())["position"][0].as_py(), parts=1, done=1)


def _note(tx: WarehouseTx, position: int, parts: int, done: int) -> None:
    tx.clear(LAID)
    far: dict[str, Any] = {
        "position": pa.array([position], pa.int64()),
        "parts": pa.array([parts], pa.int32()),
        "done": pa.array([done], pa.int32()),
    }
    tx.bind(_FAR.name, pa.table(far))
    tx.append(LAID, _rows_of(_FAR))


def _add_names(tx: WarehouseTx) -> None:
    there = tx.count(NAMES)
    met = tx.fetch(_names_met())["name"].to_pylist()
    if met:
        codes = pa.array(range(there, there + len(met)), pa.int32())
        tx.bind(_MET.name, pa.table({"code": codes, "name": pa.array(met)}))
        tx.append(NAMES, _rows_of(_MET))


def _append(tx: WarehouseTx, rows: pa.Table) -> None:
    """Write these events (`customer_key`, `at`, `code`, `place` of the name among all) as sequences."""
    keys, codes, places = (rows[name].to_numpy() for name in ("customer_key", "code", "place"))
    at = micros_of(rows["at"].combine_chunks())
    order = np.lexsort((places, at, keys))
    tx.bind(_ARRANGED.name, _table(laid_out(keys[order], at[order], codes[order])))
    tx.append(SEQUENCES, _rows_of(_ARRANGED))


def _table(block: Block) -> pa.Table:
    edges = pa.array(block.edges, pa.int32())
    at = pa.array(block.at).view(pa.timestamp("us"))
    return pa.table(
        {
            "customer_key": pa.array(block.customers),
            "at": pa.ListArray.from_arrays(edges, at),
            "codes": pa.ListArray.from_arrays(edges, pa.array(block.codes)),
        }
    )


def _power_of_two(parts: float) -> int:
    return 1 << max(0, int(np.ceil(np.log2(max(parts, 1)))))


@cache
def _rows_of(table: WarehouseTable) -> Compiled:
    return compiled(table.rows)


@cache
def _standing() -> Compiled:
    """How many events there are, and how far they are laid."""
    rows, far = EVENTS.rows, LAID.rows
    until = far.agg(position=far.position.max().fill_null(-1)).as_scalar()
    return compiled(
        rows.agg(
            events=rows.count(),
            later=rows.count(where=rows.position > until),
            parts=far.agg(parts=far.parts.max()).as_scalar(),
            done=far.agg(done=far.done.max()).as_scalar(),
            regrouped=REGROUPED.rows.agg(n=REGROUPED.rows.count()).as_scalar(),
        )
    )


@cache
def _last() -> Compiled:
    return compiled(EVENTS.rows.agg(position=EVENTS.rows.position.max()))


@cache
def _far() -> Compiled:
    return compiled(LAID.rows)


@cache
def _names_met() -> Compiled:
    names = EVENTS.rows.select("name").distinct()
    return compiled(names.anti_join(NAMES.rows, "name").order_by("name"))


@cache
def _due() -> Compiled:
    far = LAID.rows
    until = far.agg(position=far.position.max()).as_scalar()
    since = with_customer(EVENTS.rows.filter(EVENTS.rows.position > until))
    return compiled(since.select("customer_key").union(REGROUPED.rows).distinct())


@cache
def _due_keys() -> Compiled:
    return compiled(_DUE.rows)


@cache
def _of_due() -> Compiled:
    return compiled(
        _flat(
            events_with(with_customer(FACTS.rows.select("identity_key")).semi_join(_DUE.rows, "customer_key"))
        )
    )


def _of_part(parts: int, number: int) -> ir.Table:
    ids = with_customer(FACTS.rows.select("identity_key"))
    return _flat(
        events_with(ids.filter((ids.customer_key & ibis.literal(parts - 1, type="int64")) == number))
    )


def _flat(events: ir.Table) -> ir.Table:
    names = NAMES.rows.mutate(place=ibis.row_number().over(order_by=NAMES.rows.name).cast("int32"))
    both = events.inner_join(names, "name")
    return both.select("customer_key", "at", "code", "place")

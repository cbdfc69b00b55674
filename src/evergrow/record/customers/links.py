"""Keep links between identities, and find the customers that a change of links touches.

Reads   the links of every identity that hangs together with a changed one, and no others.
Writes  `links`, `merged`, `placed_without`, `stale`, `replaced`, `regrouped`.
Holds   `merged` is a function of the links and of the links taken back, whatever the order they came in.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import ibis
import pyarrow as pa

from evergrow.kernel import keys_of
from evergrow.record.customers.resolve import Link, resolve
from evergrow.record.customers.tables import LINKS, MERGED, PLACED_WITHOUT, REGROUPED, REPLACED, STALE
from evergrow.storage.warehouse import Compiled, WarehouseTable, WarehouseTx, compiled

_BATCH = WarehouseTable("batch_links", LINKS.columns)
_CHANGED = WarehouseTable("changed_links", LINKS.columns)
_TOUCHED = WarehouseTable("touched", {"identity_key": "!int64"})
_PLACED = WarehouseTable("placed", MERGED.columns)


def write_links(tx: WarehouseTx, said: pa.Table, *, undone: Collection[int]) -> None:
    """Keep the earliest record that said each link, and place the identities it touches.

    Args:
        said: Links of a batch, as `ingest.LINKS`.
        undone: Keys of the links that an operator took back.
    """
    if not said.num_rows:
        return
    texts = zip(*(said[name].to_pylist() for name in ("kind", "identity", "other_identity")), strict=True)
    keys = keys_of(map("\x1f".join, texts))
    tx.bind(_BATCH.name, said.add_column(0, "link_key", pa.array(keys, pa.int64())))
    if not tx.keep(_CHANGED.name, _changed()):
        return
    tx.drop(LINKS, "link_key", _changed_keys())
    tx.append(LINKS, _changed_rows())
    tx.keep(_TOUCHED.name, _changed_ends())
    place_again(tx, undone=undone)


def follow_decisions(tx: WarehouseTx, *, undone: Collection[int]) -> bool:
    """Place anew whom a change of the links taken back touches; returns whether there was one."""
    changed = set(tx.fetch(_placed_without())["link_key"].to_pylist()) ^ set(undone)
    if not changed:
        return False
    tx.bind("decided_links", pa.table({"link_key": pa.array(sorted(changed), pa.int64())}))
    tx.keep(_TOUCHED.name, _ends_of_decided())
    place_again(tx, undone=undone)
    tx.clear(PLACED_WITHOUT)
    tx.bind("undone_now", pa.table({"link_key": pa.array(sorted(undone), pa.int64())}))
    tx.append(PLACED_WITHOUT, _undone_now())
    return True


def place_again(tx: WarehouseTx, *, undone: Collection[int]) -> None:
    """Decide anew who is whom among `touched` and all that hangs together with it."""
    count = tx.fetch(_count(_TOUCHED))["n"][0].as_py()
    while True:  # one more round for each link in a chain; chains are short
        tx.keep("grown", _grown())
        grown = tx.keep(_TOUCHED.name, _all_grown())
        if grown == count:
            break
        count = grown
    links = tx.fetch(_links_of_touched())
    placed = _resolve(links, undone)
    for table in (STALE, REPLACED, REGROUPED):
        tx.append(table, _customers_before())
    tx.drop(MERGED, "identity_key", _touched_keys())
    tx.bind(_PLACED.name, placed)
    tx.append(MERGED, _merged_rows())
    for table in (STALE, REPLACED, REGROUPED):
        tx.append(table, _customers_now())


def _resolve(links: pa.Table, undone: Collection[int]) -> pa.Table:
    columns = ("identity", "other_identity", "kind", "at", "message_id", "link_key")
    rows = zip(*(links[name].to_pylist() for name in columns), strict=True)
    kept: list[Link] = []
    alone: list[str] = []
    for identity, other, kind, at, message_id, key in rows:
        if key in undone:
            alone += (identity, other)
        else:
            kept.append(Link(identity, other, kind, at, message_id))
    customers = {key: key for key in keys_of(alone)} | resolve(kept)
    return pa.table(
        {
            "identity_key": pa.array(customers.keys(), pa.int64()),
            "customer_key": pa.array(customers.values(), pa.int64()),
        }
    )


@cache
def _changed() -> Compiled:
    """Links of the batch that are new, or said earlier than so far known."""
    batch, kept = _BATCH.rows, LINKS.rows
    order = [batch["at"].asc(), batch.message_id.asc()]
    first = batch.mutate(place=ibis.row_number().over(group_by="link_key", order_by=order))
    first = first.filter(first.place == 0).drop("place")
    known = kept.semi_join(batch, "link_key").select("link_key", known_at="at", known_id="message_id")
    both = first.left_join(known, "link_key")
    is_new = both.known_at.isnull() | (both["at"] < both.known_at)
    is_new = is_new | ((both["at"] == both.known_at) & (both.message_id < both.known_id))
    return compiled(both.filter(is_new).select(*LINKS.columns))


@cache
def _changed_keys() -> Compiled:
    return compiled(_CHANGED.rows.select("link_key"))


@cache
def _changed_rows() -> Compiled:
    return compiled(_CHANGED.rows)


@cache
def _changed_ends() -> Compiled:
    return compiled(_ends(_CHANGED.rows).distinct())


@cache
def _placed_without() -> Compiled:
    return compiled(PLACED_WITHOUT.rows)


@cache
def _undone_now() -> Compiled:
    return compiled(ibis.table(PLACED_WITHOUT.schema, name="undone_now"))


@cache
def _ends_of_decided() -> Compiled:
    decided = ibis.table(PLACED_WITHOUT.schema, name="decided_links")
    return compiled(_ends(LINKS.rows.semi_join(decided, "link_key")).distinct())


@cache
def _grown() -> Compiled:
    """The touched identities and their neighbors."""
    touched, links = _TOUCHED.rows, LINKS.rows
    onward = links.semi_join(touched, "identity_key").select(identity_key="other_key")
    back = links.semi_join(touched, [("other_key", "identity_key")]).select("identity_key")
    return compiled(touched.union(onward).union(back).distinct())


@cache
def _all_grown() -> Compiled:
    return compiled(ibis.table(_TOUCHED.schema, name="grown"))


@cache
def _links_of_touched() -> Compiled:
    return compiled(LINKS.rows.semi_join(_TOUCHED.rows, "identity_key"))


@cache
def _customers_before() -> Compiled:
    touched, merged = _TOUCHED.rows, MERGED.rows
    placed = merged.semi_join(touched, "identity_key").select("customer_key")
    return compiled(placed.union(touched.select(customer_key="identity_key")).distinct())


@cache
def _customers_now() -> Compiled:
    return compiled(_PLACED.rows.select("customer_key").distinct())


@cache
def _touched_keys() -> Compiled:
    return compiled(_TOUCHED.rows)


@cache
def _merged_rows() -> Compiled:
    placed = _PLACED.rows
    return compiled(placed.filter(placed.identity_key != placed.customer_key))


@cache
def _count(table: WarehouseTable) -> Compiled:
    return compiled(table.rows.aggregate(n=table.rows.count()))


def _ends(links: ibis.Table) -> ibis.Table:
    return links.select("identity_key").union(links.select(identity_key="other_key"))

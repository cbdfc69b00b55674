"""Keep what was last stated of an identity: traits and consents, the latest by time, whatever came first.

Every consent is kept besides, in `consent_log`: who asks whether there was one may ask about any moment.
"""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa

from evergrow.kernel import keys_of
from evergrow.record.customers.settle import SHOWN, with_customer
from evergrow.record.customers.tables import CONSENT_LOG, CONSENTS, RESTATED, TRAITS
from evergrow.storage.warehouse import Compiled, WarehouseTable, WarehouseTx, compiled


def write_traits(tx: WarehouseTx, stated: pa.Table) -> None:
    """Let later statements of a trait replace earlier ones."""
    _write(tx, TRAITS, "trait_key", _keyed(stated, "trait_key", ("identity_key", "key")))
    if not set(SHOWN).isdisjoint(stated["key"].unique().to_pylist()):
        tx.append(RESTATED, _restated())


def write_consents(tx: WarehouseTx, stated: pa.Table) -> None:
    """Let later words on a channel and topic replace earlier ones, and log each of them once."""
    if not stated.num_rows:
        return
    latest = stated.select([name for name in CONSENTS.columns if name != "consent_key"])
    _write(tx, CONSENTS, "consent_key", _keyed(latest, "consent_key", ("identity_key", "channel", "topic")))
    _log(tx, _keyed(stated, "statement_key", _STATEMENT))


def fill_consent_log(tx: WarehouseTx) -> None:
    """Begin the log with the last words, in a warehouse from before there was one."""
    if tx.fetch(CONSENT_LOG.rows.limit(1)).num_rows:
        return
    kept = tx.fetch(_unlogged())
    if kept.num_rows:
        _log(tx, _keyed(kept, "statement_key", _STATEMENT))


def _log(tx: WarehouseTx, statements: pa.Table) -> None:
    tx.bind("batch_consent_log", statements)
    tx.append(CONSENT_LOG, _new_statements())


_STATEMENT = ("identity_key", "channel", "topic", "is_granted", "message_id")


def _keyed(stated: pa.Table, key: str, columns: tuple[str, ...]) -> pa.Table:
    texts = zip(*(stated[name].to_pylist() for name in columns), strict=True)
    keys = keys_of("\x1f".join(map(str, text)) for text in texts)
    return stated.add_column(0, key, pa.array(keys, pa.int64()))


def _write(tx: WarehouseTx, table: WarehouseTable, key: str, stated: pa.Table) -> None:
    if not stated.num_rows:
        return
    tx.bind(f"batch_{table.name}", stated)
    tx.keep(f"latest_{table.name}", _latest(table, key))
    tx.drop(table, key, _keys(table, key))
    tx.append(table, _rows(table))


@cache
def _restated() -> Compiled:
    latest = ibis.table(TRAITS.schema, name=f"latest_{TRAITS.name}")
    named = with_customer(latest.filter(latest.key.isin(SHOWN)).select("identity_key"))
    return compiled(named.select("customer_key").distinct())


@cache
def _new_statements() -> Compiled:
    batch = ibis.table(CONSENT_LOG.schema, name="batch_consent_log").distinct(on="statement_key")
    return compiled(batch.anti_join(CONSENT_LOG.rows, "statement_key"))


@cache
def _unlogged() -> Compiled:
    nothing = ibis.null("string")
    rows = CONSENTS.rows.drop("consent_key")
    return compiled(rows.mutate(is_confirmed=False, place=nothing, ip=nothing, source_id=nothing))


@cache
def _latest(table: WarehouseTable, key: str) -> Compiled:
    """The latest row of each key, among the batch and what is kept of the same keys; ties by message id."""
    batch = ibis.table(table.schema, name=f"batch_{table.name}")
    both = batch.union(table.rows.semi_join(batch, key))
    order = [both["at"].desc(), both.message_id.desc()]
    ranked = both.mutate(place=ibis.row_number().over(group_by=key, order_by=order))
    return compiled(ranked.filter(ranked.place == 0).drop("place"))


@cache
def _keys(table: WarehouseTable, key: str) -> Compiled:
    return compiled(ibis.table(table.schema, name=f"latest_{table.name}").select(key))


@cache
def _rows(table: WarehouseTable) -> Compiled:
    return compiled(ibis.table(table.schema, name=f"latest_{table.name}"))

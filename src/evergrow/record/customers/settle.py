"""Let customers follow what was written about their identities.

Reads   `facts`, `merged`, `traits` of the stale customers only.
Writes  `facts` (note_facts), `customers`, `stale`, `replaced`, `restated`.
Holds   after `settle`, every customer row equals the one a recompute of everything would give.
"""

from __future__ import annotations

from functools import cache, lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.record.customers.fold import combine, fold
from evergrow.record.customers.tables import (
    CUSTOMERS,
    FACTS,
    IDENTITIES,
    MERGED,
    REPLACED,
    RESTATED,
    STALE,
    TRAITS,
)
from evergrow.record.events import FRESH
from evergrow.storage.warehouse import Compiled, WarehouseTable, WarehouseTx, compiled

_BATCH_IDENTITIES = WarehouseTable("batch_identities", IDENTITIES.columns)
_FOLDED = WarehouseTable("folded", FACTS.columns)
DUE = WarehouseTable("due_customers", STALE.columns)
"""Within a transaction: the customers that are being settled, each once."""
DUE_IDENTITIES = WarehouseTable("due_identities", MERGED.columns)
"""Within a transaction: their identities."""
_BEFORE = WarehouseTable(
    "due_before",
    {
        "customer_key": "int64",
        "customer_id": "string",
        "name": "string",
        "email": "string",
        "first_seen_before": "timestamp(6)",
        "known_before": "timestamp(6)",
    },
)
_TO_NAME = WarehouseTable("customers_to_name", STALE.columns)
_CHANGED = WarehouseTable("changed_customers", STALE.columns)
SHOWN = ("name", "email", "firstName", "lastName", "first_name", "last_name", "Name", "Email")
"""The traits that a customer is shown by."""


def note_facts(tx: WarehouseTx, identities: pa.Table) -> None:
    """Fold the fresh events into the facts of their identities, and mark their customers stale."""
    tx.bind(_BATCH_IDENTITIES.name, identities)
    tx.append(IDENTITIES, _new_identities())
    tx.keep(_FOLDED.name, _folded())
    tx.drop(FACTS, "identity_key", _folded_keys())
    tx.append(FACTS, _folded_rows())
    tx.append(STALE, _touched_customers())


def begin_settling(tx: WarehouseTx) -> int:
    """Name the stale customers and their identities for the rest of the transaction; returns how many there are."""
    count = tx.keep(DUE.name, _due())
    if count:
        tx.keep(DUE_IDENTITIES.name, _due_identities())
    return count


def settle_customers(tx: WarehouseTx) -> None:
    """Make the rows of the customers named by `begin_settling` anew; a customer merged away loses its row.

    Who was not named anew, as most are not in most ticks, keeps their name: looking it up would read everybody's traits.
    """
    tx.keep(_BEFORE.name, _rows_before())
    unnamed = tx.keep(_TO_NAME.name, _to_name())
    tx.drop(CUSTOMERS, "customer_key", _due_keys())
    tx.append(CUSTOMERS, _rows_as_named())
    if unnamed:
        tx.append(CUSTOMERS, _rows_named_anew())
        tx.clear(RESTATED)
    tx.clear(STALE)


def go_on_with_changed(tx: WarehouseTx, more: WarehouseTable) -> int:
    """From here on let only those be due who are seen or known since another time, who are others, or whom `more` names.

    Call it after `settle_customers`; returns how many they are. `more` has their `customer_key`.
    """
    count = tx.keep(_CHANGED.name, _changed(more))
    if count:
        tx.keep(DUE.name, _all_changed())
        tx.keep(DUE_IDENTITIES.name, _due_identities())
        tx.clear(REPLACED)
    return count


def replace_stale(tx: WarehouseTx) -> None:
    """Take nothing of the stale customers as it was: another version of the program may have marked them."""
    tx.append(REPLACED, _due())


def with_customer(rows: ir.Table) -> ir.Table:
    """The rows, which have an `identity_key`, plus the `customer_key` they belong to. Lazy."""
    merged = MERGED.rows.select(merged_identity="identity_key", merged_into="customer_key")
    joined = rows.left_join(merged, rows.identity_key == merged.merged_identity)
    return joined.mutate(customer_key=ibis.coalesce(joined.merged_into, joined.identity_key)).drop(
        "merged_identity", "merged_into"
    )


@cache
def _new_identities() -> Compiled:
    return compiled(_BATCH_IDENTITIES.rows.anti_join(IDENTITIES.rows, "identity_key"))


@cache
def _folded() -> Compiled:
    """Facts of the identities in the batch: what was known, combined with what the batch adds."""
    added = fold(FRESH.rows)
    known = FACTS.rows.semi_join(FRESH.rows, "identity_key")
    return compiled(combine(added.union(known.select(*added.columns))))


@cache
def _folded_keys() -> Compiled:
    return compiled(_FOLDED.rows.select("identity_key"))


@cache
def _folded_rows() -> Compiled:
    return compiled(_FOLDED.rows)


@cache
def _touched_customers() -> Compiled:
    return compiled(with_customer(_FOLDED.rows.select("identity_key")).select("customer_key").distinct())


@cache
def _due() -> Compiled:
    return compiled(STALE.rows.distinct())


@cache
def _rows_before() -> Compiled:
    rows = CUSTOMERS.rows.semi_join(DUE.rows, "customer_key")
    named = rows.select(
        "customer_key",
        "customer_id",
        "name",
        "email",
        first_seen_before="first_seen_at",
        known_before="known_at",
    )
    return compiled(named)


@lru_cache(maxsize=4)
def _changed(more: WarehouseTable) -> Compiled:
    now = CUSTOMERS.rows.semi_join(DUE.rows, "customer_key").left_join(_BEFORE.rows, "customer_key")
    is_as_before = now.first_seen_at.identical_to(now.first_seen_before)
    is_as_before &= now.known_at.identical_to(now.known_before)
    others = REPLACED.rows.union(more.rows.select("customer_key")).semi_join(DUE.rows, "customer_key")
    return compiled(now.filter(~is_as_before).select("customer_key").union(others).distinct())


@cache
def _all_changed() -> Compiled:
    return compiled(_CHANGED.rows)


@cache
def _due_keys() -> Compiled:
    return compiled(DUE.rows)


@cache
def _due_identities() -> Compiled:
    """The identities of the due customers; one that was merged away has none of its own."""
    due, merged = DUE.rows, MERGED.rows
    own = due.select(identity_key="customer_key", customer_key="customer_key")
    own = own.anti_join(merged, "identity_key")
    return compiled(own.union(merged.semi_join(due, "customer_key").select("identity_key", "customer_key")))


@cache
def _to_name() -> Compiled:
    """Who is new, put together otherwise, or was named anew."""
    new = DUE.rows.anti_join(_BEFORE.rows, "customer_key")
    others = DUE.rows.semi_join(REPLACED.rows.union(RESTATED.rows), "customer_key")
    return compiled(new.union(others).distinct())


@cache
def _rows_as_named() -> Compiled:
    facts = combine(FACTS.rows.inner_join(DUE_IDENTITIES.rows, "identity_key"), by="customer_key")
    rows = facts.inner_join(_BEFORE.rows, "customer_key").anti_join(_TO_NAME.rows, "customer_key")
    return compiled(rows.select(*CUSTOMERS.columns))


@cache
def _rows_named_anew() -> Compiled:
    placed = DUE_IDENTITIES.rows.inner_join(_TO_NAME.rows, "customer_key")
    return compiled(customer_rows(placed.select("identity_key", "customer_key")))


def customer_rows(placed: ir.Table) -> ir.Table:
    """Customers made from the identities in `placed` (identity_key, customer_key). Lazy.

    An identity without events (only named by a link) makes no customer.
    """
    parts = FACTS.rows.inner_join(placed, "identity_key")
    facts = combine(parts, by="customer_key")
    names = IDENTITIES.rows.select(customer_key="identity_key", customer_id="identity")
    rows = facts.inner_join(names, "customer_key").left_join(_shown(placed), "customer_key")
    return rows.select(*CUSTOMERS.columns)


def _shown(placed: ir.Table) -> ir.Table:
    """Name and email of each customer, as last stated by any of its identities."""
    traits = TRAITS.rows.filter(TRAITS.rows.key.isin(SHOWN)).inner_join(placed, "identity_key")
    traits = traits.mutate(text=_plain(traits.value))

    def last(*keys: str) -> ir.Value:
        return traits.text.argmax(traits["at"], where=traits.key.isin(keys))

    stated = traits.group_by("customer_key").agg(
        whole=last("name", "Name"),
        first=last("firstName", "first_name"),
        last=last("lastName", "last_name"),
        email=last("email", "Email"),
    )
    parts = (stated["first"].fill_null("") + " " + stated["last"].fill_null("")).strip()
    return stated.select("customer_key", "email", name=ibis.coalesce(stated.whole, parts.nullif("")))


def _plain(value: ir.StringValue) -> ir.StringValue:
    """The text of a JSON string; anything else is no name."""
    inside = value.substr(1, value.length() - 2).replace('\\"', '"').replace("\\\\", "\\")
    return ibis.ifelse(value.startswith('"') & (value.length() > 2), inside, ibis.null("string"))

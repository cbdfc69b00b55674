"""The public name of a customer, from any of its identities."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import ibis
import pyarrow as pa

from evergrow.kernel import key_of
from evergrow.record.customers.settle import with_customer
from evergrow.record.customers.tables import CUSTOMERS, IDENTITIES
from evergrow.storage.warehouse import Compiled, Warehouse, compiled


def customer_ids(warehouse: Warehouse, identity_keys: Iterable[int]) -> dict[int, str]:
    """The customer id behind each identity key; one query."""
    asked = pa.table({"identity_key": pa.array(sorted(set(identity_keys)), pa.int64())})
    rows = warehouse.fetch(_ids(), {"asked_identities": asked})
    return dict(zip(rows["identity_key"].to_pylist(), rows["customer_id"].to_pylist(), strict=True))


def keys_of(warehouse: Warehouse, customer_ids: Iterable[str]) -> dict[str, int | None]:
    """Today's key of the customer behind each id, which may be any of their identities; None where there is none."""
    keys = {customer_id: key_of(customer_id) for customer_id in customer_ids}
    asked = pa.table({"identity_key": pa.array(sorted(set(keys.values())), pa.int64())})
    rows = warehouse.fetch(_today(), {"asked_identities": asked})
    today = dict(zip(rows["identity_key"].to_pylist(), rows["customer_key"].to_pylist(), strict=True))
    return {customer_id: today.get(key) for customer_id, key in keys.items()}


@dataclass(frozen=True, kw_only=True)
class Called:
    """What a customer is called; each None where nobody said it."""

    name: str | None
    email: str | None


def called(warehouse: Warehouse, customer_ids: Iterable[str]) -> dict[str, Called]:
    """What the customer behind each id, which may be any of their identities, is called; one query.

    Who is unknown, or known no more, is left out.
    """
    ids = {key_of(customer_id): customer_id for customer_id in customer_ids}
    asked = pa.table({"identity_key": pa.array(sorted(ids), pa.int64())})
    rows = warehouse.fetch(_called(), {"asked_identities": asked}).to_pylist() if ids else []
    return {ids[row["identity_key"]]: Called(name=row["name"], email=row["email"]) for row in rows}


@cache
def _called() -> Compiled:
    asked = with_customer(ibis.table({"identity_key": "int64"}, name="asked_identities"))
    known = CUSTOMERS.rows.select("customer_key", "name", "email")
    return compiled(asked.inner_join(known, "customer_key").select("identity_key", "name", "email"))


@cache
def _today() -> Compiled:
    asked = with_customer(ibis.table({"identity_key": "int64"}, name="asked_identities"))
    known = asked.semi_join(CUSTOMERS.rows, "customer_key")
    return compiled(known.select("identity_key", "customer_key"))


@cache
def _ids() -> Compiled:
    asked = with_customer(ibis.table({"identity_key": "int64"}, name="asked_identities"))
    names = IDENTITIES.rows.select(customer_key="identity_key", customer_id="identity")
    return compiled(asked.inner_join(names, "customer_key").select("identity_key", "customer_id"))

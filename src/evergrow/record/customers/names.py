"""The public name of a customer, from any of its identities."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import ibis
import pyarrow as pa

from evergrow.record.customers.settle import with_customer
from evergrow.record.customers.tables import IDENTITIES
from evergrow.storage.warehouse import Compiled, Warehouse, compiled


def customer_ids(warehouse: Warehouse, identity_keys: Iterable[int]) -> dict[int, str]:
    """The customer id behind each identity key; one query."""
    asked = pa.table({"identity_key": pa.array(sorted(set(identity_keys)), pa.int64())})
    rows = warehouse.fetch(_ids(), {"asked_identities": asked})
    return dict(zip(rows["identity_key"].to_pylist(), rows["customer_id"].to_pylist(), strict=True))


@cache
def _ids() -> Compiled:
    asked = with_customer(ibis.table({"identity_key": "int64"}, name="asked_identities"))
    names = IDENTITIES.rows.select(customer_key="identity_key", customer_id="identity")
    return compiled(asked.inner_join(names, "customer_key").select("identity_key", "customer_id"))

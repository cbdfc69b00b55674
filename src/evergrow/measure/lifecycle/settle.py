"""Let the stays of customers follow their facts: for the few a tick touched, or for all.

Reads   events of the due customers, by key; their `customers` rows, which must be settled before.
Writes  `stays`.
"""

from __future__ import annotations

from functools import cache, lru_cache

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.lifecycle.stays import stays
from evergrow.measure.lifecycle.tables import STAYS
from evergrow.record import customers as record
from evergrow.record.events import EVENTS
from evergrow.storage.warehouse import Compiled, WarehouseTx, compiled


def settle_stays(tx: WarehouseTx, lifecycle: LifecycleMap) -> None:
    """Make the stays of the customers named by `record.customers.begin_settling` anew."""
    tx.drop(STAYS, "customer_key", _due_keys())
    tx.append(STAYS, _due_stays(lifecycle))


def rebuild_stays(tx: WarehouseTx, lifecycle: LifecycleMap) -> None:
    """Make the stays of everybody anew, as after a change of the map."""
    tx.clear(STAYS)
    tx.append(STAYS, _all_stays(lifecycle))


@lru_cache(maxsize=4)
def _due_stays(lifecycle: LifecycleMap) -> Compiled:
    events = EVENTS.rows.inner_join(record.DUE_IDENTITIES.rows, "identity_key")
    customers = record.CUSTOMERS.rows.semi_join(record.DUE.rows, "customer_key")
    return compiled(stays(customers, events, lifecycle))


@lru_cache(maxsize=4)
def _all_stays(lifecycle: LifecycleMap) -> Compiled:
    return compiled(stays(record.CUSTOMERS.rows, record.with_customer(EVENTS.rows), lifecycle))


@cache
def _due_keys() -> Compiled:
    return compiled(record.DUE.rows)

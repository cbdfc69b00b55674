"""Judge conditions inside a tick: on the warehouse's own tables, by text that is written once.

Reads   of events, traits and consents only what belongs to the subjects' identities.
Writes  temporary tables; and `rfm_levels` for a day that is asked about first, where a condition looks at RFM.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.conditions import Condition
from evergrow.measure.lifecycle import STAYS
from evergrow.measure.segments import acts
from evergrow.measure.segments.acts import columns_of
from evergrow.measure.segments.holds import holds
from evergrow.measure.segments.levels import levels_of
from evergrow.measure.segments.meaning import needs_of
from evergrow.measure.segments.spec import Grounds, World
from evergrow.measure.segments.tables import RFM_LEVELS, ZONES
from evergrow.measure.segments.zones import every_zone
from evergrow.record import customers, events
from evergrow.storage.warehouse import Compiled, Warehouse, WarehouseTable, WarehouseTx, compiled

Query = ir.Table | Compiled
Asked = tuple[tuple[str, Condition], ...]
SUBJECTS: Final = WarehouseTable(
    "judge_subjects", {"row_key": "int64", "customer_key": "int64", "at": "timestamp(6)"}
)
_IDENTITIES: Final = WarehouseTable("judge_identities", {"identity_key": "int64", "customer_key": "int64"})
_DAYS: Final = WarehouseTable("judge_days", {"day": "timestamp(6)"})


def prepare(warehouse: Warehouse) -> None:
    """Write down the world's time zones where they are not yet; once in the life of a warehouse."""
    if warehouse.fetch(ZONES.rows.limit(1)).num_rows:
        return
    with warehouse.transaction() as tx:
        tx.bind("told_zones", every_zone())
        tx.append(ZONES, ibis.table(ZONES.schema, name="told_zones"))


def judge(
    tx: WarehouseTx,
    subjects: Query | pa.Table,
    conditions: Asked,
    world: World,
    *,
    into: str,
    seen: WarehouseTable | None = None,
) -> None:
    """Leave in the temporary table `into` whether each condition holds for each subject, as `holds` tells it.

    Args:
        tx: The subjects' customers must be settled in it.
        subjects: `row_key`, `customer_key`, `at`.
        conditions: Names and conditions; the same ones again cost no writing of SQL.
        world: What the words mean.
        into: `row_key` and a boolean column for each name, until the transaction ends.
        seen: The subjects' events where they were set aside already, with at least the columns `read_of` the conditions;
            None looks for them among everybody's.
    """
    if isinstance(subjects, pa.Table):
        tx.bind("judge_given", subjects)
        subjects = _given()
    tx.keep(SUBJECTS.name, subjects)
    tx.keep(_IDENTITIES.name, _identities())
    if _needs_levels(conditions, world):
        tx.keep(_DAYS.name, _days_without())
        if tx.fetch(_any_day()).num_rows:
            tx.append(RFM_LEVELS, _levels())
    tx.keep(into, _judgment(conditions, world, seen))


@lru_cache(maxsize=256)
def read_of(conditions: Asked, world: World) -> frozenset[str]:
    """The columns of events that judging these conditions reads, beside whose, what and when."""
    return columns_of(needs_of([condition for _, condition in conditions], world).acts)


@lru_cache(maxsize=256)
def look_back_of(conditions: Asked, world: World) -> int | None:
    """How many seconds before an instant judging these conditions as of it reads texts of events; None: of any age."""
    return acts.look_back_of(needs_of([condition for _, condition in conditions], world).acts)


def live_grounds() -> Grounds:
    """The warehouse's tables as they stand, everybody's."""
    return Grounds(
        events=customers.with_customer(events.EVENTS.rows),
        customers=customers.CUSTOMERS.rows,
        stays=STAYS.rows,
        orders=customers.with_customer(events.ORDERS.rows),
        traits=customers.with_customer(customers.TRAITS.rows),
        consents=customers.with_customer(customers.CONSENT_LOG.rows),
        zones=ZONES.rows,
        narrowed=_narrowed,
    )


def _narrowed(keys: ir.Table) -> Grounds:
    return replace(grounds_of(identities_of(keys)), levels=None)


def grounds_of(identities: ir.Table) -> Grounds:
    """The same for some customers alone (`identity_key`, `customer_key`): what belongs to others is not read."""
    return Grounds(
        events=events.EVENTS.rows.inner_join(identities, "identity_key"),
        customers=customers.CUSTOMERS.rows,
        stays=STAYS.rows,
        orders=customers.with_customer(events.ORDERS.rows),
        traits=customers.TRAITS.rows.inner_join(identities, "identity_key"),
        consents=customers.CONSENT_LOG.rows.inner_join(identities, "identity_key"),
        zones=ZONES.rows,
        levels=RFM_LEVELS.rows,
    )


def identities_of(keys: ir.Table) -> ir.Table:
    """`identity_key`, `customer_key` of the customers (`customer_key`); one merged away has none of its own. Lazy."""
    merged = customers.MERGED.rows
    own = keys.select(identity_key="customer_key", customer_key="customer_key")
    own = own.anti_join(merged, "identity_key")
    return own.union(merged.semi_join(keys, "customer_key").select("identity_key", "customer_key"))


@lru_cache(maxsize=256)
def _judgment(conditions: Asked, world: World, seen: WarehouseTable | None) -> Compiled:
    grounds = grounds_of(_IDENTITIES.rows)
    grounds = grounds if seen is None else replace(grounds, events=seen.rows)
    return compiled(holds(SUBJECTS.rows, dict(conditions), grounds, world))


@lru_cache(maxsize=256)
def _needs_levels(conditions: Asked, world: World) -> bool:
    return needs_of([condition for _, condition in conditions], world).scores


@cache
def _given() -> Compiled:
    return compiled(ibis.table(SUBJECTS.schema, name="judge_given"))


@cache
def _identities() -> Compiled:
    return compiled(identities_of(SUBJECTS.rows.select("customer_key").distinct()))


@cache
def _days_without() -> Compiled:
    days = SUBJECTS.rows.select(day=SUBJECTS.rows["at"].truncate("D")).distinct()
    return compiled(days.anti_join(RFM_LEVELS.rows, "day"))


@cache
def _any_day() -> Compiled:
    return compiled(_DAYS.rows.limit(1))


@cache
def _levels() -> Compiled:
    return compiled(levels_of(live_grounds().orders, _DAYS.rows).select(*RFM_LEVELS.columns))


def matching(condition: Condition, grounds: Grounds, world: World, at: ir.TimestampValue) -> ir.Table:
    """The customers the condition holds for as of one instant: `customer_key`. Lazy."""
    grounds = replace(grounds, narrowed=None)  # everybody is asked about
    people = grounds.customers.filter(grounds.customers.first_seen_at <= at)
    subjects = people.select(row_key="customer_key", customer_key="customer_key", at=at)
    found = holds(subjects, {"is_member": condition}, grounds, world)
    return found.filter(found.is_member).select(customer_key="row_key")

"""What another map would change, before it is in force: everybody placed by both, at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.lifecycle.spec import MapPreview, StageChange
from evergrow.measure.lifecycle.stays import stays
from evergrow.storage.warehouse import moment


def preview_map(
    lifecycle: LifecycleMap,
    *,
    customers: ir.Table,
    events: ir.Table,
    current: ir.Table,
    at: datetime,
    fetch: Callable[[ir.Table], pa.Table],
) -> MapPreview:
    """Customers per stage by the stays kept now and by this map, and who would stand elsewhere. One query.

    Args:
        customers: As `stays` takes them.
        events: As `stays` takes them.
        current: The stays kept now.
        at: The moment compared.
        fetch: Runs the query.
    """
    rows = fetch(placements(current, stays(customers, events, lifecycle), at)).to_pylist()
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for row in rows:
        before[row["source"]] += row["customers"]
        after[row["target"]] += row["customers"]
    changes = [StageChange(**row) for row in rows if row["source"] != row["target"]]
    return MapPreview(
        at=at,
        before={stage: count for stage, count in before.items() if stage is not None},
        after={stage: count for stage, count in after.items() if stage is not None},
        changes=sorted(changes, key=lambda change: -change.customers),
        changed_customers=sum(change.customers for change in changes),
    )


def placements(one: ir.Table, other: ir.Table, at: datetime) -> ir.Table:
    """Customers by their stage in two sets of stays at a moment: `source`, `target` (null: none), `customers`."""
    left = _standing(one, at).select("customer_key", source="stage")
    right = _standing(other, at).select(other_key="customer_key", target="stage")
    both = left.outer_join(right, left.customer_key == right.other_key)
    return both.group_by("source", "target").agg(customers=both.count())


def _standing(rows: ir.Table, at: datetime) -> ir.Table:
    instant = moment(at)
    return rows.filter((rows.entered_at <= instant) & (rows.left_at.isnull() | (rows.left_at > instant)))

"""The customers report: how many there are, in which stage, known or not, and what they have bought."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.measure.customers.listing import customer_page
from evergrow.measure.customers.spec import CustomersReport, StageCount, Wanted
from evergrow.measure.lifecycle import standing
from evergrow.measure.metrics import Measured, buyers, whole_sum
from evergrow.measure.rfm import DEFAULT_RULES, SegmentRule
from evergrow.storage.warehouse import Instant, moment

BEST: Final = 20


def known_by_stage(customers: ir.Table, stays: ir.Table, at: Instant) -> ir.Table:
    """Customers of each stage at `at`: `stage`, `customers`, `known` (by an id or an address until then). Lazy."""
    here = standing(stays, at).inner_join(customers.select("customer_key", "known_at"), "customer_key")
    return here.group_by("stage").agg(
        customers=here.count(), known=whole_sum((here.known_at < moment(at)).fill_null(False))
    )


def bought(customers: ir.Table, orders: ir.Table, at: Instant) -> ir.Table:
    """One row: `buyers`, `orders`, `revenue_micros` until `at`. Lazy."""
    until = buyers(customers, orders, at)
    return until.agg(
        buyers=until.count(), orders=whole_sum(until.orders), revenue_micros=whole_sum(until.revenue_micros)
    )


def refunded(events: ir.Table, at: Instant) -> ir.Table:
    """One row: `refunds`, `refunded_micros` until `at`. Lazy."""
    past = events.filter(events["name"] == "Order Refunded", events["at"] < moment(at))
    return past.agg(refunds=past.count(), refunded_micros=whole_sum(past.revenue_micros))


def customers_report(
    source: Measured,
    lifecycle_map: LifecycleMap,
    as_of: datetime,
    *,
    now: datetime,
    rules: Sequence[SegmentRule] = DEFAULT_RULES,
) -> CustomersReport:
    """The customers as of a moment (`now` when it lies beyond), with the best of them by revenue."""
    at = min(as_of, now)
    stages = {row["stage"]: row for row in source.ask(known_by_stage, source.customers, source.stays, at)}
    counts = [
        StageCount(
            id=stage.id,
            title=stage.title,
            customers=stages.get(stage.id, {}).get("customers", 0),
            known=stages.get(stage.id, {}).get("known", 0),
        )
        for stage in lifecycle_map.stages
    ]
    best = customer_page(
        source, lifecycle_map, Wanted(at=at), now=now, sort="revenue", limit=BEST, rules=rules
    )
    total, known = sum(stage.customers for stage in counts), sum(stage.known for stage in counts)
    return CustomersReport(
        as_of=at,
        currency=source.currency,
        total=total,
        known=known,
        anonymous=total - known,
        stages=counts,
        rows=best.rows,
        **source.ask(bought, source.customers, source.orders, at)[0],
        **source.ask(refunded, source.events, at)[0],
    )

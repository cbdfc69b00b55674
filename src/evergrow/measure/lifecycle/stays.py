"""The exact stage history of customers, in one pass over signed deltas.

A rule looks at metrics, and a metric within the last n days changes at two kinds of moment only: when
an event happens (+1) and when it is n days old (-1). So every metric is a running sum of deltas, the
stage is a case over the sums, and a stay lasts from one change of the case to the next.

Holds   the same rows for the same facts, whatever the order they came in; exact to the microsecond;
        the same expression for all customers and for the few that a tick touched, and on every engine.
See     docs/explanation/stages.md; ADR-0003 for why the future is computed along.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.conditions import Looked, Operand, compile_condition
from evergrow.definitions.maps import BUILT_IN_METRICS, EventMetric, LifecycleMap
from evergrow.measure.metrics import event_field

_SINCE: Final = {"seen": "first_seen_at", "known": "known_at"}
_NOWHERE: Final = -1
_CUSTOMER: Final = ("customer_key", "first_seen_at", "known_at")


def stays(customers: ir.Table, events: ir.Table, lifecycle: LifecycleMap) -> ir.Table:
    """Every stay of the customers given. Lazy.

    Args:
        customers: `customer_key`, `first_seen_at`, `known_at` (null: not known yet), one row a customer.
        events: Their events, with `customer_key`, `at`, `name` and what the metrics' conditions look at.
        lifecycle: The map whose rules decide.

    Returns:
        Rows of `STAYS`. A customer for whom no rule holds yet has none.
    """
    counted = [operand for operand in lifecycle.operands() if operand.name not in BUILT_IN_METRICS]
    columns = {operand: f"m{index}" for index, operand in enumerate(counted)}
    deltas = reduce(
        ir.Table.union, [*_beginnings(customers, columns), *_marks(customers, events, lifecycle, columns)]
    )
    sums = _running_sums(deltas, columns)
    in_time = ibis.window(group_by="customer_key", order_by="at")
    places = sums.select("customer_key", "at", place=_place(sums, lifecycle, columns))
    followed = places.mutate(before=places.place.lag().over(in_time))
    changes = followed.filter(followed.before.isnull() | (followed.place != followed.before))
    ends = changes.mutate(
        left_at=changes["at"].lead().over(in_time), next_place=changes.place.lead().over(in_time)
    )
    return ends.filter(ends.place != _NOWHERE).select(
        "customer_key",
        stage=_named(ends.place, lifecycle),
        entered_at=ends["at"],
        left_at=ends.left_at,
        next_stage=_named(ends.next_place, lifecycle),
    )


def _running_sums(deltas: ir.Table, columns: dict[Operand, str]) -> ir.Table:
    """The metrics after each instant at which one changed: one row an instant, the last of its deltas.

    Sums run in float64: exact for whole numbers below 2**53, and twice as fast here as 128-bit integers.
    """
    so_far = ibis.cumulative_window(group_by="customer_key", order_by="at")
    sums = deltas.select(
        *_CUSTOMER,
        "at",
        next_at=deltas["at"].lead().over(ibis.window(group_by="customer_key", order_by="at")),
        **{name: deltas[name].sum().over(so_far) for name in columns.values()},
    )
    return sums.filter(sums.next_at.isnull() | (sums.next_at != sums["at"]))


def _beginnings(customers: ir.Table, columns: dict[Operand, str]) -> list[ir.Table]:
    """The instants at which a customer was first seen and first known; no metric changes then."""
    nothing = _deltas({}, columns)
    later = customers.filter(customers.known_at > customers.first_seen_at)
    return [
        customers.select(*_CUSTOMER, at=customers.first_seen_at, **nothing),
        later.select(*_CUSTOMER, at=later.known_at, **nothing),
    ]


def _marks(
    customers: ir.Table, events: ir.Table, lifecycle: LifecycleMap, columns: dict[Operand, str]
) -> list[ir.Table]:
    """What each event adds when it happens, and takes back when a window has passed it."""
    metrics = [
        metric for metric in lifecycle.metrics if any(operand.name == metric.name for operand in columns)
    ]
    if not metrics:
        return []
    names = sorted({name for metric in metrics for name in metric.events})
    amounts = {f"amount_{metric.name}": _amount(events, metric) for metric in metrics}
    marks = events.filter(events.name.isin(names)).select("customer_key", "at", **amounts)
    marks = marks.filter(reduce(ir.BooleanValue.__or__, [marks[name] != 0 for name in amounts]))
    marks = marks.inner_join(customers.select(*_CUSTOMER), "customer_key")
    adds = {operand: marks[f"amount_{operand.name}"] for operand in columns}
    found = [marks.select(*_CUSTOMER, "at", **_deltas(adds, columns))]
    for seconds in sorted({operand.within.seconds for operand in columns if operand.within is not None}):
        takes = {
            operand: -amount
            for operand, amount in adds.items()
            if operand.within is not None and operand.within.seconds == seconds
        }
        later = marks["at"] + ibis.interval(seconds=seconds)
        found.append(marks.select(*_CUSTOMER, at=later, **_deltas(takes, columns)))
    return found


def _amount(events: ir.Table, metric: EventMetric) -> ir.Value:
    """What one event adds to the metric; 0 where it does not count."""
    counts = events.name.isin(metric.events)
    if metric.where is not None:
        counts = counts & compile_condition(metric.where, lambda operand: event_field(events, operand))
    amount = events.revenue_micros if metric.sum_of == "revenue" else ibis.literal(1)
    return ibis.ifelse(counts, amount, 0).fill_null(0).cast("float64")


def _deltas(values: Mapping[Operand, ir.Value], columns: dict[Operand, str]) -> dict[str, ir.Value]:
    """A column for every operand, zero where `values` has none."""
    zero = ibis.literal(0).cast("float64")
    return {column: values.get(operand, zero) for operand, column in columns.items()}


def _place(sums: ir.Table, lifecycle: LifecycleMap, columns: dict[Operand, str]) -> ir.IntegerValue:
    """The number of the last stage of the map whose rule holds. Numbers sort twice as fast as names."""
    rules = [
        (compile_condition(stage.when, lambda operand: _metric(sums, operand, columns, lifecycle)), number)
        for number, stage in enumerate(lifecycle.stages)
    ]
    return ibis.cases(*reversed(rules), else_=_NOWHERE)


def _named(place: ir.IntegerValue, lifecycle: LifecycleMap) -> ir.StringValue:
    return ibis.cases(*((place == number, stage.id) for number, stage in enumerate(lifecycle.stages)))


def _metric(
    sums: ir.Table, operand: Looked, columns: dict[Operand, str], lifecycle: LifecycleMap
) -> ir.Value:
    assert isinstance(operand, Operand)
    if operand.name in _SINCE:
        return (sums["at"] >= sums[_SINCE[operand.name]]).fill_null(False).cast("int64")
    total = sums[columns[operand]]
    is_money = any(metric.name == operand.name and metric.sum_of == "revenue" for metric in lifecycle.metrics)
    return total / 1_000_000 if is_money else total

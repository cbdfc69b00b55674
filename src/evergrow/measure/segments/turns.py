"""When a condition may begin or cease to hold though nothing happens: a window runs out, an hour begins, a stay ends.

More instants than needed do no harm, a missing one would: each is only a reason to look. What passes in some
conditions is a table, so that the questions here are the same whatever the conditions are.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false
# pyright: reportArgumentType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.conditions import Behaviour, Comparison, Condition, Operand, Span
from evergrow.measure.segments.acts import MICROS, since_epoch
from evergrow.measure.segments.meaning import SCORES, act_of, claims
from evergrow.measure.segments.spec import Grounds, World
from evergrow.storage.warehouse import WarehouseTable

CLOCKS: Final = WarehouseTable("look_clocks", {"kind": "string", "event": "string", "seconds": "int64"})
"""What passes: so many seconds after an `event` of a name, after `any` event, after a `stage` began or ended, or at
every `step` of so many seconds."""

_QUARTER: Final = 900  # seconds; the clocks of all zones differ from UTC by a multiple of it
_DAY: Final = 86_400
_EPOCH: Final = ibis.literal("1970-01-01 00:00:00").cast("timestamp(6)")
_Clock = tuple[str, str | None, int]


def clock_rows(conditions: Sequence[Condition], world: World) -> pa.Table:
    """Rows of `CLOCKS`: what passes by itself in these conditions."""
    found = {clock for claim in claims(conditions, world) for clock in _clocks(claim, world)}
    found.add(("any", None, 0))  # an event of a clock that runs ahead is due when its time comes
    columns = zip(*sorted(found, key=str), strict=True)
    types = (pa.string(), pa.string(), pa.int64())
    arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
    return pa.table(arrays, names=list(CLOCKS.columns))


def turns(keys: ir.Table, clocks: ir.Table, grounds: Grounds) -> ir.Table:
    """The instants in (since, until] at which to look again: `customer_key`, `at`, each once. Lazy.

    Args:
        keys: `customer_key`, `since`, `until`.
        clocks: Rows of `CLOCKS`.
        grounds: The facts.
    """
    steps = keys.cross_join(_of_kind(clocks, "step"))
    width = steps.seconds * MICROS
    first, last = since_epoch(steps.since) // width, since_epoch(steps.until) // width
    numbers = ibis.range(first.cast("int64") + 1, last.cast("int64") + 1)
    numbered = steps.select("customer_key", "seconds", number=numbers.unnest())
    passed = numbered.select("customer_key", at=_at_step(numbered))
    return reduce(ir.Table.union, [*_of_facts(keys, clocks, grounds), passed]).distinct()


def next_turns(keys: ir.Table, clocks: ir.Table, grounds: Grounds) -> ir.Table:
    """The first instant after `since` at which to look again: `customer_key`, `at`; who has none is left out. Lazy."""
    steps = keys.cross_join(_of_kind(clocks, "step"))
    number = since_epoch(steps.since) // (steps.seconds * MICROS) + 1
    numbered = steps.select("customer_key", "seconds", number=number.cast("int64"))
    coming = numbered.select("customer_key", at=_at_step(numbered))
    found = reduce(ir.Table.union, [*_of_facts(keys, clocks, grounds), coming])
    return found.group_by("customer_key").agg(at=found["at"].min())


def _of_facts(keys: ir.Table, clocks: ir.Table, grounds: Grounds) -> Iterator[ir.Table]:
    happened = grounds.events.select("customer_key", "name", began_at="at")
    by_name = _of_kind(clocks, "event")
    named = happened.inner_join(by_name, [happened.name == by_name.event])
    yield _later(keys, named.select("customer_key", "began_at", "seconds"))
    yield _later(keys, happened.select("customer_key", "began_at").cross_join(_of_kind(clocks, "any")))
    entered = grounds.stays.select("customer_key", began_at="entered_at")
    left = grounds.stays.filter(grounds.stays.left_at.notnull()).select("customer_key", began_at="left_at")
    yield _later(keys, entered.union(left).cross_join(_of_kind(clocks, "stage")))


def _later(keys: ir.Table, began: ir.Table) -> ir.Table:
    """So long after each instant."""
    found = began.select("customer_key", at=began.began_at + began.seconds.as_interval("s"))
    asked = keys.select("since", "until", asking_key="customer_key")
    found = found.inner_join(asked, [found.customer_key == asked.asking_key])
    return found.filter(found["at"] > found.since, found["at"] <= found.until).select("customer_key", "at")


def _of_kind(clocks: ir.Table, kind: str) -> ir.Table:
    chosen = clocks.filter(clocks.kind == kind)
    return chosen.select("event", "seconds") if kind == "event" else chosen.select("seconds")


def _at_step(numbered: ir.Table) -> ir.TimestampValue:
    return (_EPOCH + (numbered.number * numbered.seconds).as_interval("s")).cast("timestamp(6)")


def _clocks(claim: Comparison, world: World) -> Iterator[_Clock]:
    operand = claim.operand
    act = act_of(operand, world)
    if act is not None:
        lengths = [] if act.within_seconds is None else [act.within_seconds]
        if isinstance(operand, Behaviour) and operand.reading.startswith("time"):
            lengths.append(_seconds(claim))
        for seconds in lengths:
            yield from (
                (("any", None, seconds),)
                if act.events is None
                else (("event", event, seconds) for event in act.events)
            )
    if isinstance(operand, Operand):
        yield from _named(operand.name, claim)
    if claim.operator == "is today":
        yield "step", None, _QUARTER


def _named(name: str, claim: Comparison) -> Iterator[_Clock]:
    if name == "stage":
        yield "stage", None, 0
    elif name == "time_in_stage":
        yield "stage", None, 0
        yield "stage", None, _seconds(claim)
    elif name in SCORES:
        yield "step", None, _DAY
    elif name in ("context.hour", "context.weekday"):
        yield "step", None, _QUARTER


def _seconds(claim: Comparison) -> int:
    value = claim.value
    if isinstance(value, Span):
        return value.seconds
    return int(value) if isinstance(value, int | float) else 0

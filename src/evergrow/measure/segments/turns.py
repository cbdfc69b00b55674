"""When a condition may begin or cease to hold though nothing happens: a window runs out, an hour begins, a stay ends.

More instants than needed do no harm, a missing one would: each is only a reason to look.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false
# pyright: reportArgumentType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.conditions import Behaviour, Comparison, Condition, Operand, Span
from evergrow.measure.metrics import whole
from evergrow.measure.segments.acts import MICROS, since_epoch
from evergrow.measure.segments.meaning import SCORES, act_of, claims
from evergrow.measure.segments.spec import Grounds, World

_QUARTER: Final = 900  # seconds; the clocks of all zones differ from UTC by a multiple of it
_DAY: Final = 86_400
_EPOCH: Final = ibis.literal("1970-01-01 00:00:00").cast("timestamp(6)")


@dataclass
class Clocks:
    """What passes by itself in some conditions: how long after which events, how long after a stage began, and so on."""

    after_events: dict[int, set[str] | None] = field(default_factory=dict)
    after_stages: set[int] = field(default_factory=set)
    steps: set[int] = field(default_factory=set)

    def after(self, seconds: int, events: Sequence[str] | None) -> None:
        """Note a length of time; the events it counts from are `None` where any event is one."""
        known = self.after_events.setdefault(seconds, set())
        self.after_events[seconds] = None if events is None or known is None else known | set(events)


def clocks_of(conditions: Sequence[Condition], world: World) -> Clocks:
    """What passes by itself in these conditions."""
    clocks = Clocks()
    for claim in claims(conditions, world):
        operand = claim.operand
        act = act_of(operand, world)
        if act is not None and act.within_seconds is not None:
            clocks.after(act.within_seconds, act.events)
        if isinstance(operand, Behaviour) and operand.reading.startswith("time") and act is not None:
            clocks.after(_seconds(claim), act.events)
        if isinstance(operand, Operand):
            _note(clocks, operand.name, claim)
        if claim.operator == "is today":
            clocks.steps.add(_QUARTER)
    return clocks


def turns(keys: ir.Table, conditions: Sequence[Condition], grounds: Grounds, world: World) -> ir.Table:
    """The instants in (since, until] at which to look again: `customer_key`, `at`, each once. Lazy.

    Args:
        keys: `customer_key`, `since`, `until`.
        conditions: What is looked at.
        grounds: The facts.
        world: What the words mean.
    """
    clocks = clocks_of(conditions, world)
    parts = [*_of_facts(keys, clocks, grounds)]
    for step in sorted(clocks.steps):
        first, last = since_epoch(keys.since) // (step * MICROS), since_epoch(keys.until) // (step * MICROS)
        numbers = ibis.range(first.cast("int64") + 1, last.cast("int64") + 1)
        numbered = keys.select("customer_key", number=numbers.unnest())
        parts.append(numbered.select("customer_key", at=_at_step(numbered.number, step)))
    return _union(parts, keys).distinct()


def next_turns(keys: ir.Table, conditions: Sequence[Condition], grounds: Grounds, world: World) -> ir.Table:
    """The first instant after `since` at which to look again: `customer_key`, `at`; who has none is left out. Lazy."""
    clocks = clocks_of(conditions, world)
    clocks.after(0, None)  # an event of a clock that runs ahead is due when its time comes
    parts = [*_of_facts(keys, clocks, grounds)]
    for step in sorted(clocks.steps):
        number = since_epoch(keys.since) // (step * MICROS) + 1
        parts.append(keys.select("customer_key", at=_at_step(number.cast("int64"), step)))
    found = _union(parts, keys)
    return found.group_by("customer_key").agg(at=found["at"].min())


def _of_facts(keys: ir.Table, clocks: Clocks, grounds: Grounds) -> Iterator[ir.Table]:
    for seconds, names in sorted(clocks.after_events.items(), key=lambda pair: pair[0]):
        events = (
            grounds.events
            if names is None
            else grounds.events.filter(grounds.events.name.isin(sorted(names)))
        )
        yield _later(keys, events.select("customer_key", moment="at"), seconds)
    if clocks.after_stages:
        stays = grounds.stays.select("customer_key", moment="entered_at")
        left = grounds.stays.filter(grounds.stays.left_at.notnull()).select("customer_key", moment="left_at")
        for seconds in sorted(clocks.after_stages):
            yield _later(keys, stays.union(left) if seconds == 0 else stays, seconds)


def _later(keys: ir.Table, moments: ir.Table, seconds: int) -> ir.Table:
    """So long after each moment."""
    asked = keys.select("since", "until", asking_key="customer_key")
    found = moments.select("customer_key", at=moments.moment + ibis.interval(seconds=seconds))
    found = found.inner_join(asked, [found.customer_key == asked.asking_key])
    return found.filter(found["at"] > found.since, found["at"] <= found.until).select("customer_key", "at")


def _at_step(number: ir.IntegerValue, step: int) -> ir.TimestampValue:
    return (_EPOCH + (number * whole(step)).as_interval("s")).cast("timestamp(6)")


def _note(clocks: Clocks, name: str, claim: Comparison) -> None:
    if name == "stage":
        clocks.after_stages.add(0)
    elif name == "time_in_stage":
        clocks.after_stages |= {0, _seconds(claim)}
    elif name in ("seen", "known"):
        clocks.after(0, None)
    elif name in SCORES:
        clocks.steps.add(_DAY)
    elif name in ("context.hour", "context.weekday"):
        clocks.steps.add(_QUARTER)


def _seconds(claim: Comparison) -> int:
    value = claim.value
    if isinstance(value, Span):
        return value.seconds
    return int(value) if isinstance(value, int | float) else 0


def _union(parts: list[ir.Table], keys: ir.Table) -> ir.Table:
    if not parts:
        return keys.select("customer_key", at="since").limit(0)
    return reduce(ir.Table.union, parts)

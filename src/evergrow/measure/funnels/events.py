"""The events a funnel reads, narrow: whose, when, and which of its steps and exclusions each is."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.funnels.spec import Funnel, Step
from evergrow.measure.metrics import event_field, event_holds, whole
from evergrow.storage.warehouse import Instant, moment

KEY: Final = "customer_key"
HELD: Final = "held"


def keys_of(funnel: Funnel) -> list[str]:
    """What has to be the same in a chain of steps: the customer, and the value that is held."""
    return [KEY, HELD] if funnel.hold else [KEY]


def marked_events(events: ir.Table, start: Instant, until: Instant, *, funnel: Funnel) -> ir.Table:
    """The events from `start` to `until` that are a step or an exclusion.

    Returns:
        `customer_key`, `at`, `marks`: bit n for the step of number n + 1, and after them a bit for each exclusion;
        `held` where the funnel holds a field. Lazy.
    """
    acts = [*funnel.steps, *(exclusion.step for exclusion in funnel.without)]
    named = events.filter(
        events.name.isin(sorted({act.event for act in acts})),
        events["at"] >= moment(start),
        events["at"] < moment(until),
    )
    held = {HELD: event_field(named, funnel.hold).cast("string")} if funnel.hold else {}
    marks = reduce(or_, (_mark(named, act, number) for number, act in enumerate(acts)))
    found = named.select(KEY, at=named["at"].cast("timestamp(6)"), marks=marks, **held)
    if all(act.where is None for act in acts):
        return found
    return found.filter(found.marks != 0)


def _mark(events: ir.Table, act: Step, number: int) -> ir.IntegerValue:
    is_it = events.name == act.event
    if act.where is not None:
        is_it = is_it & event_holds(events, act.where)
    return ibis.ifelse(is_it, whole(1 << number), whole(0))


def step_bit(number: int) -> int:
    """The mark of the step of this number, from 1."""
    return 1 << (number - 1)


def exclusion_bit(funnel: Funnel, index: int) -> int:
    """The mark of an exclusion, from 0."""
    return 1 << (len(funnel.steps) + index)


def with_held(steps: ir.Table, out: ir.Table) -> ir.Table:
    """Events of an exclusion, of which one that does not say the held field counts for every value that `steps` have."""
    values = steps.select(KEY, value=HELD).distinct()
    silent = out.filter(out[HELD].isnull()).drop(HELD)
    everywhere = silent.inner_join(values, KEY).rename({HELD: "value"})
    return out.filter(out[HELD].notnull()).union(everywhere.select(*out.columns))

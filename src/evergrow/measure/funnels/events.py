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
from evergrow.measure.metrics import event_field, event_holds, has_any, json_texts, whole
from evergrow.storage.warehouse import Instant, moment

KEY: Final = "customer_key"
HELD: Final = "held"
_LISTED: Final = "listed"
_NONE: Final = ibis.null("array<string>")


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
    marks = reduce(or_, (_mark(named, act, number) for number, act in enumerate(acts)))
    held = {} if funnel.hold is None else _held(named, funnel.hold)
    found = named.select(KEY, at=named["at"].cast("timestamp(6)"), marks=marks, **held)
    if any(act.where is not None for act in acts):
        found = found.filter(found.marks != 0)
    return _each_held(found) if funnel.hold else found


def _held(events: ir.Table, field: str) -> dict[str, ir.Value]:
    """The field's value, and its values in the event's list of products: an order has many."""
    root, *path = field.split(".")
    listed = json_texts(events.properties, ["products"], path) if root == "properties" else _NONE
    return {HELD: event_field(events, field).cast("string"), _LISTED: listed}


def _each_held(found: ir.Table) -> ir.Table:
    """A row for each value; one with null where there is none."""
    columns = [KEY, "at", "marks", HELD]
    is_listed = found[HELD].isnull() & (found[_LISTED].length() > 0).fill_null(False)
    listed = found.filter(is_listed)
    each = listed.select(KEY, "at", "marks", **{HELD: listed[_LISTED].unnest()})
    return found.filter(~is_listed).select(*columns).union(each.select(*columns))


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


def may_coincide(funnel: Funnel, number: int) -> bool:
    """Whether the step of this number may happen at the very instant of the one before: no one event can be both."""
    return funnel.steps[number - 1].event not in {step.event for step in funnel.steps[: number - 1]}


def step_events(marked: ir.Table, number: int, *, funnel: Funnel) -> ir.Table:
    """The events of a step: the keys and `at`."""
    step = marked.filter(has_any(marked.marks, step_bit(number)))
    step = step.filter(step[HELD].notnull()) if funnel.hold else step
    return step.select(*keys_of(funnel), "at")

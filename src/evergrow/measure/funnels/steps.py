"""The numbers of a funnel: how many reached each step, how long it took them, and who may yet go on."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from evergrow.measure.funnels.events import KEY
from evergrow.measure.funnels.ordered import Micros
from evergrow.measure.funnels.reached import reached
from evergrow.measure.funnels.spec import Funnel
from evergrow.measure.metrics import whole
from evergrow.storage.warehouse import Instant, moment

_OF_ALL = ibis.null("string")


def funnel_steps(
    events: ir.Table,
    start: Instant,
    end: Instant,
    until: Instant,
    window_micros: Micros,
    *more: object,
    funnel: Funnel,
    has_open: bool = False,
) -> ir.Table:
    """A row for each step, and for each step and group.

    Args:
        events: See `reached`.
        start: See `reached`.
        end: See `reached`.
        until: See `reached`.
        window_micros: The funnel's window.
        more: With `has_open`, from when on a start is still open; and then, if customers are told apart, a table of
            `customer_key` and `value`.
        funnel: What is asked.
        has_open: Whether customers may yet convert.

    Returns:
        `is_grouped`, `value`, `step` (0: who may yet convert), `customers`, `low`, `middle`, `high` (quarters of the
        microseconds from the step before), `total` (their median from the first step). Lazy.
    """
    every = reached(events, start, end, until, funnel=funnel, window_micros=window_micros)
    return step_numbers(every, *more, last=len(funnel.steps), has_open=has_open)


def step_numbers(every: ir.Table, *more: object, last: int, has_open: bool = False) -> ir.Table:
    """The numbers of `funnel_steps` from the rows of `reached`; `last` is the number of steps. Lazy."""
    rest = list(more)
    open_from = rest.pop(0) if has_open else None
    groups = rest.pop(0) if rest else None
    parts = [_numbers(every.mutate(value=_OF_ALL), is_grouped=False)]
    if open_from is not None:
        parts.append(_open(every, open_from, last))
    if groups is not None:
        told = groups.select(group_key=KEY, value=groups.value.cast("string"))
        known = every.left_join(told, every[KEY] == told.group_key)
        parts.append(_numbers(known, is_grouped=True))
    found = parts[0]
    for part in parts[1:]:
        found = found.union(part)
    return found


def _numbers(every: ir.Table, *, is_grouped: bool) -> ir.Table:
    numbers = every.group_by("value", "step").agg(
        customers=every.count(),
        low=every.since_micros.quantile(0.25),
        middle=every.since_micros.quantile(0.5),
        high=every.since_micros.quantile(0.75),
        total=every.total_micros.quantile(0.5),
    )
    return numbers.select(
        "value",
        "step",
        "customers",
        is_grouped=ibis.literal(is_grouped),
        **{name: numbers[name].cast("float64") for name in ("low", "middle", "high", "total")},
    )


def _open(every: ir.Table, open_from: Instant, last: int) -> ir.Table:
    begun = every.filter(every.step == 1, every.last_at > moment(open_from))
    waiting = begun.anti_join(every.filter(every.step == last), KEY)
    nothing = ibis.null("float64")
    counted = waiting.agg(customers=waiting.count())
    return counted.select(
        value=_OF_ALL,
        step=whole(0),
        customers="customers",
        is_grouped=ibis.literal(False),
        low=nothing,
        middle=nothing,
        high=nothing,
        total=nothing,
    )

"""How far each customer came: once for every step they reached, at the first time that they did."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis.expr.types as ir

from evergrow.measure.funnels.direct import direct_ways
from evergrow.measure.funnels.events import KEY, marked_events, step_events
from evergrow.measure.funnels.ordered import Micros, ordered_stages, starts
from evergrow.measure.funnels.spec import Funnel
from evergrow.measure.funnels.unordered import unordered_sets
from evergrow.measure.metrics import whole
from evergrow.storage.warehouse import Given, Instant, as_table

COLUMNS: Final = (KEY, "step", "at", "last_at", "since_micros", "total_micros")


def reached(
    events: Given,
    start: Instant,
    end: Instant,
    until: Instant,
    *,
    funnel: Funnel,
    window_micros: Micros | None = None,
) -> ir.Table:
    """One row for every step that a customer reached who began from `start` to `end`.

    Args:
        events: `customer_key`, `name`, `at` (UTC), and what conditions look at; an Ibis table, or any that speaks Arrow.
        start: The first step is looked for from here on,
        end: and before this.
        until: Later steps count before this. In any order everything counts before `end` alone.
        funnel: What is asked.
        window_micros: The funnel's window, where it is a place in a kept text.

    Returns:
        `customer_key`, `step` (from 1), `at` (when it was reached first), `last_at` (of the first step: when it was
        done last), `since_micros` (from the step before) and `total_micros` (from the first step), both of the
        latest chain to `at`. Lazy.
    """
    table = as_table(events, "customer_key", "name", "at")
    window = funnel.window_micros if window_micros is None else window_micros
    marked = marked_events(table, start, until if funnel.is_ordered else end, funnel=funnel)
    if not funnel.is_ordered:
        return _of_sets(unordered_sets(marked, funnel=funnel), window, funnel)
    if funnel.without:
        stages = ordered_stages(marked, end, window, funnel=funnel)
        began = _by_customer(stages[0].mutate(last_at=stages[0]["at"]))
        return _begun(began).union(_of_stages(stages, funnel))
    return _of_ways(marked, end, window, funnel)


def reached_step(
    events: ir.Table,
    start: Instant,
    end: Instant,
    until: Instant,
    *,
    funnel: Funnel,
    step: int,
    is_lost: bool,
) -> ir.Table:
    """The customers who reached a step; with `is_lost`, those who reached the one before and not this: `customer_key`. Lazy."""
    every = reached(events, start, end, until, funnel=funnel)
    here = every.filter(every.step == step).select(KEY)
    if not is_lost:
        return here
    return every.filter(every.step == step - 1).select(KEY).anti_join(here, KEY)


def _of_stages(stages: list[ir.Table], funnel: Funnel) -> ir.Table:
    """Those who came further than the first step."""
    return _every(
        _first(
            stage,
            number,
            since=stage["at"].delta(stage[f"at_{number - 1}"], unit="microsecond"),
            total=stage["at"].delta(stage.at_1, unit="microsecond"),
            funnel=funnel,
        )
        for number, stage in enumerate(stages[1:], 2)
    )


def _begun(began: ir.Table) -> ir.Table:
    """The first step of those who began: `at_1` and `last_at`, by customer."""
    zero = whole(0)
    return began.select(
        KEY, "last_at", step=whole(1), at="at_1", since_micros=zero, total_micros=zero
    ).select(*COLUMNS)


def _by_customer(began: ir.Table) -> ir.Table:
    return began.group_by(KEY).agg(at_1=began.at_1.min(), last_at=began.last_at.max())


def _of_ways(marked: ir.Table, end: Instant, window: Micros, funnel: Funnel) -> ir.Table:
    """By the short way, and event by event for those whom it does not settle."""
    numbers = range(1, len(funnel.steps) + 1)
    begun = starts(marked, end, funnel=funnel)
    later = [step_events(marked, number, funnel=funnel) for number in numbers[1:]]
    found = direct_ways([begun, *later], window, funnel=funnel)
    in_time = found.ways.anti_join(found.late, KEY)
    settled = (
        _settled(in_time.filter(in_time[f"at_{number}"].notnull()), number, funnel) for number in numbers[1:]
    )
    slow = marked.semi_join(found.late, KEY).distinct()  # distinct, so that it is worked out once
    stages = ordered_stages(slow, end, window, funnel=funnel)
    began = _by_customer(found.began) if funnel.hold else found.began
    return _every([_begun(began), *settled, _of_stages(stages, funnel)])


def _settled(ways: ir.Table, number: int, funnel: Funnel) -> ir.Table:
    at = ways[f"at_{number}"]
    since = at.delta(ways[f"at_{number - 1}_of_{number}"], unit="microsecond")
    total = at.delta(ways[f"at_1_of_{number}"], unit="microsecond")
    if funnel.hold:
        return _first(ways.mutate(at=at), number, since=since, total=total, funnel=funnel)
    rows = ways.select(KEY, step=whole(number), at=at, last_at=at, since_micros=since, total_micros=total)
    return rows.select(*COLUMNS)


def _of_sets(sets: ir.Table, window: Micros, funnel: Funnel) -> ir.Table:
    return _every(
        _first(
            sets.filter(sets[f"age_{number}"] <= window),
            number,
            since=sets[f"age_{min(2, number)}"],
            total=sets[f"age_{number}"],
            funnel=funnel,
        )
        for number in range(1, len(funnel.steps) + 1)
    )


def _first(rows: ir.Table, number: int, *, since, total, funnel: Funnel) -> ir.Table:
    """The first time of each customer. Two held values may come to a step at one instant: then the quicker counts."""
    timed = rows.select(KEY, "at", since=since, total=total)
    if funnel.hold:
        timed = timed.group_by(KEY, "at").agg(since=timed.since.min(), total=timed.total.min())
    first = timed.group_by(KEY).agg(
        first_at=timed["at"].min(),
        last_at=timed["at"].max(),
        since_micros=timed.since.argmin(timed["at"]),
        total_micros=timed.total.argmin(timed["at"]),
    )
    told = first.select(KEY, "last_at", "since_micros", "total_micros", step=whole(number), at="first_at")
    return told.select(*COLUMNS)


def _every(steps) -> ir.Table:
    return reduce(lambda one, other: one.union(other), steps)

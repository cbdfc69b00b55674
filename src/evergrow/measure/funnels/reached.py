"""How far each customer came: once for every step they reached, at the first time that they did."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from functools import reduce

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.measure.funnels.events import KEY, marked_events
from evergrow.measure.funnels.ordered import Micros, ordered_stages
from evergrow.measure.funnels.spec import Funnel
from evergrow.measure.funnels.unordered import unordered_sets
from evergrow.measure.metrics import whole
from evergrow.storage.warehouse import Instant


def reached(
    events: ir.Table | pa.Table,
    start: Instant,
    end: Instant,
    until: Instant,
    *,
    funnel: Funnel,
    window_micros: Micros | None = None,
) -> ir.Table:
    """One row for every step that a customer reached who began from `start` to `end`.

    Args:
        events: `customer_key`, `name`, `at` (UTC), and what conditions look at; an Ibis or Arrow table.
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
    table = ibis.memtable(events) if isinstance(events, pa.Table) else events
    window = funnel.window_micros if window_micros is None else window_micros
    marked = marked_events(table, start, until if funnel.is_ordered else end, funnel=funnel)
    if not funnel.is_ordered:
        return _of_sets(unordered_sets(marked, funnel=funnel), window, funnel)
    stages = ordered_stages(marked, end, window, funnel=funnel)
    return _every(
        _first(
            stage,
            number,
            since=stage["at"].delta(stage[f"at_{max(1, number - 1)}"], unit="microsecond"),
            total=stage["at"].delta(stage.at_1, unit="microsecond"),
            funnel=funnel,
        )
        for number, stage in enumerate(stages, 1)
    )


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
    return first.select(
        KEY, "last_at", "since_micros", "total_micros", step=whole(number), at="first_at"
    ).select(KEY, "step", "at", "last_at", "since_micros", "total_micros")


def _every(steps) -> ir.Table:
    return reduce(lambda one, other: one.union(other), steps)

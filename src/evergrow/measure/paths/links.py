"""What a Sankey of paths is drawn from: how many sessions went from which event to which, with the rare ones folded."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import whole, whole_sum
from evergrow.measure.paths.spec import Direction
from evergrow.measure.paths.walks import is_again, named, number_of, numbered, walks
from evergrow.storage.warehouse import Given, Instant

OTHER: Final = -1
ENDED: Final = -2
NOWHERE: Final = -3
"""Numbers that no event's name has: folded away, no event any more, and before the first step."""


def path_links(
    events: Given,
    start: Instant,
    end: Instant,
    quiet_micros: int | ir.IntegerValue,
    event: str | ir.StringValue | None = None,
    *,
    direction: Direction = "after",
    steps: int = 4,
    without: tuple[str, ...] = (),
    most: int = 7,
) -> ir.Table:
    """One row for each pair of events that followed each other at a step.

    Args:
        events: `customer_key`, `name`, `at` (UTC); an Ibis table, or any that speaks Arrow.
        start: Sessions are made of the events from here on,
        end: and before this.
        quiet_micros: See `walks`.
        event: See `walks`.
        direction: See `walks`.
        steps: See `walks`.
        without: Events that do not count.
        most: How many events are told apart at each step, the most frequent of it.

    Returns:
        `step` (of the target: 0 to `steps`), `source`, `target` (names, or null), `source_number`, `target_number`
        (below 0: OTHER, ENDED, NOWHERE), `sessions`, `again` (of them did the target several times in a row), `loops`
        (of them had done it before on their walk), `kinds` (how many different events there were at the step). Lazy.
    """
    inside = named(events, start, end, without)
    names = numbered(inside)
    walked = walks(inside, names, quiet_micros, event, direction=direction, steps=steps)
    return told_links(_pairs(walked, steps), names, most=most)


def told_links(every: ir.Table, names: ir.Table, *, most: int) -> ir.Table:
    """The links of `path_links` from every step of every walk, in any number of rows for each, and the names behind numbers."""
    totals = every.filter(every.target >= 0).group_by("step", "target")
    ranked = totals.agg(sessions=whole_sum(every.sessions)).mutate(
        place=lambda rows: ibis.row_number().over(
            group_by=rows.step, order_by=[ibis.desc(rows.sessions), rows.target]
        )
    )
    shown = ranked.filter(ranked.place < most).select(shown_step="step", shown="target")
    kinds = ranked.group_by("step").agg(kinds=ranked.count())
    return _told(_folded(every, shown), kinds, names)


def _pairs(walked: ir.Table, steps: int) -> ir.Table:
    """Every step of every walk: `step`, `source`, `target`, `sessions`, `again`, `loops`."""
    found = []
    for number in range(steps + 1):
        there = walked if number == 0 else walked.filter(walked[f"step_{number - 1}"].notnull())
        here = there[f"step_{number}"]
        target = number_of(here)
        earlier = [number_of(there[f"step_{before}"]) == target for before in range(number - 1)]
        is_loop = reduce(or_, earlier, ibis.literal(False)).fill_null(False)
        found.append(
            there.select(
                step=whole(number),
                source=whole(NOWHERE) if number == 0 else number_of(there[f"step_{number - 1}"]),
                target=target.fill_null(whole(ENDED)),
                sessions="sessions",
                again=ibis.ifelse(is_again(here).fill_null(False), there.sessions, whole(0)),
                loops=ibis.ifelse(is_loop, there.sessions, whole(0)),
            )
        )
    return _summed(reduce(lambda one, other: one.union(other), found))


def _summed(rows: ir.Table) -> ir.Table:
    each = rows.group_by("step", "source", "target")
    return each.agg(**{name: whole_sum(rows[name]) for name in ("sessions", "again", "loops")})


def _folded(every: ir.Table, shown: ir.Table) -> ir.Table:
    """The same with OTHER for what is not shown at its step."""
    sources = shown.select(source_step=shown.shown_step + 1, source_shown="shown")
    both = every.left_join(shown, [every.step == shown.shown_step, every.target == shown.shown])
    both = both.left_join(sources, [both.step == sources.source_step, both.source == sources.source_shown])
    folded = both.select(
        "step",
        "sessions",
        "again",
        "loops",
        source=ibis.ifelse((both.source < 0) | both.source_shown.notnull(), both.source, whole(OTHER)),
        target=ibis.ifelse((both.target < 0) | both.shown.notnull(), both.target, whole(OTHER)),
    )
    return _summed(folded)


def _told(folded: ir.Table, kinds: ir.Table, names: ir.Table) -> ir.Table:
    """With the names of events, and how many there were at each step."""
    targets = names.select(target_name="name", target_key="number")
    sources = names.select(source_name="name", source_key="number")
    both = folded.left_join(targets, folded.target == targets.target_key)
    both = both.left_join(sources, both.source == sources.source_key)
    both = both.left_join(kinds, "step")
    return both.select(
        "step",
        "sessions",
        "again",
        "loops",
        source="source_name",
        target="target_name",
        source_number="source",
        target_number="target",
        kinds=both.kinds.fill_null(whole(0)),
    )

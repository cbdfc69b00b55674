"""The short way through a funnel in its order, for all whose first way to a step is in time.

Without regard to the window, a customer comes to each step first by taking every step as early as they can. From that
moment back, taking every step as late as they could, is the latest way to it: if it fits the window, that is the first
time the step was reached, and nothing needs to be sorted. Two passes over each step's events find both, by customer.
Only who took too long has to be looked at event by event (`ordered`).
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from evergrow.measure.funnels.events import KEY, keys_of, may_coincide
from evergrow.measure.funnels.spec import Funnel

Micros = int | ir.IntegerScalar
_NEVER = ibis.null("timestamp(6)")


@dataclass(frozen=True, eq=False)
class Direct:
    """What the short way finds.

    Attributes:
        ways: For each set of keys `at_2`, `at_3`, ...: when the step was reached first, null where it never was; and
            `at_1_of_3`, `at_2_of_3`, ...: when the latest way to step 3 did the steps before it.
        began: For each set of keys `at_1` and `last_at`: when the first step was done first, and last.
        late: Customers (`customer_key`) with a way that took too long: nothing of theirs in `ways` counts.
    """

    ways: ir.Table
    began: ir.Table
    late: ir.Table


def direct_ways(steps: list[ir.Table], window_micros: Micros, *, funnel: Funnel) -> Direct:
    """The first ways of everybody who came further than the first step.

    Args:
        steps: The events of each step, those of the first being the starts: the keys and `at`.
        window_micros: The funnel's window.
        funnel: Without exclusions.
    """
    keys, count = keys_of(funnel), len(steps)
    first = _earliest(steps, keys, funnel)
    found = [first[number] for number in range(2, count + 1)]
    latest: ir.Table | None = None
    for number in range(count - 1, 0, -1):
        there = [first[number + 1]] if latest is None else [first[number + 1], latest]
        latest = _latest(steps[number - 1], number, _beside(there, keys), keys, funnel)
        found.append(latest)
    ways = _beside(found, keys)
    took_too_long = reduce(
        or_,
        (
            (ways[f"at_{n}"].delta(ways[f"at_1_of_{n}"], unit="microsecond") > window_micros).fill_null(False)
            for n in range(2, count + 1)
        ),
    )
    return Direct(ways=ways, began=first[1], late=ways.filter(took_too_long).select(KEY).distinct())


def _earliest(steps: list[ir.Table], keys: list[str], funnel: Funnel) -> dict[int, ir.Table]:
    """When each step is reached first by taking every step as early as can be."""
    found = {1: steps[0].group_by(keys).agg(at_1=steps[0]["at"].min(), last_at=steps[0]["at"].max())}
    for number in range(2, len(steps) + 1):
        earlier = found[number - 1].select(*keys, f"at_{number - 1}")
        both = steps[number - 1].inner_join(earlier, keys)
        before = both[f"at_{number - 1}"]
        after = both.filter(both["at"] >= before if may_coincide(funnel, number) else both["at"] > before)
        found[number] = after.group_by(keys).agg(**{f"at_{number}": after["at"].min()})
    return found


def _latest(step: ir.Table, number: int, later: ir.Table, keys: list[str], funnel: Funnel) -> ir.Table:
    """The latest time at which the ways to later steps could have done the step of this number."""
    both, may = step.inner_join(later, keys), may_coincide(funnel, number + 1)
    names = {
        reached: f"at_{reached}" if reached == number + 1 else f"at_{number + 1}_of_{reached}"
        for reached in range(number + 1, len(funnel.steps) + 1)
    }
    return both.group_by(keys).agg(
        **{
            f"at_{number}_of_{reached}": both["at"].max(
                where=both["at"] <= both[name] if may else both["at"] < both[name]
            )
            for reached, name in names.items()
        }
    )


def _beside(tables: list[ir.Table], keys: list[str]) -> ir.Table:
    """The columns of all, a row for each set of keys that is in any: by grouping, as Ibis writes a table that was
    joined once more for everybody who reads it."""
    names = [name for table in tables for name in table.columns if name not in keys]
    rows = [
        table.select(*keys, **{name: table[name] if name in table.columns else _NEVER for name in names})
        for table in tables
    ]
    every = reduce(lambda one, other: one.union(other), rows)
    return every.group_by(keys).agg(**{name: every[name].max() for name in names})

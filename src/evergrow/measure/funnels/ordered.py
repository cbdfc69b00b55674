"""Who reaches which step of a funnel in its order.

An event reaches step n where a chain of events leads to it: one for each step up to n, in order, no longer than the
window from the first to the last, nothing excluded inside, and the held field the same in all. A step counts later
than the one before it, or at the very same instant where its event is none of the earlier steps'.

Of all chains to an event the latest is kept, and it is enough: putting the later event of two chains at every step
makes a chain again, which is inside the window and free of exclusions where the two were. So each step takes the
latest event before it that reached the step before, which one ordered pass over both finds.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce

import ibis
import ibis.expr.types as ir

from evergrow.measure.funnels.events import exclusion_bit, keys_of, may_coincide, step_events, with_held
from evergrow.measure.funnels.spec import Exclusion, Funnel
from evergrow.measure.metrics import has_any, whole
from evergrow.storage.warehouse import Instant, moment

Micros = int | ir.IntegerScalar
_NEVER = ibis.null("timestamp(6)")


def ordered_stages(
    marked: ir.Table, end: Instant, window_micros: Micros, *, funnel: Funnel
) -> list[ir.Table]:
    """The events that reach each step, by chains that begin before `end`.

    Returns:
        For each step a table: the keys of a chain, `at`, and when its chain did earlier steps that matter from here
        on: `at_1` for the first, and so on. Lazy.
    """
    begun = starts(marked, end, funnel=funnel)
    stages = [begun.mutate(at_1=begun["at"])]
    for number in range(2, len(funnel.steps) + 1):
        stages.append(_Passage(stages[-1], marked, number, funnel).reached(window_micros))
    return stages


def starts(marked: ir.Table, end: Instant, *, funnel: Funnel) -> ir.Table:
    """The events of the first step before `end`: the keys and `at`. Lazy."""
    first = step_events(marked, 1, funnel=funnel)
    return first.filter(first["at"] < moment(end))


@dataclass(frozen=True, eq=False)
class _Passage:
    """From the events that reached a step to those that reach the next, which is of this number."""

    before: ir.Table
    marked: ir.Table
    number: int
    funnel: Funnel

    def reached(self, window_micros: Micros) -> ir.Table:
        """The events that reach the step of this number."""
        keys, excluding = keys_of(self.funnel), self._excluding
        rows = [
            self._rows_before(),
            self._rows_of_step(),
            *(self._rows_between(index) for index in excluding),
        ]
        every = reduce(lambda one, other: one.union(other), rows)
        so_far = ibis.window(group_by=keys, order_by=["at", "rank"], preceding=None, following=0)
        carried = [*self._places, *(f"out_{index}" for index in excluding)]
        seen = every.select(*keys, "at", "rank", **{name: every[name].max().over(so_far) for name in carried})
        ends = seen.filter(
            seen["rank"] == self._rank,
            seen.at_1.notnull(),
            seen["at"].delta(seen.at_1, unit="microsecond") <= window_micros,
            *(_is_clear(seen, index, each) for index, each in excluding.items()),
        )
        return ends.select(*keys, "at", *self._places)

    @cached_property
    def _rank(self) -> int:
        """Where the step stands among events of one instant: after those it may follow at once, or before them."""
        return 1 if may_coincide(self.funnel, self.number) else 0

    @cached_property
    def _excluding(self) -> dict[int, Exclusion]:
        """What must not happen on this passage."""
        every = enumerate(self.funnel.without)
        return {index: each for index, each in every if each.after < self.number <= each.before}

    @cached_property
    def _places(self) -> dict[str, int]:
        """The columns with the instants of earlier steps that are still asked about."""
        places = {1, self.number - 1, *(each.after for each in self._excluding.values())}
        return {f"at_{place}": place for place in sorted(places)}

    def _rows_before(self) -> ir.Table:
        last = self.number - 1
        told = {name: self.before["at" if place == last else name] for name, place in self._places.items()}
        return self._rows(self.before, 1 - self._rank, told, {})

    def _rows_of_step(self) -> ir.Table:
        return self._rows(self._step, self._rank, {}, {})

    def _rows_between(self, index: int) -> ir.Table:
        out = self.marked.filter(has_any(self.marked.marks, exclusion_bit(self.funnel, index)))
        out = with_held(self._step, out) if self.funnel.hold else out
        return self._rows(out, 2, {}, {f"out_{index}": out["at"]})

    @cached_property
    def _step(self) -> ir.Table:
        return step_events(self.marked, self.number, funnel=self.funnel)

    def _rows(self, table: ir.Table, rank: int, told: dict, out: dict) -> ir.Table:
        """Rows of one kind in the columns of all."""
        empty = dict.fromkeys([*self._places, *(f"out_{index}" for index in self._excluding)], _NEVER)
        return table.select(*keys_of(self.funnel), "at", rank=whole(rank), **(empty | told | out))


def _is_clear(seen: ir.Table, index: int, exclusion: Exclusion) -> ir.BooleanValue:
    last = seen[f"out_{index}"]
    return last.isnull() | (last <= seen[f"at_{exclusion.after}"])

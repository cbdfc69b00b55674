"""How far each customer came, walked along events that lie in their order already: no sorting, and no join.

The same rows as `reached`, which says what reaching a step is; this is the quick way to them for funnels in order that
look at the names of events alone. Going on to the next step, each event of it takes the latest event before it that
reached the step: as both lie in order, that is one look into a sorted list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.measure.funnels.events import KEY, may_coincide
from evergrow.measure.funnels.spec import Funnel
from evergrow.record.sequences import Block, Sequences

Places = NDArray[np.integer]
Micros = NDArray[np.int64]
Columns = tuple[Micros, ...]


def can_be_walked(funnel: Funnel) -> bool:
    """Whether names and their order are all that the funnel looks at."""
    return (
        funnel.is_ordered
        and funnel.hold is None
        and not funnel.without
        and all(step.where is None for step in funnel.steps)
    )


def walked(
    sequences: Sequences, start: datetime, end: datetime, until: datetime, *, funnel: Funnel
) -> pa.Table:
    """The rows of `reached`.

    Args:
        sequences: Everybody's events.
        start: See `reached`.
        end: See `reached`.
        until: See `reached`.
        funnel: One that `can_be_walked`.
    """

    def reached(block: Block) -> list[Columns]:
        is_within = block.within(start, until)
        within = block if is_within is None else block.only(is_within)
        return _Ways(within, sequences, end, funnel).reached()

    found = sequences.each(reached)
    steps = [_together(each) for each in zip(*found, strict=True)]
    return (
        pa.concat_tables(_table(columns, number) for number, columns in enumerate(steps, 1))
        if found
        else _EMPTY
    )


@dataclass(frozen=True)
class _Reached:
    """Events that reached a step, in their order: where they lie, and when their latest chain did the first step and the
    one before this (None: this is the first).
    """

    places: Places
    began: Micros | None = None
    before: Micros | None = None


@dataclass(frozen=True)
class _Ways:
    """The ways of some customers."""

    block: Block
    sequences: Sequences
    end: datetime
    funnel: Funnel

    def reached(self) -> list[Columns]:
        """For each step a row for everybody who came to it; see `_table`."""
        here, rows = _Reached(self._starts()), []
        for number in range(2, len(self.funnel.steps) + 1):
            so_far = self._so_far(here.places)
            rows.append(self._first_times(here, so_far[self.block.edges]))
            here = self._next(here, so_far, number)
        rows.append(self._first_times(here, np.searchsorted(here.places, self.block.edges)))
        return rows

    def _starts(self) -> Places:
        places, is_early = self._events(1), self.block.before(self.end)
        return places if is_early is None else places.take(np.flatnonzero(is_early[places]))

    def _events(self, number: int) -> Places:
        """Where the events of a step lie."""
        code = self.sequences.code_of.get(self.funnel.steps[number - 1].event, -1)
        return np.flatnonzero(self.block.codes == code)

    def _so_far(self, places: Places) -> Places:
        """How many of them lie before each event."""
        found = np.zeros(len(self.block.at) + 1, np.int32)
        found[places + 1] = 1
        return np.cumsum(found, out=found)

    def _next(self, earlier: _Reached, so_far: Places, number: int) -> _Reached:
        events, at, owners = self._events(number), self.block.at, self.block.owners
        latest = so_far[self._bounds(events, number)] - 1
        is_after = np.flatnonzero(latest >= 0)
        events, latest = events[is_after], latest[is_after]
        there = earlier.places[latest]
        before = at[there]
        began = before if earlier.began is None else earlier.began[latest]
        is_way = at[events] - began <= self.funnel.window_micros
        is_way &= owners[there] == owners[events]
        ways = np.flatnonzero(is_way)
        return _Reached(events[ways], began[ways], before[ways])

    def _bounds(self, events: Places, number: int) -> Places:
        """Before which place the step before has to lie: events of one instant lie in the order of names, not of steps."""
        if self._instants is None:
            return events
        firsts, instant_of = self._instants
        return firsts[instant_of[events] + may_coincide(self.funnel, number)]

    @cached_property
    def _instants(self) -> tuple[Places, Places] | None:
        """Where each instant of a customer begins, and the last one ends; and of which each event is. None where all are
        of one event."""
        at = self.block.at
        begins = np.ones(len(at), bool)
        np.not_equal(at[1:], at[:-1], out=begins[1:])
        edges = self.block.edges
        begins[edges[:-1][edges[1:] > edges[:-1]]] = True
        if begins.all():
            return None
        return np.append(np.flatnonzero(begins), len(at)), np.cumsum(begins, dtype=np.int32) - 1

    def _first_times(self, found: _Reached, so_far: Places) -> Columns:
        """Of each customer; `so_far`: how many of the events found lie before those of each."""
        came = np.flatnonzero(so_far[1:] > so_far[:-1])
        first, last = so_far[came], so_far[came + 1] - 1
        here = self.block.at[found.places[first]]
        return (
            self.block.customers[came],
            here,
            self.block.at[found.places[last]],
            here - (here if found.before is None else found.before[first]),
            here - (here if found.began is None else found.began[first]),
        )


def _together(parts: Sequence[Columns]) -> Columns:
    return tuple(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _table(columns: Columns, number: int) -> pa.Table:
    customers, at, last_at, since, total = columns
    return pa.table(
        {
            KEY: customers,
            "step": np.full(len(customers), number),
            "at": _instants(at),
            "last_at": _instants(last_at),
            "since_micros": since,
            "total_micros": total,
        }
    )


def _instants(micros: Micros) -> pa.Array:
    return pa.array(micros).view(pa.timestamp("us"))


_EMPTY = pa.schema(
    [
        (KEY, pa.int64()),
        ("step", pa.int64()),
        ("at", pa.timestamp("us")),
        ("last_at", pa.timestamp("us")),
        ("since_micros", pa.int64()),
        ("total_micros", pa.int64()),
    ]
).empty_table()

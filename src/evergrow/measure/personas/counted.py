"""What each customer did, counted from events that lie in their order already: nothing is grouped.

The same numbers as `acts` makes of any events, which is what says what they are; this is the quick way to them.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.measure.metrics import clock_changes
from evergrow.measure.personas.rules import ADDED, CHECKOUT, VIEWED
from evergrow.record.sequences import Block, Sequences

_MICROS: Final = 1_000_000
_DAY: Final = 86_400 * _MICROS
_NAMES: Final = {"viewed": VIEWED, "added": ADDED, "checkouts": CHECKOUT}
Numbers = NDArray[np.integer]


def counted_in(sequences: Sequences, as_of: datetime, *, zone: str) -> pa.Table:
    """What everybody who did something before `as_of` had done until then.

    Returns:
        `customer_key`, the counts `viewed`, `others` (all but views), `added`, `checkouts` and `days` (with an event, on
        the calendar of `zone`), `first_at`, `last_at`.
    """
    clock = _Clock(zone)

    def counted(block: Block) -> pa.Table:
        codes = {name: sequences.code_of.get(event, -1) for name, event in _NAMES.items()}
        is_before = block.before(as_of)
        return _of_block(block if is_before is None else block.only(is_before), codes, clock)

    return pa.concat_tables([_of_block(_NOBODY, dict.fromkeys(_NAMES, -1), clock), *sequences.each(counted)])


def _of_block(block: Block, codes: dict[str, int], clock: _Clock) -> pa.Table:
    is_there = np.diff(block.edges) > 0
    firsts, ends = block.edges[:-1][is_there], block.edges[1:][is_there]
    days = clock.days(block.at)
    is_next = np.ones(len(days), bool)  # a day of the customer's on which nothing had been done yet
    is_next[1:] = days[1:] != days[:-1]
    is_next[firsts] = True
    counts = {name: _each(block.codes == code, firsts) for name, code in codes.items()}
    told = {
        "customer_key": block.customers[is_there],
        **counts,
        "others": (ends - firsts).astype(np.int64) - counts["viewed"],
        "days": _each(is_next, firsts),
    }
    at = {"first_at": block.at[firsts], "last_at": block.at[ends - 1]}
    return pa.table(
        {name: pa.array(values) for name, values in told.items()}
        | {name: pa.array(values).view(pa.timestamp("us")) for name, values in at.items()}
    )


def _each(is_so: NDArray[np.bool_], firsts: Numbers) -> NDArray[np.int64]:
    """How often it is so among the events of each customer, which begin at `firsts`."""
    return np.add.reduceat(is_so, firsts, dtype=np.int64) if len(firsts) else np.zeros(0, np.int64)


class _Clock:
    """The calendar of a time zone; see `local_day`."""

    def __init__(self, zone: str) -> None:
        changes, self._offsets = clock_changes(zone)
        self._changes = [round(change.timestamp()) * _MICROS for change in changes]

    def days(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Days since 1970-01-01 of instants in microseconds. Few of the clock's changes lie between them."""
        if not len(at):
            return at
        first, last = (bisect_right(self._changes, int(edge)) for edge in (at.min(), at.max()))
        local = at + self._offsets[first] * _MICROS
        for place in range(first, last):
            further = self._offsets[place + 1] - self._offsets[place]
            local[at >= self._changes[place]] += further * _MICROS
        return local // _DAY


_NOBODY: Final = Block(
    np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int32)
)

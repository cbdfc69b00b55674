"""The links of sessions, counted from events that lie in their order already: no sorting of events, and no join.

The same numbers as `links` makes of any events, which is what says what a link is; this is the quick way to them. A walk
is packed into one whole number, or two where there are thousands of events to tell apart, and every distinct walk is looked
at once: two million sessions take some ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.measure.paths.links import ENDED, NOWHERE
from evergrow.measure.paths.read import MOST_STEPS
from evergrow.measure.paths.spec import Paths
from evergrow.record.sequences import Block, Sequences

_BINS: Final = 1 << 18
"""As many kinds of links are counted in a table of them all; more, as of thousands of events, are sorted."""
_BEGINS, _AGAIN, _CODE = 1, 2, 2  # a bit, a bit, and how many bits lie below the code
_BYTES: Final = 8  # of a number
_BEYOND: Final = max(MOST_STEPS, _BYTES)
Codes = NDArray[np.integer]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Over:
    """Which sequences are walked, and between which instants."""

    sequences: Sequences
    asked: Paths
    start: datetime
    end: datetime


@dataclass(frozen=True)
class _Packing:
    """How the heads of a walk lie in whole numbers: each in so many `bits`, the first lowest.

    A head is the first event of a run of the same: whether a session begins with it, whether it comes again at once, and
    its code. After the end of a session comes one that begins, and nothing else in it; then zeros.
    """

    kinds: int
    heads: int

    @property
    def is_of_bytes(self) -> bool:
        """Whether a head is a byte and a walk eight of them: then all of a walk is read at once."""
        return self._fewest_bits <= 8 and self.heads <= _BYTES

    @property
    def bits(self) -> int:
        return 8 if self.is_of_bytes else self._fewest_bits

    @property
    def _fewest_bits(self) -> int:
        return (self.kinds - 1).bit_length() + _CODE

    @property
    def at_once(self) -> int:
        """Heads in one number."""
        return _BYTES if self.is_of_bytes else 62 // self.bits

    @property
    def numbers(self) -> list[range]:
        """Which heads lie in which number."""
        return [
            range(first, min(first + self.at_once, self.heads))
            for first in range(0, self.heads, self.at_once)
        ]

    @property
    def head_dtype(self) -> type[np.integer]:
        return np.uint8 if self.bits <= 8 else np.int32

    def bits_of(self, places: Sequence[int], bit: int = 1) -> np.int64:
        """That bit of the heads at these places of a number."""
        found = sum(bit << (place * self.bits) for place in places)
        return np.uint64(found).astype(np.int64)


def counted_links(
    sequences: Sequences, asked: Paths, start: datetime, end: datetime
) -> tuple[pa.Table, pa.Table]:
    """Every step of every walk, and the names behind the numbers: what `told_links` takes.

    Returns:
        `step`, `source`, `target`, `sessions`, `again`, `loops`; and `name`, `number` in the order of names.
    """
    over = _Over(sequences, asked, start, end)
    each = sequences.each(lambda block: _walks(block, over))
    order = sorted(range(len(sequences.names)), key=sequences.names.__getitem__)
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(len(order))
    packing = _packing(over)
    walks, sessions = _distinct(each, packing)
    rows = _rows(walks, sessions, packing, numbers)
    names = {"name": [sequences.names[code] for code in order], "number": range(len(order))}
    return pa.concat_tables(rows), pa.table(
        names, schema=pa.schema([("name", pa.string()), ("number", pa.int64())])
    )


def _packing(over: _Over) -> _Packing:
    return _Packing(max(len(over.sequences.names), 2), over.asked.steps + 1)


def _walks(block: Block, over: _Over) -> list[Codes]:
    """The walk of every session, packed."""
    packing = _packing(over)
    heads = _heads(block, over, packing)
    at, found = _starts(heads, over), []
    is_over: Flags | None = None
    for number in packing.numbers:
        walk = _packed_heads(heads, at, number, packing)
        ends = walk & packing.bits_of([place for place, head in enumerate(number) if head])
        first = ends & -ends  # the lowest bit; where there is none, everything is kept
        walk &= (first << 1) - 1
        if is_over is not None:
            walk[is_over] = 0
        is_over = ends != 0 if is_over is None else is_over | (ends != 0)
        found.append(walk)
    return found


def _packed_heads(heads: Codes, at: Codes, number: range, packing: _Packing) -> Codes:
    """The heads of these places after each of `at`, in one number."""
    if packing.is_of_bytes:
        every = np.ndarray((len(heads) - _BYTES + 1,), "<i8", heads, strides=(1,))
        return every[at] & packing.bits_of(range(len(number)), 0xFF)
    walk = np.zeros(len(at), np.int64)
    for place, head in enumerate(number):
        walk |= heads[at + head].astype(np.int64) << (place * packing.bits)
    return walk


def _heads(block: Block, over: _Over, packing: _Packing) -> Codes:
    """The heads of all runs in the order of walking, as `_Packing` has them, and after the last as many beginnings as
    a walk may have steps: nobody walks beyond.
    """
    asked, inside = over.asked, _inside(block, over)
    at, codes, edges = inside.at, inside.codes.astype(packing.head_dtype), inside.edges
    if asked.direction == "before":
        at, codes, edges = at[::-1], codes[::-1], len(at) - edges[::-1]
    early, late = (at[:-1], at[1:]) if asked.direction == "after" else (at[1:], at[:-1])
    begins = np.ones(len(at), bool)
    np.greater(late - early, asked.quiet_micros, out=begins[1:])
    begins[edges[:-1][edges[1:] > edges[:-1]]] = True
    is_head = begins.copy()
    is_head[1:] |= codes[1:] != codes[:-1]
    heads = (codes << _CODE) | begins.view(np.uint8)
    heads[:-1] |= (~is_head[1:]).view(np.uint8) << 1
    beyond = np.full(_BEYOND, _BEGINS, heads.dtype)
    return np.concatenate([heads.take(np.flatnonzero(is_head)), beyond])  # a mask takes four times as long


def _inside(block: Block, over: _Over) -> Block:
    """The events of the period that count."""
    code_of, is_inside = over.sequences.code_of, block.within(over.start, over.end)
    left_out = [code_of[name] for name in over.asked.without if name in code_of]
    if left_out:
        counts = np.ones(len(code_of), bool)
        counts[left_out] = False
        is_inside = counts[block.codes] if is_inside is None else is_inside & counts[block.codes]
    return block if is_inside is None else block.only(is_inside)


def _starts(heads: Codes, over: _Over) -> NDArray[np.int64]:
    """Where walks start: with each session, or where each that did it comes to the chosen event first."""
    heads = heads[: len(heads) - _BEYOND]
    begins = (heads & _BEGINS).view(bool) if heads.dtype == np.uint8 else (heads & _BEGINS) != 0
    if over.asked.event is None:
        return np.flatnonzero(begins)
    at = np.flatnonzero(heads >> _CODE == over.sequences.code_of.get(over.asked.event, -1))
    session = np.cumsum(begins)[at]
    is_first = np.ones(len(at), bool)
    is_first[1:] = session[1:] != session[:-1]
    return at[is_first]


def _distinct(each: Sequence[list[Codes]], packing: _Packing) -> tuple[list[Codes], Codes]:
    """Each walk once, and how many sessions took it."""
    parts = zip(*each, strict=True) if each else [[np.empty(0, np.int64)] for _ in packing.numbers]
    walks = [np.concatenate(part) for part in parts]
    if len(walks) == 1:
        walk, sessions = np.unique(walks[0], return_counts=True)
        return [walk], sessions
    order = np.lexsort(walks)
    walks = [number[order] for number in walks]
    is_new = np.ones(len(order), bool)
    is_new[1:] = np.logical_or.reduce([number[1:] != number[:-1] for number in walks])
    firsts = np.flatnonzero(is_new)
    return [number[firsts] for number in walks], np.diff(firsts, append=len(order))


def _rows(
    walks: list[Codes], sessions: Codes, packing: _Packing, numbers: NDArray[np.int64]
) -> list[pa.Table]:
    """The links of each step."""
    found, walked = [], []
    for walk, number in zip(walks, packing.numbers, strict=True):
        for place, step in enumerate(number):
            head = ((walk >> (place * packing.bits)) & ((1 << packing.bits) - 1)).astype(np.int64)
            is_over = (head & _BEGINS != 0) & (step > 0)
            target = np.where(is_over, packing.kinds, head >> _CODE)
            again = (head & _AGAIN != 0) & ~is_over
            loops = np.zeros(len(target), bool)
            for earlier in walked[:-1]:
                loops |= earlier == target
            source = walked[-1] if walked else np.zeros_like(target)
            goes = np.ones(len(target), bool) if not walked else walked[-1] < packing.kinds
            links = _packed(source, target, again, loops, packing.kinds)
            found.append(
                _of_step(step, *_counted(links[goes], sessions[goes], packing.kinds), packing, numbers)
            )
            walked.append(np.where(goes, target, packing.kinds))
    return found


def _packed(source: Any, target: Codes, again: Flags, loops: Flags, kinds: int) -> Codes:
    """A link as one number: where from, where to (`kinds`: nowhere any more), again at once, had been there before."""
    return ((source * (kinds + 1) + target) << 2) + (again.astype(target.dtype) << 1) + loops


def _counted(links: Codes, sessions: Codes, kinds: int) -> tuple[Codes, Codes]:
    """Each link once, and its sessions: adding them up in floating point is exact up to 2^53 of them."""
    if (kinds + 1) ** 2 << 2 > _BINS:
        there, places = np.unique(links, return_inverse=True)
        return there, np.bincount(places, weights=sessions, minlength=len(there)).astype(np.int64)
    counts = np.bincount(links, weights=sessions)
    there = np.flatnonzero(counts)
    return there, counts[there].astype(np.int64)


def _of_step(
    step: int, links: Codes, sessions: Codes, packing: _Packing, numbers: NDArray[np.int64]
) -> pa.Table:
    ends = np.full(packing.kinds + 1, ENDED)
    ends[: len(numbers)] = numbers
    source, target = np.divmod(links >> 2, packing.kinds + 1)
    return pa.table(
        {
            "step": np.full(len(links), step),
            "source": np.full(len(links), NOWHERE) if step == 0 else ends[source],
            "target": ends[target],
            "sessions": sessions,
            "again": np.where(links & 2, sessions, 0),
            "loops": np.where(links & 1, sessions, 0),
        }
    )

"""The links of sessions, counted from events that lie in their order already: no sorting, and no join.

The same numbers as `links` makes of any events, which is what says what a link is; this is the quick way to them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.measure.paths.links import ENDED, NOWHERE
from evergrow.measure.paths.spec import Paths
from evergrow.record.sequences import Block, Sequences

_BINS: Final = 1 << 18
"""As many kinds of links are counted in a table of them all; more, as of thousands of events, are sorted."""
Codes = NDArray[np.integer]
Flags = NDArray[np.bool_]
Counts = tuple[Codes, Codes]
"""Links as numbers, each once, and how many there are."""


@dataclass(frozen=True)
class _Over:
    """Which sequences are walked, and between which instants."""

    sequences: Sequences
    asked: Paths
    start: datetime
    end: datetime


@dataclass(frozen=True)
class _Heads:
    """The first event of every run of the same, in the order of walking: its code, whether it comes again at once, and
    whether a session begins with it. After the last there are as many beginnings as steps: nobody walks beyond.
    """

    codes: Codes
    again: Flags
    begins: Flags


def counted_links(
    sequences: Sequences, asked: Paths, start: datetime, end: datetime
) -> tuple[pa.Table, pa.Table]:
    """Every step of every walk, and the names behind the numbers: what `told_links` takes.

    Returns:
        `step`, `source`, `target`, `sessions`, `again`, `loops`; and `name`, `number` in the order of names.
    """
    order = sorted(range(len(sequences.names)), key=sequences.names.__getitem__)
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.arange(len(order))
    over = _Over(sequences, asked, start, end)
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="links") as threads:
        each = list(threads.map(lambda block: _of_block(block, over), sequences.blocks))
    steps = [_together([found[step] for found in each]) for step in range(asked.steps + 1)]
    rows = [_rows(step, counts, numbers) for step, counts in enumerate(steps)]
    names = {"name": [sequences.names[code] for code in order], "number": range(len(order))}
    return pa.concat_tables(rows), pa.table(
        names, schema=pa.schema([("name", pa.string()), ("number", pa.int64())])
    )


def _of_block(block: Block, over: _Over) -> list[Counts]:
    """For each step how often each link was taken; see `_packed`."""
    asked, heads, kinds = over.asked, _heads(block, over), len(over.sequences.names)
    at = np.flatnonzero(heads.begins[: len(heads.codes) - asked.steps])
    if asked.event is not None:
        at = _chosen(heads, over.sequences.code_of.get(asked.event, -1), asked.steps)
    walked = [heads.codes[at].astype(_number(kinds))]
    found = [_counted(_packed(0, walked[0], heads.again[at], np.zeros(len(at), bool), kinds), kinds)]
    for _ in range(asked.steps):
        at = at + 1
        is_over = heads.begins[at]
        target = np.where(is_over, kinds, heads.codes[at]).astype(walked[0].dtype, copy=False)
        loops = np.zeros(len(at), bool)
        for earlier in walked[:-1]:
            loops |= earlier == target
        again = heads.again[at] & ~is_over
        found.append(_counted(_packed(walked[-1], target, again, loops, kinds), kinds))
        goes_on = np.flatnonzero(~is_over)
        at, walked = at[goes_on], [codes[goes_on] for codes in (*walked, target)]
    return found


def _heads(block: Block, over: _Over) -> _Heads:
    asked, inside = over.asked, _inside(block, over)
    at, codes, edges = inside.at, inside.codes, inside.edges
    if asked.direction == "before":
        at, codes, edges = at[::-1], codes[::-1], len(at) - edges[::-1]
    early, late = (at[:-1], at[1:]) if asked.direction == "after" else (at[1:], at[:-1])
    begins = np.ones(len(at), bool)
    np.greater(late - early, asked.quiet_micros, out=begins[1:])
    begins[edges[:-1][edges[1:] > edges[:-1]]] = True
    is_head = begins.copy()
    is_head[1:] |= codes[1:] != codes[:-1]
    places = np.flatnonzero(is_head)
    again = np.diff(places, append=len(at)) > 1
    beyond = np.ones(asked.steps, bool)
    return _Heads(
        np.append(codes[places], np.zeros(asked.steps, codes.dtype)),
        np.append(again, ~beyond),
        np.append(begins[places], beyond),
    )


def _inside(block: Block, over: _Over) -> Block:
    """The events of the period that count."""
    code_of, is_inside = over.sequences.code_of, block.within(over.start, over.end)
    left_out = [code_of[name] for name in over.asked.without if name in code_of]
    if left_out:
        counts = np.ones(len(code_of), bool)
        counts[left_out] = False
        is_inside = counts[block.codes] if is_inside is None else is_inside & counts[block.codes]
    return block if is_inside is None else block.only(is_inside)


def _chosen(heads: _Heads, code: int, steps: int) -> NDArray[np.int64]:
    """Where each session that did it comes to the chosen event first."""
    at = np.flatnonzero(heads.codes[: len(heads.codes) - steps] == code)
    session = np.cumsum(heads.begins)[at]
    is_first = np.ones(len(at), bool)
    is_first[1:] = session[1:] != session[:-1]
    return at[is_first]


def _number(kinds: int) -> type[np.signedinteger]:
    """As small as holds every link: half the size is half the time."""
    return np.int32 if (kinds + 1) ** 2 << 2 < 1 << 31 else np.int64


def _packed(source: Any, target: Codes, again: Flags, loops: Flags, kinds: int) -> Codes:
    """A link as one number: where from, where to (`kinds`: nowhere any more), again at once, had been there before."""
    return ((source * (kinds + 1) + target) << 2) + (again.astype(target.dtype) << 1) + loops


def _counted(links: Codes, kinds: int) -> Counts:
    if (kinds + 1) ** 2 << 2 > _BINS:
        return np.unique(links, return_counts=True)
    counts = np.bincount(links)
    there = np.flatnonzero(counts)
    return there, counts[there]


def _together(each: Sequence[Counts]) -> Counts:
    links, places = np.unique(
        np.concatenate([one[0] for one in each] or [np.empty(0, np.int64)]), return_inverse=True
    )
    counts = np.zeros(len(links), np.int64)
    for sessions, where in _placed(each, places):
        np.add.at(counts, where, sessions)
    return links, counts


def _placed(each: Sequence[Counts], places: NDArray[np.integer]) -> Iterator[tuple[Any, Any]]:
    first = 0
    for _, sessions in each:
        yield sessions, places[first : first + len(sessions)]
        first += len(sessions)


def _rows(step: int, counts: Counts, numbers: NDArray[np.int64]) -> pa.Table:
    links, sessions = counts
    kinds = len(numbers)
    ends = np.append(numbers, ENDED)
    source, target = np.divmod(links >> 2, kinds + 1)
    return pa.table(
        {
            "step": np.full(len(links), step),
            "source": np.full(len(links), NOWHERE) if step == 0 else numbers[source],
            "target": ends[target],
            "sessions": sessions,
            "again": np.where(links & 2, sessions, 0),
            "loops": np.where(links & 1, sessions, 0),
        }
    )

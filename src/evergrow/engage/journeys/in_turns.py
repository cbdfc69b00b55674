"""Move on whatever is due, portion by portion: while one is decided on, the one before is written by a second thread.

Holds   memory for three portions, however many are due. The transaction is used by one thread at a time: by the second
        from the first full portion on, by the caller's before and after. What is decided asks the warehouse only.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

import polars as pl

from evergrow.engage.journeys.spec import aware

PORTION: Final = 50_000
"""Due entries that are moved on at once: fewer cost more questions, more cost memory (some 1 KB each)."""
FIRST: Final = 10_000
"""The first portion is small: until it is decided on, the second thread has nothing to write."""

Decided = TypeVar("Decided")
Kept = TypeVar("Kept")
Mark = tuple[datetime, int]
"""The last entry of a portion: its `due_at` and `entry_key`."""


@dataclass(frozen=True)
class Turns(Generic[Decided, Kept]):
    """What is done with each portion.

    Attributes:
        read: The next entries due behind a mark, at most so many, in the order of marks.
        decide: What becomes of them; touches no transaction.
        keep: Write it.
    """

    read: Callable[[Mark | None, int], pl.DataFrame]
    decide: Callable[[pl.DataFrame], Decided]
    keep: Callable[[Decided], Kept]


def in_turns(turns: Turns[Decided, Kept], most: int) -> tuple[list[Kept], bool]:
    """What was kept of each portion, and whether more than `most` were due."""
    size = min(most, FIRST)
    rows = turns.read(None, size)
    if rows.height < size:  # most slices: no second thread for a few
        return [turns.keep(turns.decide(rows))], False
    kept: list[Future[Kept]] = []
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="positions") as writer:
        read = 0
        while True:
            read += rows.height
            is_full, size = rows.height == size, min(most - read, PORTION)
            following = writer.submit(turns.read, _mark(rows), size) if is_full and size else None
            kept.append(writer.submit(turns.keep, turns.decide(rows)))
            if following is None:
                break
            rows = following.result()
        return [one.result() for one in kept], is_full


def _mark(rows: pl.DataFrame) -> Mark:
    due_at, entry_key = rows.select("due_at", "entry_key").row(-1)
    return aware(due_at), entry_key

"""Move on whatever is due, portion by portion: while one is decided on, the one before is written by a second thread.

Holds   memory for three portions, however many are due. The transaction is used by one thread at a time: by the second
        from the first full portion on, by the caller's before and after. What is decided asks the warehouse, and reads its
        portion as it stood before the transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

from evergrow.engage.journeys.book import Due

PORTION: Final = 100_000
"""Due entries that are moved on at once: fewer cost more questions, more cost memory (some 1 KB each)."""
FIRST: Final = 10_000
"""The first portion is small: until it is decided on, the second thread has nothing to write."""
LAST: Final = 30_000
"""The last are smaller, too: while they are written, there is nothing to decide on."""

Decided = TypeVar("Decided")
Kept = TypeVar("Kept")


class Take(Protocol):
    """How entries are taken out."""

    def __call__(self, most: int, /, *, aside: bool = False) -> Due: ...


@dataclass(frozen=True)
class Turns(Generic[Decided, Kept]):
    """What is done with each portion.

    Attributes:
        take: The next entries due, at most so many; `aside`: another thread is going to read them.
        decide: What becomes of them; touches no transaction.
        keep: Write it.
    """

    take: Take
    decide: Callable[[Due], Decided]
    keep: Callable[[Decided], Kept]


def in_turns(turns: Turns[Decided, Kept], most: int) -> tuple[list[Kept], bool]:
    """What was kept of each portion, and whether more than `most` were due."""
    due = turns.take(min(most, FIRST))
    if not due.has_more:  # most slices: no second thread for a few
        return [turns.keep(turns.decide(due))], False
    kept: list[Future[Kept]] = []
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="positions") as writer:
        left = most
        while True:
            left -= due.looked_at
            size = _next(left) if due.has_more else 0
            following = writer.submit(turns.take, size, aside=True) if size > 0 else None
            kept.append(writer.submit(turns.keep, turns.decide(due)))
            if following is None:
                break
            due = following.result()
        return [one.result() for one in kept], due.has_more


def _next(left: int) -> int:
    """How many to take where so many are left."""
    return left if left <= LAST else min(PORTION, left * 2 // 3)

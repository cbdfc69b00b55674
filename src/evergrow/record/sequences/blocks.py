"""What customers did, in their order, as blocks of arrays; and work on them while they are still read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from threading import Lock
from typing import Final, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Block:
    """Some customers, and what they did: by customer, then time (microseconds), then name.

    The events of `customers[i]` lie from `edges[i]` to before `edges[i + 1]`.
    """

    customers: NDArray[np.int64]
    edges: NDArray[np.integer]
    at: NDArray[np.int64]
    codes: NDArray[np.int32]

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The place in `customers` of whose event each is."""
        return np.repeat(np.arange(len(self.customers), dtype=np.int32), np.diff(self.edges))

    @cached_property
    def _ends(self) -> tuple[int, int]:
        return (int(self.at.min()), int(self.at.max())) if len(self.at) else (0, 0)

    def within(self, start: datetime, end: datetime) -> NDArray[np.bool_] | None:
        """Which events are from `start` to before `end`; None: all."""
        first, last = _micros(start), _micros(end)
        if first <= self._ends[0] and self._ends[1] < last:
            return None
        return (self.at >= first) & (self.at < last)

    def before(self, end: datetime) -> NDArray[np.bool_] | None:
        """Which events are before `end`; None: all."""
        last = _micros(end)
        return None if self._ends[1] < last else self.at < last

    def only(self, is_kept: NDArray[np.bool_]) -> Block:
        """Some of the events. Customers stay, even those who did nothing else."""
        kept = np.flatnonzero(is_kept)
        return Block(self.customers, np.searchsorted(kept, self.edges), self.at[kept], self.codes[kept])


class Sequences:
    """The events of an account in their order. `names` are those behind the codes, as they were met.

    Blocks are read when somebody asks for them, and kept for who asks next. Safe from any thread.
    """

    def __init__(self, names: list[str], blocks: Iterable[Block]) -> None:
        self.names = names
        self._coming = iter(blocks)
        self._came: list[Block] = []
        self._codes: dict[str, int] = {}
        self._stopped_by: BaseException | None = None
        self._lock = Lock()

    @property
    def code_of(self) -> dict[str, int]:
        """The code of each name."""
        if len(self._codes) != len(self.names):
            self._codes = {name: code for code, name in enumerate(self.names)}
        return self._codes

    @property
    def blocks(self) -> list[Block]:
        """All of them."""
        while self._at(len(self._came)) is not None:
            pass
        return self._came

    def each(self, work: Callable[[Block], T]) -> list[T]:
        """What `work` makes of each block, in their order. One core reads the next block while others work.

        A name that nobody had met when the sequences were laid turns up with the last blocks. `work` may look at names and
        codes, so then everything is worked out again.
        """
        while True:
            known = len(self.names)
            found = self._worked(work)
            if len(self.names) == known:
                return found

    def _worked(self, work: Callable[[Block], T]) -> list[T]:
        numbers, found = count(), {}

        def run() -> None:
            for number in numbers:
                block = self._at(number)
                if block is None:
                    return
                found[number] = work(block)

        cores = os.cpu_count() or 1
        with ThreadPoolExecutor(cores, thread_name_prefix="sequences") as threads:
            for done in [threads.submit(run) for _ in range(cores)]:
                done.result()
        return [found[number] for number in sorted(found)]

    def _at(self, number: int) -> Block | None:
        """The block of this number; None after the last."""
        with self._lock:
            while len(self._came) <= number:
                if self._stopped_by is not None:  # else it would look as if there were no more
                    raise self._stopped_by
                try:
                    block = next(self._coming, None)
                except BaseException as error:
                    self._stopped_by = error
                    raise
                if block is None:
                    return None
                self._came.append(block)
            return self._came[number]


def micros_of(instants: pa.Array) -> NDArray[np.int64]:
    """Instants, in microseconds, as numbers."""
    return instants.view(pa.int64()).to_numpy()


def _micros(instant: datetime) -> int:
    since = instant - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds

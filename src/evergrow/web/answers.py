"""Computed reports, kept while nothing changed, and a little longer where computing is slow.

An answer belongs to an address with its parameters and to a version of the data. The version grows
with every tick that changed something, so on a quiet shop an answer is computed once. On a busy one
with many customers that alone would mean computing every report four times a second, for every open page.
So an answer of an older version is still given while it is young compared with what a new one costs:

    age <= 250 ms while the address took at most 4 of the last 20 seconds, else 5 x the time it takes

At 20,000 customers nobody sees a difference; at ten million events (1 s) a page that moved after a while
of rest is fresh at once, and under a steady stream of events it is at most five seconds behind and the cores spend at most a fifth of their time on one page. Whoever was given an
old answer is told to look again: `overdue` is called with the seconds until a fresh one is due. And who
asks shortly before an answer is too old gets it and starts the next one in the background, so that pages
that stay open never wait. Where the data did not change, an answer is given for 20 seconds, or for 20 x the time it
takes where that is longer: a board of sixteen tiles that is opened every minute is not computed every minute.

Holds   one computation an address at a time, everybody else waits for it; `at_once` computations in all.
Never   caches a refusal; keeps an answer longer than that (stages expire as time passes, without data).
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

SHORTEST_SECONDS: Final = 0.25
WINDOW_SECONDS: Final = 20.0
BUSY_SECONDS: Final = 4.0  # of the window: a fifth of one core
TIMES_ITS_COST: Final = 5.0
LONGEST_SECONDS: Final = 20.0
UNCHANGED_TIMES_ITS_COST: Final = 20.0
KEPT: Final = 128  # addresses; a page of the customer list is some 60 KB


@dataclass
class _Kept:
    body: bytes | None = None
    version: object = None
    computed_at: float = 0.0
    took: float = 0.0
    computed: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=20))  # ended, took
    computing: threading.Lock = field(default_factory=threading.Lock)


class Answers:
    """The kept answers of one application. `version` reads the version of the data."""

    def __init__(
        self,
        version: Callable[[], object],
        *,
        at_once: int = 2,
        overdue: Callable[[float], None] = lambda seconds: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._version = version
        self._overdue = overdue
        self._clock = clock
        self._ahead = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="answers")
        self._cores = threading.BoundedSemaphore(at_once)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, address: str, compute: Callable[[], bytes]) -> bytes:
        """The answer to this address: kept, or computed now."""
        kept = self._place(address)
        body = self._good(kept)
        if body is not None:
            if self._is_due(kept):
                self._ahead.submit(self._renew, kept, compute)
            return body
        with kept.computing:
            body = self._good(kept)  # somebody may have computed it while we waited
            return body if body is not None else self._compute(kept, compute)

    def forget(self) -> None:
        """Drop every answer: something changed that no data version tells, such as the currency."""
        with self._lock:
            self._kept.clear()

    def _is_due(self, kept: _Kept) -> bool:
        """Whether a new answer has to begin now to be there when this one is too old."""
        if kept.version == self._version() or kept.computing.locked():
            return False
        now = self._clock()
        return now - kept.computed_at > _allowed(kept, now) - kept.took

    def _renew(self, kept: _Kept, compute: Callable[[], bytes]) -> None:
        if kept.computing.acquire(blocking=False):
            try:
                self._compute(kept, compute)
            finally:
                kept.computing.release()

    def _good(self, kept: _Kept) -> bytes | None:
        if kept.body is None:
            return None
        now = self._clock()
        age = now - kept.computed_at
        if kept.version == self._version():
            return kept.body if age <= max(LONGEST_SECONDS, UNCHANGED_TIMES_ITS_COST * kept.took) else None
        allowed = _allowed(kept, now)
        if age > allowed:
            return None
        self._overdue(allowed - age)
        return kept.body

    def _compute(self, kept: _Kept, compute: Callable[[], bytes]) -> bytes:
        with self._cores:
            version, started = self._version(), self._clock()
            body = compute()
            kept.computed_at = self._clock()
            kept.took = kept.computed_at - started
            kept.computed.append((kept.computed_at, kept.took))
            kept.version, kept.body = version, body
        return body

    def _place(self, address: str) -> _Kept:
        with self._lock:
            kept = self._kept.get(address)
            if kept is None:
                kept = self._kept[address] = _Kept()
            self._kept.move_to_end(address)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return kept


def _allowed(kept: _Kept, now: float) -> float:
    """How old the answer may be once the data has moved on."""
    lately = sum(took for ended, took in kept.computed if now - ended < WINDOW_SECONDS)
    if lately + kept.took <= BUSY_SECONDS:
        return SHORTEST_SECONDS
    return min(max(SHORTEST_SECONDS, TIMES_ITS_COST * kept.took), LONGEST_SECONDS)

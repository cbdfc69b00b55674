"""Give memory back once nobody has asked for a while.

DuckDB keeps what it read until other work needs the room, up to its memory limit: 100 MB and more after a look at
every page of ten million events. It drops what it can at once when the limit is lowered, and reading it again costs
a page some 5 %. What it drops goes back to the system only where the allocator does not keep it: see
`give_back_what_is_freed` (malloc_trim afterwards gave back nothing more, measured).

Holds   the limit is low only while nothing runs: work that comes meanwhile waits the few milliseconds.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import pyarrow as pa

IDLE_SECONDS: Final = 5.0
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # glibc's <malloc.h>
_BLOCK_BYTES: Final = 256 * 1024
_ARENAS: Final = 2


def give_back_what_is_freed() -> None:
    """Have blocks of DuckDB's size, and what lies free at an arena's end, returned to the system at once.

    glibc would learn to keep them, in up to eight arenas a core: 15 to 30 MB after a million events; Arrow's own pool keeps
    35 MB of what answers were handed over in. For a process that stays; where the allocator is another one, only Arrow's
    pool goes.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_ARENA_MAX, _ARENAS)
        set_option(_MMAP_THRESHOLD, _BLOCK_BYTES)
        set_option(_TRIM_THRESHOLD, _BLOCK_BYTES)


class Rest:
    """Calls `let_go` when `idle_seconds` passed without a call of `used`, and nothing is `at_work`."""

    def __init__(self, let_go: Callable[[], None], *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self._let_go = weakref.WeakMethod(let_go)  # a timer keeps nothing open that nobody uses any more
        self._lock = threading.Lock()
        self._working = 0
        self._uses = 0
        self._timer: threading.Timer | None = None
        self._is_over = False

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Nothing is let go inside the block."""
        with self._lock:
            self._working += 1
        try:
            yield
        finally:
            with self._lock:
                self._working -= 1

    def used(self) -> None:
        """Something big was read or written: look again after a while."""
        with self._lock:
            self._uses += 1
            if self._timer is None and not self._is_over:
                self._look_later()

    def end(self) -> None:
        """Never let go again."""
        with self._lock:
            self._is_over = True
            if self._timer is not None:
                self._timer.cancel()

    def _look_later(self) -> None:
        self._timer = threading.Timer(self._idle_seconds, self._look, [self._uses])
        self._timer.daemon = True
        self._timer.start()

    def _look(self, uses_before: int) -> None:
        with self._lock:
            self._timer = None
            if self._is_over:
                return
            if self._working or self._uses != uses_before:
                self._look_later()
                return
            let_go = self._let_go()
            if let_go is not None:
                let_go()

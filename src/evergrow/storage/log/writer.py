"""Group commit: one thread keeps what many requests wait for, so that one fsync serves them all.

Holds   nobody hears of a position before its commit returned; when a commit fails, everybody in it hears that.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from evergrow.kernel import Refusal, refuse
from evergrow.storage.log.entry import Entry
from evergrow.storage.log.rows import connect, insert

LARGEST_GROUP: Final = 2_000  # entries in one commit: beyond it the fsync no longer shows in the cost


Told = Callable[[int, Exception | None], None]
"""What is called, in the event loop that asked, with an entry's position; with 0 and the error where it is not kept."""


@dataclass(slots=True)
class _Handed:
    """What the requests of one turn of an event loop want kept: handed over, and answered, together."""

    loop: asyncio.AbstractEventLoop
    entries: list[Entry] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


class Writer:
    """Appends from any number of event loops."""

    def __init__(self, path: Path, on_kept: Callable[[], None]) -> None:
        self._path = path
        self._on_kept = on_kept
        self._gathered: dict[asyncio.AbstractEventLoop, _Handed] = {}
        self._queue: queue.SimpleQueue[_Handed | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._thread_lock = threading.Lock()

    def append(self, entry: Entry) -> asyncio.Future[int]:
        """The position of the entry, once it is on disk."""
        kept: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def tell(position: int, error: Exception | None) -> None:
            if kept.done():  # whoever waited has gone
                return
            if error is None:
                kept.set_result(position)
            else:
                kept.set_exception(error)

        self.keep(entry, tell)
        return kept

    def keep(self, entry: Entry, told: Told) -> None:
        """Have the entry kept; `told` hears of it. To be called in a running event loop."""
        loop = asyncio.get_running_loop()
        handed = self._gathered.get(loop)
        if handed is None:
            if self._thread is None:
                self._start()
            handed = self._gathered[loop] = _Handed(loop)
            loop.call_soon(self._hand_over, loop)
        handed.entries.append(entry)
        handed.told.append(told)

    def close(self) -> None:
        """Finish what was handed over."""
        with self._thread_lock:
            if self._thread is not None:
                self._queue.put(None)
                self._thread.join()
                self._thread = None

    def _start(self) -> None:
        with self._thread_lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._write, name="log-writer", daemon=True)
                self._thread.start()

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        self._queue.put(self._gathered.pop(loop))

    def _write(self) -> None:
        connection: sqlite3.Connection | None = None
        for group in self._groups():
            try:
                connection = connection or connect(self._path)
                last = insert(connection, [entry for handed in group for entry in handed.entries])
            except Exception as error:  # whatever it is, nobody may wait for ever
                for handed in group:
                    _tell(handed, 0, _failure(error))
                continue
            self._on_kept()
            first = last + 1 - sum(len(handed.entries) for handed in group)
            for handed in group:
                _tell(handed, first)
                first += len(handed.entries)
        if connection is not None:
            connection.close()

    def _groups(self) -> Iterator[list[_Handed]]:
        """What waits, as much of it as one commit should hold; ends when `close` says so."""
        while (handed := self._queue.get()) is not None:
            group, size = [handed], len(handed.entries)
            while size < LARGEST_GROUP and not self._queue.empty():
                handed = self._queue.get()
                if handed is None:
                    yield group
                    return
                group.append(handed)
                size += len(handed.entries)
            yield group


def _tell(handed: _Handed, first: int, error: Exception | None = None) -> None:
    """Answer every waiting request: one call into its event loop for all of them, not one each."""

    def tell_all() -> None:
        for index, told in enumerate(handed.told):
            told(0 if error else first + index, error)

    with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
        handed.loop.call_soon_threadsafe(tell_all)


def _failure(error: Exception) -> Exception:
    return cannot_write(error) if isinstance(error, sqlite3.Error) else error


def cannot_write(error: sqlite3.Error) -> Refusal:
    """The disk is full, or gone: nothing of what was handed over is kept."""
    return refuse(
        "log.cannot_be_written",
        f"The server cannot write its log: {error}. Nothing of this request was kept.",
        where="the disk of the data directory",
        next_step="Send it again later; whoever runs the server has to make room on the disk.",
        status=503,
    )

"""The durable log: whoever was told "yes" can rely on it, whatever happens next.

Writes  `log.sqlite`, one row a request. WAL with synchronous=FULL: a commit is on disk when it returns.
Holds   positions grow in commit order; many requests share one commit, so one fsync serves them all.
Never   looks into a body.
See     docs/explanation/ticks.md
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from evergrow.storage.log.entry import Entry, LoggedEntry
from evergrow.storage.log.rows import connect, insert, micros, select
from evergrow.storage.log.writer import Told, Writer, cannot_write


class Log:
    """The inbox of one data directory. Several processes may append to it; one reads it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reader = connect(path)
        self._reader_lock = threading.Lock()
        self._adding: sqlite3.Connection | None = None
        self._adding_lock = threading.Lock()
        self._appended = threading.Event()
        self._writer = Writer(path, self._appended.set)

    async def append(self, entry: Entry) -> int:
        """Keep the entry; returns its position once it is on disk. Shares its commit with its neighbors.

        Raises:
            Refusal: `log.cannot_be_written`; the entry is not kept.
        """
        return await self._writer.append(entry)

    def keep(self, entry: Entry, told: Told) -> None:
        """`append` without anything to wait for: `told` is called, in this event loop, once the entry is on disk."""
        self._writer.keep(entry, told)

    def append_now(self, entries: Sequence[Entry]) -> int:
        """Keep the entries in one commit of their own; returns the position of the last.

        Raises:
            Refusal: `log.cannot_be_written`; none of them is kept.
        """
        try:
            with self._adding_lock:
                if self._adding is None:
                    self._adding = connect(self._path)
                last = insert(self._adding, entries)
        except sqlite3.Error as error:
            raise cannot_write(error) from error
        self._appended.set()
        return last

    def read(
        self, after: int, limit: int = 10_000, *, upto: int | None = None, bytes_limit: int = 32_000_000
    ) -> list[LoggedEntry]:
        """Entries beyond position `after`, oldest first; stops at `limit` entries or past `bytes_limit` bytes."""
        with self._reader_lock:
            return select(self._reader, after, upto, limit, bytes_limit)

    def last_position(self) -> int:
        """The position of the newest entry ever kept; 0 where there is none."""
        with self._reader_lock:
            row = self._reader.execute("select seq from sqlite_sequence where name = 'inbox'").fetchone()
        return row[0] if row else 0

    def forget(self, upto: int, *, received_before: datetime) -> int:
        """Drop entries that were taken in (position <= `upto`) and are older; returns how many."""
        connection = connect(self._path)
        try:
            with connection:
                return connection.execute(
                    "delete from inbox where position <= ? and received_at < ?",
                    (upto, micros(received_before)),
                ).rowcount
        finally:
            connection.close()

    def wait(self, seconds: float) -> bool:
        """Sleep until something is appended by this process, or `seconds` have passed."""
        woken = self._appended.wait(seconds)
        self._appended.clear()
        return woken

    def wake(self) -> None:
        """End a `wait` early."""
        self._appended.set()

    def close(self) -> None:
        """Finish what was queued, then let go of the file."""
        self._writer.close()
        with self._adding_lock:
            if self._adding is not None:
                self._adding.close()
        with self._reader_lock:
            self._reader.close()

"""The durable log: whoever was told "yes" can rely on it, whatever happens next.

Writes  `log.sqlite`, one row a request. WAL with synchronous=FULL: a commit is on disk when it returns.
Holds   positions grow in commit order; many requests share one commit, so one fsync serves them all.
Never   looks into a body.
See     docs/explanation/ticks.md
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from evergrow.storage.log.entry import Entry, LoggedEntry

LARGEST_GROUP: Final = 2_000  # entries in one commit: beyond it the fsync no longer shows in the cost
_SCHEMA: Final = """
create table if not exists inbox (
    position integer primary key autoincrement,
    source_id text not null,
    dialect text not null,
    detail text not null,
    received_at integer not null,  -- microseconds since 1970
    body blob not null
)
"""
_INSERT: Final = "insert into inbox (source_id, dialect, detail, received_at, body) values (?, ?, ?, ?, ?)"
_READ: Final = """
select position, source_id, dialect, detail, received_at, body
from inbox where position > ? and position <= ? order by position limit ?
"""
_Waiting = tuple[Entry, asyncio.Future[int], asyncio.AbstractEventLoop]


class Log:
    """The inbox of one data directory. Several processes may append to it; one reads it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._reader = _connect(path)
        self._reader_lock = threading.Lock()
        self._writer: threading.Thread | None = None
        self._writer_lock = threading.Lock()
        self._appended = threading.Event()

    async def append(self, entry: Entry) -> int:
        """Keep the entry; returns its position once it is on disk. Shares its commit with its neighbors."""
        if self._writer is None:
            self._start_writer()
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[int] = loop.create_future()
        self._queue.put((entry, kept, loop))
        return await kept

    def append_now(self, entries: Sequence[Entry]) -> int:
        """Keep the entries in one commit of their own; returns the position of the last."""
        connection = _connect(self._path)
        try:
            last = _insert(connection, entries)
        finally:
            connection.close()
        self._appended.set()
        return last

    def read(
        self, after: int, limit: int = 10_000, *, upto: int | None = None, bytes_limit: int = 32_000_000
    ) -> list[LoggedEntry]:
        """Entries beyond position `after`, oldest first; stops at `limit` entries or past `bytes_limit` bytes."""
        entries: list[LoggedEntry] = []
        size = 0
        with self._reader_lock:
            rows = self._reader.execute(_READ, (after, upto if upto is not None else 2**62, limit))
            for position, source_id, dialect, detail, received, body in rows:
                entries.append(LoggedEntry(source_id, dialect, detail, body, _instant(received), position))
                size += len(body)
                if size >= bytes_limit:
                    break
            rows.close()
        return entries

    def last_position(self) -> int:
        """The position of the newest entry ever kept; 0 where there is none."""
        with self._reader_lock:
            row = self._reader.execute("select seq from sqlite_sequence where name = 'inbox'").fetchone()
        return row[0] if row else 0

    def forget(self, upto: int, *, received_before: datetime) -> int:
        """Drop entries that were taken in (position <= `upto`) and are older; returns how many."""
        connection = _connect(self._path)
        try:
            with connection:
                return connection.execute(
                    "delete from inbox where position <= ? and received_at < ?",
                    (upto, _micros(received_before)),
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
        with self._writer_lock:
            if self._writer is not None:
                self._queue.put(None)
                self._writer.join()
                self._writer = None
        with self._reader_lock:
            self._reader.close()

    def _start_writer(self) -> None:
        with self._writer_lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_groups, name="log-writer", daemon=True)
                self._writer.start()

    def _write_groups(self) -> None:
        connection = _connect(self._path)
        is_open = True
        while is_open:
            first = self._queue.get()
            if first is None:
                break
            group = [first]
            while len(group) < LARGEST_GROUP:
                try:
                    waiting = self._queue.get_nowait()
                except queue.Empty:
                    break
                if waiting is None:
                    is_open = False
                    break
                group.append(waiting)
            self._commit(connection, group)
        connection.close()

    def _commit(self, connection: sqlite3.Connection, group: list[_Waiting]) -> None:
        try:
            last = _insert(connection, [entry for entry, _, _ in group])
        except sqlite3.Error as error:  # disk full, file gone: every waiting request must hear of it
            failure = error
            _tell(group, lambda kept, _: kept.set_exception(failure))
            return
        self._appended.set()
        first = last - len(group) + 1
        _tell(group, lambda kept, index: kept.set_result(first + index))


def _tell(group: list[_Waiting], answer: Callable[[asyncio.Future[int], int], None]) -> None:
    """Answer every waiting request: one call into its event loop for all of them, not one each."""

    def answer_all() -> None:
        for index, (_, kept, _) in enumerate(group):
            if not kept.done():
                answer(kept, index)

    group[0][2].call_soon_threadsafe(answer_all)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, check_same_thread=False, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma journal_size_limit = 67108864")
    connection.execute(_SCHEMA)
    return connection


def _insert(connection: sqlite3.Connection, entries: Sequence[Entry]) -> int:
    connection.execute("begin immediate")
    try:
        connection.executemany(
            _INSERT, [(e.source_id, e.dialect, e.detail, _micros(e.received_at), e.body) for e in entries]
        )
        last = connection.execute("select seq from sqlite_sequence where name = 'inbox'").fetchone()[0]
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise
    return last


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND


_MICROSECOND = datetime.resolution

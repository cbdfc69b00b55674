"""The table behind the log: one row a request."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from evergrow.storage.log.entry import Entry, LoggedEntry

ROWS_IN_A_STATEMENT: Final = 64
"""The interpreter's lock is let go, and waited for, once a statement: so many rows share one wait."""

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
_READ: Final = """
select position, source_id, dialect, detail, received_at, body
from inbox where position > ? and position <= ? order by position limit ?
"""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = datetime.resolution


def connect(path: Path) -> sqlite3.Connection:
    """Open the log. WAL with synchronous=FULL: a commit is on disk when it returns."""
    connection = sqlite3.connect(path, timeout=60, check_same_thread=False, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma journal_size_limit = 67108864")
    connection.execute(_SCHEMA)
    return connection


def insert(connection: sqlite3.Connection, entries: Sequence[Entry]) -> int:
    """Keep one entry or more in one commit; returns the position of the last. The others' are right before it."""
    if len(entries) <= ROWS_IN_A_STATEMENT:
        return _insert_piece(connection, entries)  # a statement by itself is a transaction
    connection.execute("begin immediate")
    try:
        last = 0
        for start in range(0, len(entries), ROWS_IN_A_STATEMENT):
            last = _insert_piece(connection, entries[start : start + ROWS_IN_A_STATEMENT])
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("rollback")
        raise
    return last


def select(
    connection: sqlite3.Connection, after: int, upto: int | None, limit: int, bytes_limit: int
) -> list[LoggedEntry]:
    """Entries beyond `after`, oldest first; stops at `limit` entries or past `bytes_limit` bytes."""
    entries: list[LoggedEntry] = []
    size = 0
    rows = connection.execute(_READ, (after, upto if upto is not None else 2**62, limit))
    for position, source_id, dialect, detail, received, body in rows:
        at = _EPOCH + received * _MICROSECOND
        entries.append(LoggedEntry(source_id, dialect, detail, body, at, position))
        size += len(body)
        if size >= bytes_limit:
            break
    rows.close()
    return entries


def micros(instant: datetime) -> int:
    """Microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND


def _insert_piece(connection: sqlite3.Connection, entries: Sequence[Entry]) -> int:
    values = [
        value
        for entry in entries
        for value in (entry.source_id, entry.dialect, entry.detail, micros(entry.received_at), entry.body)
    ]
    last = connection.execute(_insertion(len(entries)), values).lastrowid
    assert last is not None
    return last


@cache
def _insertion(rows: int) -> str:
    return "insert into inbox (source_id, dialect, detail, received_at, body) values " + ",".join(
        ["(?,?,?,?,?)"] * rows
    )

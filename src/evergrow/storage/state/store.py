"""SQLAlchemy behind two words: a transaction, and a reading.

Reads, Writes  the tables that the rooms declare on `METADATA`; SQLite in one file, or PostgreSQL by URL.
Holds          a transaction is all or nothing; writers take turns, readers never wait for them (WAL).
Never          hands out a connection: rooms pass statements in and get rows back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Engine,
    Executable,
    FromClause,
    MetaData,
    RowMapping,
    Select,
    Table,
    any_,
    cast,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from evergrow.storage.state.bulk import fetch_table, gather_table, insert_table, run_table
from evergrow.storage.state.given import Column, Kinds, Row, fetch_structs, given_pairs, run_given

METADATA = MetaData()
_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "foreign_keys = on",
    "busy_timeout = 60000",
    "temp_store = memory",
    "cache_size = -131072",  # KiB a connection at most; by the million, rows wait for pages where it is small
)


class Tx:
    """Runs statements inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def run(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> int:
        """Run a write, once or for each of `rows`; returns the number of rows it touched."""
        if rows is not None and not rows:
            return 0
        result = (
            self._connection.execute(statement, list(rows)) if rows else self._connection.execute(statement)
        )
        return result.rowcount

    def add_new(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
        """Insert the rows whose primary key is not there yet; returns how many were new."""
        if not rows:
            return 0
        return self._connection.execute(self._insert_new(table), list(rows)).rowcount

    def add_new_table(self, table: Table, rows: pa.Table) -> int:
        """`add_new` for rows by the million: columns by name, instants in UTC without a zone."""
        return insert_table(self._connection, self._insert_new(table), rows)

    def add_new_from(self, table: Table, query: Select[*tuple[Any, ...]]) -> int:
        """`add_new` of the rows that a query selects, named as the table's columns."""
        names = [column.name for column in query.selected_columns]
        statement: Any = self._insert_new(table)
        made = statement.from_select(names, query).execution_options(preserve_rowcount=True)
        return self._connection.execute(made).rowcount

    def pairs(self, keys: pa.ChunkedArray, moments: pa.ChunkedArray) -> FromClause:
        """Rows to select from, with a number `key` and an instant `value` each: they go over as one text."""
        return given_pairs(self._connection, keys, moments)

    def run_table(self, statement: Executable, rows: pa.Table) -> int:
        """Run a write once for each row; its parameters are the columns by name."""
        return run_table(self._connection, statement, rows)

    def run_given(
        self, make: Callable[[FromClause], Executable], kinds: Kinds, columns: Mapping[str, Column]
    ) -> int:
        """Run one write that `make` makes of a table of these rows; `kinds` names and orders the columns, which are
        lists, or Arrow's. Returns how many rows it touched. `make` is called once in a process: its statement is kept.
        """
        return run_given(self._connection, make, kinds, columns)

    def structs(self, query: Select[*tuple[Any, ...]], kind: type[Row]) -> list[Row]:
        """All rows of a query as structs of msgspec that are `array_like`, their fields in the columns' order."""
        return fetch_structs(self._connection, query, kind)

    def table(self, query: Select[*tuple[Any, ...]]) -> pa.Table:
        """All rows of a query as columns, instants in UTC without a zone."""
        return fetch_table(self._connection, query)

    def gathered(self, query: Select[*tuple[Any, ...]]) -> pa.Table:
        """`table`, for some ten thousand rows of numbers, texts and instants: twice as fast, but in no order."""
        return gather_table(self._connection, query)

    @contextmanager
    def committed(self) -> Iterator[Tx]:
        """A look at what stood before this transaction, for another thread than the one that writes in it."""
        with self._connection.engine.connect().execution_options(is_reading=True) as connection:
            yield Tx(connection)

    def rows(self, statement: Executable) -> list[RowMapping]:
        """All rows of a query."""
        return list(self._connection.execute(statement).mappings())

    def first(self, statement: Executable) -> RowMapping | None:
        """The first row of a query, or None."""
        return self._connection.execute(statement).mappings().first()

    def scalar(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return self._connection.execute(statement).scalar()

    def among(self, column: ColumnElement[Any], values: Sequence[int] | Sequence[str]) -> ColumnElement[bool]:
        """Whether the column is one of the values: one parameter, however many they are, where `in_` writes each into the text."""
        if self._connection.dialect.name == "postgresql":
            return column == any_(cast(list(values), ARRAY(column.type)))
        listed = msgspec.json.encode(values).decode()
        return column.in_(select(func.json_each(listed).table_valued("value").c.value))

    def _insert_new(self, table: Table) -> Executable:
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        return dialect.insert(table).on_conflict_do_nothing()


class State:
    """One database of state. `url` is SQLAlchemy's: `sqlite:///...` or `postgresql+psycopg://...`."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)
        self._writing = threading.Lock()

    @classmethod
    def in_file(cls, path: Path) -> State:
        """State in an SQLite file."""
        return cls(f"sqlite:///{path}")

    @contextmanager
    def transaction(self) -> Iterator[Tx]:
        """Commit at the end of the block, or roll back when it raises."""
        with self._writing, self._engine.begin() as connection:
            yield Tx(connection)

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """A consistent look at the state; nothing written in it is kept."""
        with self._engine.connect().execution_options(is_reading=True) as connection:
            yield Tx(connection)

    def upgrade(self) -> None:
        """Bring the tables up to this version of Evergrow."""
        from evergrow.storage.state.migrate import upgrade

        with self._writing:
            upgrade(self._engine)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its turn at once: one that began by reading would be refused, not queued, behind another process."""
    is_reading = connection.get_execution_options().get("is_reading", False)
    connection.exec_driver_sql("begin" if is_reading else "begin immediate")

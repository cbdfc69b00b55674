"""DuckDB behind Ibis expressions: many readers, one writer, every write in a transaction.

Reads, Writes  `warehouse.duckdb`. Readers see the last committed transaction and never wait for the writer.
Holds          one writer at a time; what a transaction wrote is there whole or not at all.
Never          hands out a connection. SQL is made from expressions; compiled text can be kept and used again,
               because Ibis takes 3 to 20 ms to write it and a tick has 250.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.storage.warehouse.questions import Question, Questions
from evergrow.storage.warehouse.tables import WarehouseTable


@dataclass(frozen=True)
class Compiled:
    """An expression as the engine's text. Inputs that change are bound by name, so the text never does."""

    sql: str


def compiled(expression: ir.Table) -> Compiled:
    """The expression's SQL for this warehouse; make it once where it runs often."""
    return Compiled(str(ibis.to_sql(expression, dialect="duckdb")))


def moment(instant: Instant) -> ir.TimestampScalar:
    """An instant as the warehouse writes it: UTC without a zone, in microseconds. Given a place for one, the place."""
    if isinstance(instant, ir.TimestampScalar):
        return instant
    return ibis.literal(instant.astimezone(UTC).replace(tzinfo=None), type="timestamp(6)")


Instant = datetime | ir.TimestampScalar
Query = ir.Table | Compiled
Bound = Mapping[str, pa.Table]


class Warehouse:
    """One DuckDB database; `path` None keeps it in memory."""

    def __init__(
        self, path: Path | None = None, *, memory_limit: str = "4GB", threads: int | None = None
    ) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "preserve_insertion_order": "false",
        }
        if threads:
            settings["threads"] = threads
        self._database = duckdb.connect(str(path) if path else ":memory:", config=settings)
        self._database.execute("set TimeZone = 'UTC'")
        self._writing = threading.Lock()
        self._questions = Questions()

    def create(self, tables: Iterable[WarehouseTable]) -> None:
        """Make the tables that are not there yet."""
        with self.transaction() as tx:
            for table in tables:
                tx.create(table)

    def fetch(self, query: Query, bound: Bound | None = None) -> pa.Table:
        """Run the query on what is committed. `bound` gives names in it their rows. Safe from any thread."""
        cursor = self._database.cursor()
        try:
            return _fetch(cursor, query, bound or {})
        finally:
            cursor.close()

    def ask(self, question: Question, *given: Any, **shape: Any) -> pa.Table:
        """The rows of `question(*given, **shape)`, whose text is kept; see `questions` for what may be given."""
        asked = self._questions.asked(question, given, shape)
        cursor = self._database.cursor()
        try:
            return _fetch(cursor, Compiled(asked.sql), asked.rows, asked.values)
        finally:
            cursor.close()

    @contextmanager
    def transaction(self) -> Iterator[WarehouseTx]:
        """Commit at the end of the block, or roll back when it raises."""
        with self._writing:
            cursor = self._database.cursor()
            cursor.execute("set TimeZone = 'UTC'")
            cursor.begin()
            try:
                yield WarehouseTx(cursor)
                cursor.commit()
            except BaseException:
                cursor.rollback()
                raise
            finally:
                cursor.close()

    def close(self) -> None:
        """Write the checkpoint and let go of the file."""
        with self._writing:
            self._database.close()


class WarehouseTx:
    """Writes inside one transaction, and reads that see them."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def create(self, table: WarehouseTable) -> None:
        """Make the table unless it is there."""
        columns = ", ".join(
            column.sql("duckdb") for column in table.declared.to_sqlglot_column_defs("duckdb")
        )
        self._cursor.execute(f'create table if not exists "{table.name}" ({columns})')

    def bind(self, name: str, rows: pa.Table) -> None:
        """Let `name` stand for these rows until the transaction ends."""
        self._cursor.register(name, rows)

    def keep(self, name: str, query: Query) -> None:
        """Compute the query now and let `name` stand for its rows until the transaction ends."""
        self._cursor.execute(f'create or replace temp table "{name}" as {_sql(query)}')

    def fetch(self, query: Query) -> pa.Table:
        """Rows of the query, as this transaction sees them."""
        return _fetch(self._cursor, query, {})

    def append(self, table: WarehouseTable, query: Query) -> None:
        """Add the query's rows, column by name."""
        names = ", ".join(f'"{name}"' for name in table.columns)
        self._cursor.execute(f'insert into "{table.name}" ({names}) select {names} from ({_sql(query)})')

    def drop(self, table: WarehouseTable, key: str, query: Query) -> None:
        """Remove the rows whose `key` is in the query's only column."""
        self._cursor.execute(f'delete from "{table.name}" where "{key}" in ({_sql(query)})')

    def clear(self, table: WarehouseTable) -> None:
        """Remove every row."""
        self._cursor.execute(f'truncate table "{table.name}"')


def _sql(query: Query) -> str:
    return query.sql if isinstance(query, Compiled) else compiled(query).sql


def _fetch(
    cursor: duckdb.DuckDBPyConnection, query: Query, bound: Bound, values: Mapping[str, object] | None = None
) -> pa.Table:
    for name, rows in bound.items():
        cursor.register(name, rows)
    return cursor.sql(_sql(query), params=dict(values) if values else None).to_arrow_table()

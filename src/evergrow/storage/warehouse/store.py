"""DuckDB behind Ibis expressions: many readers, one writer, every write in a transaction.

Reads, Writes  `warehouse.duckdb`. Readers see the last committed transaction and never wait for the writer.
Holds          one writer at a time; what a transaction wrote is there whole or not at all.
Never          hands out a connection. SQL is made from expressions; compiled text can be kept and used again,
               because Ibis takes 3 to 20 ms to write it and a tick has 250.
"""

from __future__ import annotations

import threading
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.storage.warehouse.dialect import written
from evergrow.storage.warehouse.questions import Question, Questions
from evergrow.storage.warehouse.rest import Rest
from evergrow.storage.warehouse.statements import Statements
from evergrow.storage.warehouse.tables import WarehouseTable

_AT_REST: Final = "1MB"
_IN_A_FLOOD: Final = "512MB"
_A_PIECE: Final = 2_048  # rows, as many as DuckDB hands on at once: lists of more are copied as a piece grows
_WORTH_ORDERING: Final = 100_000  # rows, about as many as DuckDB skips or reads at once
warnings.filterwarnings("ignore", "Arrow output on a DB-API result")
"""A relation's rows are copied once less, but it is bound twice: of what is kept as text, the answers are short."""


@dataclass(frozen=True)
class Compiled:
    """An expression as the engine's text. Inputs that change are bound by name, so the text never does."""

    sql: str


def compiled(expression: ir.Table) -> Compiled:
    """The expression's SQL for this warehouse; make it once where it runs often."""
    return Compiled(written(expression))


def moment(instant: Instant) -> ir.TimestampScalar:
    """An instant as the warehouse writes it: UTC without a zone, in microseconds. Given a place for one, the place."""
    if isinstance(instant, ir.TimestampScalar):
        return instant
    return ibis.literal(instant.astimezone(UTC).replace(tzinfo=None), type="timestamp(6)")


Instant = datetime | ir.TimestampScalar
Query = ir.Table | Compiled
Bound = Mapping[str, pa.Table]


_IN_ORDER: Final = "set session preserve_insertion_order = true"
"""Without it DuckDB 2.0.0 hands over the pieces of an ordered answer, 2,048 rows each, as its threads are done with them."""
_AS_IT_COMES: Final = "reset session preserve_insertion_order"


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
        self._statements = Statements()
        self._out_of_order: Counter[str] = Counter()
        self._memory_limit = self._whole_limit = memory_limit
        self._may_stay_small = True
        self._rest = Rest(self._let_go)

    def create(self, tables: Iterable[WarehouseTable]) -> None:
        """Make the tables that are not there yet."""
        with self.transaction() as tx:
            there = tx.tables()
            for table in tables:
                if table.name not in there:
                    tx.create(table)

    def fetch(self, query: Query, bound: Bound | None = None) -> pa.Table:
        """Run the query on what is committed. `bound` gives names in it their rows. Safe from any thread."""
        return self._fetch(query, bound or {})

    def ask(self, question: Question, *given: Any, **shape: Any) -> pa.Table:
        """The rows of `question(*given, **shape)`, whose text is kept; see `questions` for what may be given."""
        asked = self._questions.asked(question, given, shape)
        self._rest.used()
        return self._fetch(Compiled(asked.sql), asked.rows, asked.values)

    def ask_long(self, question: Question, *given: Any, **shape: Any) -> Iterator[pa.RecordBatch]:
        """The same for an answer as long as there are customers: planned twice, but copied once less, and handed over in pieces
        while the engine works on the next. They are of one moment, that of the first; whoever takes it takes them all.
        """
        asked = self._questions.asked(question, given, shape)
        self._rest.used()
        with self._rest.at_work():
            cursor = self._database.cursor()
            try:
                for name, rows in asked.rows.items():
                    cursor.register(name, rows)
                yield from cursor.sql(asked.sql, params=asked.values or None).to_arrow_reader(_A_PIECE)
            finally:
                cursor.close()

    @contextmanager
    def transaction(self) -> Iterator[WarehouseTx]:
        """Commit at the end of the block, or roll back when it raises."""
        with self._writing, self._rest.at_work():
            cursor = self._database.cursor()
            cursor.execute("set TimeZone = 'UTC'")
            cursor.begin()
            tx = WarehouseTx(cursor, self._statements)
            try:
                yield tx
                cursor.commit()
                if tx.has_written:
                    self._rest.used()
                self._out_of_order += tx.out_of_order
            except BaseException as error:
                cursor.rollback()
                if isinstance(error, duckdb.OutOfMemoryException):
                    self._take_all_memory()
                raise
            finally:
                cursor.close()

    def put_in_order(self, table: WarehouseTable) -> bool:
        """Lay all rows by the table's order once more came since the last time than lie so; did it?

        Costs half a second for a million rows, and saves readers a fourth of their time. For a quiet moment: writers wait.
        """
        came = self._out_of_order[table.name]
        if came < _WORTH_ORDERING:
            return False
        with self.transaction() as tx:
            if came < tx.count(table) / 2:
                return False
            tx.put_in_order(table)
        del self._out_of_order[table.name]
        return True

    def stay_small(self, is_flooded: bool) -> None:
        """Hold little while a flood comes in, as of an imported file: it is written once and hardly read again.

        What needs more spills into a folder beside the database. Where something could not, and failed, the whole
        limit holds for good.
        """
        limit = _IN_A_FLOOD if is_flooded and self._may_stay_small else self._whole_limit
        if limit != self._memory_limit:
            cursor = self._database.cursor()
            with suppress(duckdb.Error):  # what is at work holds more than that just now: the next time, then
                cursor.execute(f"set memory_limit = '{limit}'")
                self._memory_limit = limit
            cursor.close()

    def close(self) -> None:
        """Write the checkpoint and let go of the file."""
        self._rest.end()
        with self._writing:
            self._database.close()

    def _fetch(self, query: Query, bound: Bound, values: Mapping[str, object] | None = None) -> pa.Table:
        with self._rest.at_work():
            cursor = self._database.cursor()
            try:
                return _fetch(cursor, self._statements, query, bound, values)
            finally:
                cursor.close()

    def _take_all_memory(self) -> None:
        self._may_stay_small = False
        self.stay_small(False)

    def _let_go(self) -> None:
        """Drop what was read from the file. A limit that cannot be kept is refused after all that can be was dropped.

        The checkpoint lets go of the tables that ended with the last transaction: DuckDB keeps them until the next one.
        """
        with suppress(duckdb.Error):
            self._database.execute("checkpoint")
        with suppress(duckdb.Error):
            self._database.execute(f"set memory_limit = '{_AT_REST}'")
        self._database.execute(f"set memory_limit = '{self._memory_limit}'")


class WarehouseTx:
    """Writes inside one transaction, and reads that see them."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, statements: Statements) -> None:
        self._cursor, self._statements = cursor, statements
        self.has_written = False
        self.out_of_order: Counter[str] = Counter()

    def tables(self) -> set[str]:
        """The names of the tables that are there."""
        return {name for (name,) in self._cursor.execute("select table_name from duckdb_tables()").fetchall()}

    def create(self, table: WarehouseTable) -> None:
        """Make the table unless it is there."""
        columns = ", ".join(
            column.sql("duckdb") for column in table.declared.to_sqlglot_column_defs("duckdb")
        )
        self._cursor.execute(f'create table if not exists "{table.name}" ({columns})')

    def bind(self, name: str, rows: pa.Table) -> None:
        """Let `name` stand for these rows until the transaction ends."""
        self._cursor.register(name, rows)

    def keep(self, name: str, query: Query) -> int:
        """Compute the query now and let `name` stand for its rows until the transaction ends; returns how many there are."""
        self._run(f'create or replace temp table "{name}" as {_sql(query)}')
        return self._count()

    def fetch(self, query: Query) -> pa.Table:
        """Rows of the query, as this transaction sees them."""
        return _fetch(self._cursor, self._statements, query, {})

    def append(self, table: WarehouseTable, query: Query) -> None:
        """Add the query's rows, column by name."""
        self.has_written = True
        names = _listed(table.columns)
        order = f" order by {_listed(table.order)}" if table.order else ""
        self._run(f'insert into "{table.name}" ({names}) select {names} from ({_sql(query)}){order}')
        if table.order:
            self.out_of_order[table.name] += self._count()

    def count(self, table: WarehouseTable) -> int:
        """How many rows there are."""
        self._cursor.execute(f'select count(*) from "{table.name}"')
        return self._count()

    def put_in_order(self, table: WarehouseTable) -> None:
        """Lay all rows by the table's order."""
        name, order = f'"{table.name}"', _listed(table.order)
        self._cursor.execute(
            f"create or replace temp table in_order as select * from {name} order by {order}"
        )
        self._cursor.execute(f"truncate table {name}")
        self._cursor.execute(f"insert into {name} select * from in_order order by {order}")
        self._cursor.execute("drop table in_order")

    def drop(self, table: WarehouseTable, key: str, query: Query) -> None:
        """Remove the rows whose `key` is in the query's only column."""
        self._run(f'delete from "{table.name}" where "{key}" in ({_sql(query)})')

    def clear(self, table: WarehouseTable) -> None:
        """Remove every row."""
        self._cursor.execute(f'truncate table "{table.name}"')

    def _count(self) -> int:
        found = self._cursor.fetchone()
        return int(found[0]) if found else 0

    def _run(self, sql: str) -> None:
        self._cursor.execute(self._statements.parsed(self._cursor, sql))


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _sql(query: Query) -> str:
    return query.sql if isinstance(query, Compiled) else compiled(query).sql


def _fetch(
    cursor: duckdb.DuckDBPyConnection,
    statements: Statements,
    query: Query,
    bound: Bound,
    values: Mapping[str, object] | None = None,
) -> pa.Table:
    for name, rows in bound.items():
        cursor.register(name, rows)
    if not isinstance(query, Compiled):
        return cursor.sql(_sql(query)).to_arrow_table()
    statement, has_order = statements.parsed(cursor, query.sql), "ORDER BY" in query.sql
    if has_order:
        cursor.execute(_IN_ORDER)
    rows = cursor.execute(statement, dict(values) if values else None).to_arrow_table()
    if has_order:
        cursor.execute(_AS_IT_COMES)
    return rows

"""Rows by the million: out of the state as Arrow columns, and back, without a Python object a row.

Instants are UTC without a zone here, as in the warehouse. SQLite keeps them as text, in SQLAlchemy's form;
Arrow writes and reads that text thirty times faster than a loop over datetimes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice, repeat
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Boolean, Connection, Dialect, Executable, Float, Integer, Select, func, select

from evergrow.storage.state.columns import CountedInstant, Instant, micros_since_1970

INSTANT: Final = pa.timestamp("us")
_AS_TEXT: Final = "%Y-%m-%d %H:%M:%S.%f"
_ROWS_AT_ONCE: Final = 500
_VALUES_AT_ONCE: Final = 3_000


def fetch_table(connection: Connection, query: Select[*tuple[Any, ...]]) -> pa.Table:
    """All rows of a query as columns."""
    result = connection.execute(query)  # the text is made once for all queries of a form
    columns = _fetched(result.cursor, len(query.selected_columns))
    result.close()
    fields = list(query.selected_columns)
    return pa.table(
        {str(field.name): _read(columns[place], field.type) for place, field in enumerate(fields)}
    )


def gather_table(connection: Connection, query: Select[*tuple[Any, ...]]) -> pa.Table:
    """`fetch_table` of numbers, texts and instants, in no order, the whole of it in memory as one text a column.

    SQLite puts that text together without Python's lock, and Polars reads it likewise: other threads go on meanwhile.
    """
    if connection.dialect.name != "sqlite":
        return fetch_table(connection, query)
    rows, fields = query.subquery(), list(query.selected_columns)
    told = connection.execute(select(*(func.json_group_array(column) for column in rows.c))).one()
    return pa.table(
        {str(field.name): _listed(one, field.type) for one, field in zip(told, fields, strict=True)}
    )


def run_table(connection: Connection, statement: Executable, rows: pa.Table) -> int:
    """Run a write once for each row; the statement's parameters are the table's columns by name."""
    if not rows.num_rows:
        return 0
    compiled = _compiled(statement, connection.dialect, tuple(rows.column_names))
    is_text = connection.dialect.name == "sqlite"
    columns = {name: _written(rows[name], _kind(compiled, name), is_text) for name in rows.column_names}
    names = list(compiled.positiontup or compiled.params)
    values = [
        columns[name]
        if name in columns
        else repeat(_argument(compiled.params[name], _kind(compiled, name), is_text))
        for name in names
    ]
    if not compiled.positional:
        named = [dict(zip(names, row, strict=False)) for row in zip(*values, strict=False)]
        return connection.exec_driver_sql(str(compiled), named).rowcount
    cursor: Any = connection.connection.cursor()
    try:  # the driver takes rows as they come: a list of them would be made, kept and looked through for garbage
        cursor.executemany(str(compiled), zip(*values, strict=False))
        return cursor.rowcount
    finally:
        cursor.close()


def insert_table(connection: Connection, statement: Executable, rows: pa.Table) -> int:
    """`run_table` of an insert: many rows with a statement, which waits for Python's lock once. Beside threads that hold it,
    a statement a row waited up to 5 ms each time.
    """
    compiled = _compiled(statement, connection.dialect, tuple(rows.column_names))
    names, places = list(compiled.positiontup or ()), f"({', '.join('?' * rows.num_columns)})"
    if set(names) != set(rows.column_names) or f"VALUES {places}" not in str(compiled):
        return run_table(connection, statement, rows)
    columns = [_written(rows[name], _kind(compiled, name), True) for name in names]
    head, _, tail = str(compiled).partition(places)
    cursor: Any = connection.connection.cursor()
    count, each = 0, zip(*columns, strict=True)
    try:
        for portion in _portions(rows.num_rows, _VALUES_AT_ONCE // len(names)):
            values = [value for row in islice(each, portion) for value in row]
            cursor.execute(head + ", ".join([places] * portion) + tail, values)
            count += cursor.rowcount
    finally:
        cursor.close()
    return count


def _portions(rows: int, size: int) -> Iterator[int]:
    """How many go with each statement. Few different numbers: the driver keeps what it planned for a text."""
    while rows:
        portion = size if rows >= size else 1 << (rows.bit_length() - 1)
        yield portion
        rows -= portion


@lru_cache(maxsize=200)
def _compiled(statement: Executable, dialect: Dialect, names: tuple[str, ...]) -> Any:
    """A statement that is kept by whoever runs it is made into text once."""
    return statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]


def _fetched(cursor: Any, width: int) -> list[list[Any]]:
    """The rest of a cursor's rows as columns. Few rows at a time: the next take the room of the last."""
    columns: list[list[Any]] = [[] for _ in range(width)]
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return columns


def columns_of(rows: pa.Table, kinds: Sequence[Any], *, is_text: bool) -> list[list[Any]]:
    """The columns as the database keeps them; `is_text` where it keeps instants as text."""
    return [_written(column, kind, is_text) for column, kind in zip(rows.columns, kinds, strict=True)]


def _kind(compiled: Any, name: str) -> Any:
    """The type of a parameter; None where the statement does not name it."""
    place = compiled.binds.get(name)
    return None if place is None else place.type


def _argument(value: Any, kind: Any, is_text: bool) -> Any:
    """A parameter as the database keeps it, whatever time zone its session has."""
    if not isinstance(value, datetime):
        return value
    if isinstance(kind, CountedInstant):
        return micros_since_1970(value)
    plain = value.astimezone(UTC).replace(tzinfo=None)
    return plain.strftime(_AS_TEXT) if is_text else plain


def _read(values: Sequence[Any], kind: Any) -> pa.Array:
    if isinstance(kind, CountedInstant):
        return pa.array(values, pa.int64()).cast(INSTANT)
    if isinstance(kind, Instant):
        is_text = any(isinstance(value, str) for value in values)
        return pa.array(values, pa.string()).cast(INSTANT) if is_text else pa.array(values, INSTANT)
    if isinstance(kind, Boolean):
        return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
    if isinstance(kind, Integer):
        return pa.array(values, pa.int64())
    return pa.array(values, pa.float64() if isinstance(kind, Float) else pa.string())


def _listed(told: str, kind: Any) -> pa.Array:
    """A column from JSON's text of it."""
    import polars as pl  # which a report, that reads few rows, does not need

    is_number = isinstance(kind, Integer | CountedInstant)
    if told == "[]":
        values = pa.array([], pa.int64() if is_number else pa.string())
    else:
        whole = pl.Series([told]).str.json_decode(pl.List(pl.Int64() if is_number else pl.String()))
        values = whole.explode().to_arrow().cast(pa.int64() if is_number else pa.string())
    return values.cast(INSTANT) if isinstance(kind, Instant | CountedInstant) else values


def _written(column: pa.ChunkedArray, kind: Any, is_text: bool) -> list[Any]:
    if not pa.types.is_timestamp(column.type):
        return column.to_pylist()
    if isinstance(kind, CountedInstant):
        return column.cast(INSTANT).cast(pa.int64()).to_pylist()
    return column.cast(INSTANT).cast(pa.string()).to_pylist() if is_text else column.to_pylist()

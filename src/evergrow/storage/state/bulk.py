"""Rows by the million: out of the state as Arrow columns, and back, without a Python object a row.

Instants are UTC without a zone here, as in the warehouse. SQLite keeps them as text, in SQLAlchemy's form;
Arrow writes and reads that text thirty times faster than a loop over datetimes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import repeat
from typing import Any, Final

import pyarrow as pa
from sqlalchemy import Boolean, Connection, Executable, Float, Integer, Select

from evergrow.storage.state.columns import Instant

INSTANT: Final = pa.timestamp("us")
_AS_TEXT: Final = "%Y-%m-%d %H:%M:%S.%f"


def fetch_table(connection: Connection, query: Select[*tuple[Any, ...]]) -> pa.Table:
    """All rows of a query as columns."""
    compiled = query.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    arguments: Any = {name: _naive(value) for name, value in compiled.params.items()}
    if compiled.positiontup is not None:
        arguments = tuple(_plain(compiled.params[name]) for name in compiled.positiontup)
    rows = connection.exec_driver_sql(str(compiled), arguments).fetchall()
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else []
    fields = list(query.selected_columns)
    return pa.table(
        {
            str(field.name): _read(columns[place] if rows else (), field.type)
            for place, field in enumerate(fields)
        }
    )


def run_table(connection: Connection, statement: Executable, rows: pa.Table) -> int:
    """Run a write once for each row; the statement's parameters are the table's columns by name."""
    if not rows.num_rows:
        return 0
    compiled = statement.compile(dialect=connection.dialect, column_keys=rows.column_names)  # type: ignore[attr-defined]
    is_text = connection.dialect.name == "sqlite"
    columns = {name: _written(rows[name], is_text) for name in rows.column_names}
    names = list(compiled.positiontup or compiled.params)
    values = [columns[name] if name in columns else repeat(compiled.params[name]) for name in names]
    if not compiled.positional:
        named = [dict(zip(names, row, strict=False)) for row in zip(*values, strict=False)]
        return connection.exec_driver_sql(str(compiled), named).rowcount
    return connection.exec_driver_sql(str(compiled), list(zip(*values, strict=False))).rowcount


def _naive(value: Any) -> Any:
    """A parameter as PostgreSQL keeps it, whatever time zone its session has."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    """A parameter as SQLite keeps it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(_AS_TEXT)
    return value


def _read(values: Sequence[Any], kind: Any) -> pa.Array:
    if isinstance(kind, Instant):
        is_text = any(isinstance(value, str) for value in values)
        return pa.array(values, pa.string()).cast(INSTANT) if is_text else pa.array(values, INSTANT)
    if isinstance(kind, Boolean):
        return pa.array([None if value is None else bool(value) for value in values], pa.bool_())
    if isinstance(kind, Integer):
        return pa.array(values, pa.int64())
    return pa.array(values, pa.float64() if isinstance(kind, Float) else pa.string())


def _written(column: pa.ChunkedArray, is_text: bool) -> list[Any]:
    if is_text and pa.types.is_timestamp(column.type):
        return column.cast(INSTANT).cast(pa.string()).to_pylist()
    return column.to_pylist()

"""Many rows at once, in or out, as one text: the driver is asked once for all of them, and not once a row.

SQLite's driver lets go of the interpreter's lock, and waits for it, once for every row it steps through. Beside two
busy threads that takes longer than the row does (measured: 31 µs against 11). So a statement unfolds its rows from one
parameter, and a query folds them into one value: the database does both while the lock is free.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

import msgspec
import pyarrow as pa
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    FromClause,
    Select,
    Text,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from evergrow.storage.state.bulk import INSTANT, columns_of
from evergrow.storage.state.columns import Instant

Kinds = tuple[tuple[str, TypeEngine[Any]], ...]
"""The names of columns and how they are kept: numbers, texts, or instants of type `Instant`."""
Column = Sequence[Any] | pa.ChunkedArray
Row = TypeVar("Row", bound=msgspec.Struct)
_ROWS: Final = "given_rows"
_WITHOUT_ZONE: Final = len("2026-11-22 12:00:00.000000")


def run_given(
    connection: Connection,
    make: Callable[[FromClause], Executable],
    kinds: Kinds,
    columns: Mapping[str, Column],
) -> int:
    """Run once the statement that `make` makes of the rows; returns how many rows it touched."""
    plain = (_plain(columns[name], kind) for name, kind in kinds)
    rows = msgspec.json.encode(list(zip(*plain, strict=True))).decode()
    return connection.execute(_statement(make, kinds, connection.dialect.name), {_ROWS: rows}).rowcount


def given_pairs(connection: Connection, keys: pa.ChunkedArray, moments: pa.ChunkedArray) -> FromClause:
    """Rows to select from: a number `key`, and an instant `value`. One JSON object, the quickest to unfold of what has
    been tried (1.5 microseconds a row with a join; lists of lists take 2.8, a temporary table as long and the lock)."""
    import polars as pl  # which a report does not need

    told = pl.DataFrame({"key": keys, "value": moments.cast(INSTANT).cast(pa.string())})
    said = told.select(pl.format('"{}":"{}"', "key", "value").str.join(",")).item()
    rows = bindparam(None, f"{{{said}}}", type_=Text())
    if connection.dialect.name == "postgresql":
        pairs = func.json_each_text(cast(rows, JSON)).table_valued("key", "value")
        moment = cast(pairs.c.value, Instant)
    else:
        pairs = func.json_each(rows).table_valued("key", "value")
        moment = type_coerce(pairs.c.value, Instant)
    key = cast(pairs.c.key, BigInteger)
    return select(key.label("key"), moment.label("value")).select_from(pairs).subquery("given")


def fetch_structs(connection: Connection, query: Select[*tuple[Any, ...]], kind: type[Row]) -> list[Row]:
    """All rows of a query, each a struct that is kept as an array (`array_like`), its fields in the columns' order."""
    rows = query.subquery()
    values = [_told(column) for column in rows.c]
    if connection.dialect.name == "postgresql":
        folded = cast(func.json_agg(func.json_build_array(*values)), Text)
    else:
        folded = func.json_group_array(func.json_array(*values))
    text = connection.execute(select(folded)).scalar()
    return msgspec.json.decode(text, type=list[kind]) if text else []


def _told(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An instant says that it is UTC."""
    return cast(column, Text).concat("Z") if isinstance(column.type, Instant) else column


def _plain(values: Column, kind: TypeEngine[Any]) -> Sequence[Any]:
    if isinstance(values, pa.ChunkedArray):
        (kept,) = columns_of(pa.table([values], ["column"]), [kind], is_text=True)
        return kept
    return [_written(value) for value in values] if isinstance(kind, Instant) else values


def _written(moment: datetime | None) -> str | None:
    """An instant in the form in which SQLite keeps it, which PostgreSQL reads too."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(" ", "microseconds")[:_WITHOUT_ZONE]


@lru_cache(maxsize=100)
def _statement(make: Callable[[FromClause], Executable], kinds: Kinds, dialect: str) -> Executable:
    text = bindparam(_ROWS, type_=Text())
    if dialect == "postgresql":
        unfolded = func.json_array_elements(cast(text, JSON)).table_valued("value")
        columns = [
            cast(unfolded.c.value.op("->>")(place), kind).label(name)
            for place, (name, kind) in enumerate(kinds)
        ]
    else:
        unfolded = func.json_each(text).table_valued("value")
        columns = [
            type_coerce(func.json_extract(unfolded.c.value, f"$[{place}]"), kind).label(name)
            for place, (name, kind) in enumerate(kinds)
        ]
    return make(select(*columns).select_from(unfolded).subquery("given"))

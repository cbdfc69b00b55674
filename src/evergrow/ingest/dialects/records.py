"""Records that are in shape already: Arrow IPC streams of RECORDS, from files and from the simulator."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import polars as pl
import pyarrow as pa

from evergrow.ingest.dialects.reading import FRAME, Dialect, Reading, placed
from evergrow.ingest.records import RECORDS
from evergrow.storage.log import LoggedEntry

_JSON = ("properties", "traits", "context")


def body_of(records: pa.Table | pa.RecordBatch) -> bytes:
    """The body of an entry that holds these records."""
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, RECORDS) as stream:
        stream.write(records.cast(RECORDS))
    return sink.getvalue()


def read(entries: Sequence[LoggedEntry]) -> Reading:
    """All records of these entries. None can be unreadable: Evergrow itself wrote them."""
    tables = [_table(entry) for entry in entries]
    records = pl.DataFrame(pa.concat_tables(tables))
    return Reading(
        placed(records, entries, [len(table) for table in tables]).select(FRAME.names()).cast(FRAME)
    )


def quote(entry: LoggedEntry, ordinals: Sequence[int]) -> list[str]:
    """Each record as a JSON object with RECORDS' names, nulls left out."""
    return quote_rows(_table(entry).take(list(ordinals)).to_pylist())


def quote_rows(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The text of records that are rows of RECORDS."""
    return [_text(row) for row in rows]


def wrap(text: str, _detail: str) -> bytes:
    """The record of such a JSON object as a stream of one.

    Raises:
        msgspec.DecodeError, pa.ArrowInvalid, pa.ArrowTypeError: the text is no such object.
    """
    row = msgspec.json.decode(text, type=dict[str, Any])
    for column in _JSON:
        if row.get(column) is not None:
            row[column] = msgspec.json.encode(row[column]).decode()
    for column in ("timestamp", "sent_at"):
        if row.get(column) is not None:
            row[column] = msgspec.convert(row[column], datetime)
    return body_of(pa.Table.from_pylist([row], schema=RECORDS))


def _table(entry: LoggedEntry) -> pa.Table:
    with pa.ipc.open_stream(entry.body) as stream:
        return stream.read_all().cast(RECORDS)


def _text(row: dict[str, Any]) -> str:
    kept = {name: value for name, value in row.items() if value is not None}
    for column in _JSON:
        if column in kept:
            kept[column] = msgspec.Raw(kept[column].encode())
    for column in ("timestamp", "sent_at"):
        if column in kept:
            kept[column] = kept[column].astimezone(UTC)
    return msgspec.json.encode(kept).decode()


DIALECT = Dialect(read=read, quote=quote, wrap=wrap)

"""Records that a file import set aside already: Arrow IPC streams of reason, sentence and the record's text.

They take this way through the log so that they are counted in the same transaction as everything else.
Tried again, a record goes the way of dialect `records`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl
import pyarrow as pa

from evergrow.ingest.dialects import records
from evergrow.ingest.dialects.reading import FRAME, Dialect, Reading
from evergrow.ingest.quarantined import Quarantined
from evergrow.kernel import key_of
from evergrow.storage.log import LoggedEntry

_SCHEMA = pa.schema([("reason", pa.string()), ("what", pa.string()), ("record", pa.string())])


def body_of(rows: Sequence[tuple[str, str, str]]) -> bytes:
    """The body of an entry that holds these (reason, what, record)."""
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, _SCHEMA, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write(pa.table([pa.array(column, pa.string()) for column in columns], schema=_SCHEMA))
    return sink.getvalue()


def read(entries: Sequence[LoggedEntry]) -> Reading:
    """No records; each row is quarantined, with a fingerprint that knows it again."""
    return Reading(
        pl.DataFrame(schema=FRAME),
        [
            Quarantined(
                source_id=entry.source_id,
                position=entry.position,
                ordinal=ordinal,
                reason=row["reason"],
                what=row["what"],
                record=row["record"],
                received_at=entry.received_at,
                dialect="records",
                detail=entry.detail,
                fingerprint=key_of(f"{entry.source_id}|{row['record']}"),
            )
            for entry in entries
            for ordinal, row in enumerate(_rows(entry))
        ],
    )


def quote(entry: LoggedEntry, ordinals: Sequence[int]) -> list[str]:
    """The text of each record."""
    rows = _rows(entry)
    return [rows[ordinal]["record"] for ordinal in ordinals]


def _rows(entry: LoggedEntry) -> list[dict[str, str]]:
    with pa.ipc.open_stream(entry.body) as stream:
        return stream.read_all().to_pylist()


DIALECT = Dialect(read=read, quote=quote, wrap=records.wrap)

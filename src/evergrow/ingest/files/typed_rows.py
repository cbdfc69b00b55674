"""Rows of files that know types: Parquet, and NDJSON (one JSON object a line). As text columns, like CSV's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from evergrow.ingest.files.objects import quoted
from evergrow.ingest.files.opening import Opened, pieces
from evergrow.ingest.files.rows import RAW, Batch, Look, Rows
from evergrow.kernel import refuse
from evergrow.storage.warehouse import Scratch

PARQUET_ROWS: Final = 65_536
SAMPLE_ROWS: Final = 200


def parquet_rows(opened: Opened, scratch: Scratch) -> Rows:
    """The rows of a Parquet file, a part of a row group at a time.

    Raises:
        Refusal: `file.broken_parquet`.
    """
    try:
        file = pq.ParquetFile(opened.path)
        first = next(file.iter_batches(SAMPLE_ROWS), None)
    except (pa.ArrowInvalid, OSError) as error:
        raise refuse(
            "file.broken_parquet",
            f"{opened.path.name} is no whole Parquet file ({str(error).splitlines()[0][:100]}).",
            where=opened.path.name,
            next_step="Copy or export it again.",
        ) from None
    schema = file.schema_arrow
    head = _as_text(pa.Table.from_batches([first] if first else [], schema), scratch)
    return Rows(
        samples={name: head.column(place).to_pylist() for place, name in enumerate(schema.names)},
        batches=_parquet_batches(file, schema, opened.size, scratch),
        looks={field.name: _look(field.type) for field in schema},
        total_rows=file.metadata.num_rows,
    )


def json_rows(opened: Opened, scratch: Scratch) -> Rows:
    """The objects of an NDJSON file; its columns are the keys that the first ones have."""
    samples: dict[str, list[str]] = {}
    for line in opened.head.splitlines()[:SAMPLE_ROWS]:
        for key, value in _object(line).items():
            samples.setdefault(key, []).append(
                value if isinstance(value, str) else msgspec.json.encode(value).decode()
            )
    return Rows(
        samples=samples,
        batches=_json_batches(opened, list(samples), scratch),
        has_raw=True,
    )


def _parquet_batches(file: pq.ParquetFile, schema: pa.Schema, size: int, scratch: Scratch) -> Iterator[Batch]:
    total, done = max(file.metadata.num_rows, 1), 0
    for batch in file.iter_batches(PARQUET_ROWS):
        done += batch.num_rows
        rows = _as_text(pa.Table.from_batches([batch], schema), scratch)
        yield Batch(rows, bytes_read=size * done // total)


def _as_text(rows: pa.Table, scratch: Scratch) -> pa.Table:
    scratch.bind("typed_rows", rows.rename_columns([f"c{place}" for place in range(rows.num_columns)]))
    columns = ", ".join(_text_sql(f"c{place}", field.type) for place, field in enumerate(rows.schema))
    return scratch.fetch(f"select {columns} from typed_rows")


def _text_sql(name: str, kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):  # ids become 17850, not 17850.0
        whole = f"{name} = trunc({name}) and abs({name}) < 1e15"
        text = (
            f"case when {whole} then cast(cast({name} as bigint) as varchar) else cast({name} as varchar) end"
        )
    elif pa.types.is_timestamp(kind) and kind.tz:
        text = f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%fZ')"
    elif pa.types.is_nested(kind):
        text = f"cast(to_json({name}) as varchar)"
    else:
        text = f"cast({name} as varchar)"
    return f"coalesce({text}, '') as {name}"


def _look(kind: pa.DataType) -> Look:
    if pa.types.is_nested(kind):
        return "json"
    is_plain = pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind)
    return "guess" if is_plain or pa.types.is_boolean(kind) else "text"


def _json_batches(opened: Opened, keys: list[str], scratch: Scratch) -> Iterator[Batch]:
    pointers = ", ".join(quoted("/" + key.replace("~", "~0").replace("/", "~1")) for key in keys)
    columns = "".join(f", coalesce(v[{place + 1}], '') as c{place}" for place in range(len(keys)))
    extract = f"json_extract_string({RAW}, [{pointers}])" if keys else "[]::varchar[]"
    with pieces(opened) as parts:
        for piece, done in parts:
            lines = pa.array(
                [line for line in piece.decode(errors="replace").split("\n") if line.strip()], pa.string()
            )
            scratch.bind("json_lines", pa.table({RAW: lines}))
            rows = scratch.fetch(
                f"select {RAW}{columns} from (select {RAW}, {extract} v from json_lines where {_IS_OBJECT})"
            )
            broken: list[str] = []
            if len(rows) < len(lines):
                broken = (
                    scratch.fetch(f"select {RAW} from json_lines where not {_IS_OBJECT}")
                    .column(0)
                    .to_pylist()
                )
            yield Batch(rows, broken, done)


_IS_OBJECT: Final = f"(case when json_valid({RAW}) then json_type({RAW}) = 'OBJECT' else false end)"


def _object(line: bytes) -> dict[str, object]:
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}

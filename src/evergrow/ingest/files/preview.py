"""What the first part of a file tells, before anything is imported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from evergrow.ingest.files.fields import FIELDS
from evergrow.ingest.files.match import guess, missing, settle
from evergrow.ingest.files.opening import Opened, look_at
from evergrow.ingest.files.rows import Rows
from evergrow.ingest.files.run import MEMORY, open_rows
from evergrow.ingest.files.spec import ColumnSample, FieldOffer, ImportOptions, Kind, Preview
from evergrow.storage.warehouse import scratch

_SAMPLES, _ROWS = 5, 10


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How a file will be read: its columns, and field -> column as settled."""

    columns: list[str]
    mapping: dict[str, str]
    delimiter: str | None
    encoding: str | None


def plan(path: Path, filename: str, options: ImportOptions) -> Plan:
    """What an import would do, without doing it.

    Raises:
        Refusal: as `run_import` does, for a file it cannot read or columns it lacks.
    """
    opened = look_at(path, filename)
    with _source(opened) as source:
        mapping = settle(source.samples, options)
    encoding = None if opened.shape == "parquet" else opened.encoding
    return Plan(columns=source.columns, mapping=mapping, delimiter=source.delimiter, encoding=encoding)


def preview(path: Path, filename: str, kind: Kind) -> Preview:
    """Columns, samples and the guessed mapping. `path` may hold only the first 256 KB of a CSV or NDJSON file.

    A Parquet file tells its columns at its end, so of it the whole is needed.

    Raises:
        Refusal: as `run_import` does for files it cannot read; missing columns are listed, not refused.
    """
    opened = look_at(path, filename)
    with _source(opened) as source:
        pass
    found = guess(source.samples, kind)
    mapping = {field.name: found.get(field.name) for field in FIELDS[kind]}
    columns = [ColumnSample(name=name, samples=_distinct(values)) for name, values in source.samples.items()]
    height = min((len(values) for values in source.samples.values()), default=0)
    return Preview(
        columns=columns,
        mapping=mapping,
        fields=[
            FieldOffer(name=one.name, title=one.title, is_required=one.is_required) for one in FIELDS[kind]
        ],
        missing=[field.name for field in missing(mapping, kind)],
        rows_sample=[
            {name: values[row] for name, values in source.samples.items()}
            for row in range(min(height, _ROWS))
        ],
        delimiter=source.delimiter,
        encoding=None if opened.shape == "parquet" else opened.encoding,
    )


@contextmanager
def _source(opened: Opened) -> Iterator[Rows]:
    with (
        tempfile.TemporaryDirectory(prefix="preview-") as folder,
        scratch(Path(folder), memory_limit=MEMORY) as db,
    ):
        yield open_rows(opened, db)


def _distinct(values: Iterable[str]) -> list[str]:
    kept = dict.fromkeys(value for value in values if value)
    return list(kept)[:_SAMPLES]

"""Rows of a CSV file: any of four delimiters, quotes, line feeds inside quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

import pyarrow as pa
import pyarrow.csv as pcsv

from evergrow.ingest.files.opening import Opened, pieces
from evergrow.ingest.files.records_of_lines import RecordCutter
from evergrow.ingest.files.rows import Batch, Rows, distinct_names
from evergrow.kernel import refuse

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_ROWS: Final = 200
_ANNOUNCED = re.compile(rb'\A"?sep=(.)"?\r?\n', re.IGNORECASE)


def csv_rows(opened: Opened) -> Rows:
    """The rows below the header.

    Raises:
        Refusal: `file.no_header`.
    """
    announced = _ANNOUNCED.match(opened.head)
    text = opened.head[announced.end() :] if announced else opened.head
    delimiter = announced.group(1).decode() if announced else _delimiter(text.decode())
    records = list(_first_records(text.decode(), delimiter))
    header = records[0] if records else []
    if not any(name.strip() for name in header):
        raise refuse(
            "file.no_header",
            f"{opened.path.name} does not begin with the names of its columns.",
            where=f"{opened.path.name}:1",
            next_step="Put a header line first, such as order_id,customer_id,date,price.",
        )
    names = distinct_names(header)
    sample = [record for record in records[1:] if len(record) == len(names)]
    return Rows(
        samples={name: [record[place] for record in sample] for place, name in enumerate(names)},
        batches=_batches(opened, delimiter, len(names), is_announced=announced is not None),
        delimiter=delimiter,
    )


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into as many values as the header, the more the better."""

    def fit(delimiter: str) -> tuple[float, int]:
        widths = [len(record) for record in _first_records(text, delimiter)]
        return sum(width == widths[0] for width in widths) / len(widths) if widths[0] > 1 else 0.0, widths[0]

    best = max(DELIMITERS, key=lambda one: (fit(one)[0] > 0.5, fit(one)[1], fit(one)[0]))
    return best if fit(best)[1] > 1 else ","


def _first_records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(2**31 - 1)
    count = 0
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if record:
            yield record
            count += 1
        if count > SAMPLE_ROWS:
            return


def _batches(opened: Opened, delimiter: str, width: int, *, is_announced: bool) -> Iterator[Batch]:
    cutter = RecordCutter(delimiter)
    headers = 2 if is_announced else 1
    done = 0
    with pieces(opened) as parts:
        for piece, done in parts:
            records, open_lines = cutter.cut(piece, is_last=False)
            headers, batch = _parsed(records, delimiter, width, headers, open_lines, done)
            yield batch
    records, open_lines = cutter.cut(b"", is_last=True)
    yield _parsed(records, delimiter, width, headers, open_lines, done)[1]


def _parsed(
    records: bytes, delimiter: str, width: int, headers: int, open_lines: list[bytes], done: int
) -> tuple[int, Batch]:
    """The rows of whole records; `headers` lines at their start are none. Returns how many headers are still to come."""
    broken = [line.decode(errors="replace").rstrip("\r\n") for line in open_lines]
    names = [f"c{place}" for place in range(width)]
    if headers and records.strip():
        records, headers = _without_headers(records, headers), 0
    if not records.strip():
        return headers, Batch(pa.table({name: pa.array([], pa.string()) for name in names}), broken, done)

    def skip(row: pcsv.InvalidRow) -> str:
        broken.append(row.text)
        return "skip"

    rows = pcsv.read_csv(
        pa.BufferReader(records),
        read_options=pcsv.ReadOptions(column_names=names, block_size=len(records) + 1, use_threads=False),
        parse_options=pcsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=skip
        ),
        convert_options=pcsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    return 0, Batch(rows, broken, done)


def _without_headers(records: bytes, headers: int) -> bytes:
    reader = _LineCounter(records)
    seen = csv.reader(reader)
    while headers:
        headers -= bool(next(seen, ["end"]))
    return records[reader.place :]


class _LineCounter:
    """Hands lines to a CSV reader and remembers how far it read."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.place = 0

    def __iter__(self) -> _LineCounter:
        return self

    def __next__(self) -> str:
        if self.place >= len(self._text):
            raise StopIteration
        end = self._text.find(b"\n", self.place) + 1 or len(self._text)
        line = self._text[self.place : end]
        self.place = end
        return line.decode(errors="replace")

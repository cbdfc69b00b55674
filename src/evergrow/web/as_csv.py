"""Rows as CSV, for exports of what a page pages through."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from starlette.responses import StreamingResponse

from evergrow.kernel import iso

_PIECE: Final = 1_000


def csv_of(name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> StreamingResponse:
    """A file of this name with a row for each, its heads first."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(_pieces(heads, rows), media_type="text/csv; charset=utf-8", headers=headers)


def _pieces(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for first in range(0, max(len(rows), 1), _PIECE):
        text = io.StringIO()
        writer = csv.writer(text)
        if not first:
            writer.writerow(heads)
        for row in rows[first : first + _PIECE]:
            writer.writerow([_cell(value) for value in row])
        yield text.getvalue()


def _cell(value: Any) -> Any:
    """A value as CSV has it. A text that a spreadsheet would run as a formula is kept from it."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value

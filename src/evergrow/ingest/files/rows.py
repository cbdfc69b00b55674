"""Rows of a file, whatever its shape: text columns, some thousand rows at a time, and the lines that are no rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

Look = Literal["guess", "text", "json"]
RAW = "raw"
"""Name of the column that holds a row's whole JSON, where the file is NDJSON."""


@dataclass(frozen=True)
class Batch:
    """`rows` has a text column c0, c1, ... for each column of the file; `broken` are lines that could not be read."""

    rows: pa.Table
    broken: Sequence[str] = ()
    bytes_read: int = 0


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A file ready to be read once.

    `samples` are first values by column, in the columns' order. `looks` tells whether a column's text may be
    taken for a number (CSV says no types), is text, or is JSON.
    """

    samples: Mapping[str, Sequence[str]]
    batches: Iterator[Batch]
    delimiter: str | None = None
    looks: Mapping[str, Look] = field(default_factory=dict)
    has_raw: bool = False
    total_rows: int | None = None

    @property
    def columns(self) -> list[str]:
        return list(self.samples)

    def slot(self, column: str) -> str:
        """The name of a file's column inside a batch."""
        return f"c{self.columns.index(column)}"


def distinct_names(header: Sequence[str]) -> list[str]:
    """Names without blanks around them, none empty, none twice: `Name`, `Name 2`, `column 3`."""
    names: list[str] = []
    for place, name in enumerate(header, start=1):
        base = name.strip() or f"column {place}"
        candidate, count = base, 2
        while candidate in names:
            candidate, count = f"{base} {count}", count + 1
        names.append(candidate)
    return names

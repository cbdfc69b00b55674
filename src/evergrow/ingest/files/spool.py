"""Keep lines until all are read, then hand them back order by order, however large the file is.

Holds   memory stays flat: beyond `kept_bytes` the lines go to files, all lines of an order to the same one.
        (A table in DuckDB did the same at four times the CPU: 3 of 4.5 microseconds a line went into it.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa

IN_MEMORY: Final = 48 * 1024 * 1024  # bytes of columns
BUCKET: Final = 12 * 1024 * 1024  # bytes of columns that one file should hold
FEWEST_BUCKETS, MOST_BUCKETS = 16, 256  # each is an open file
BYTES_AT_ONCE: Final = 8 * 1024 * 1024
LINES_AT_ONCE: Final = 65_536


@dataclass
class Spool:
    """Lines with a column `k` that all lines of an order share. `expected_bytes` guesses how many will come, of which
    `kept_bytes` stay in memory.
    """

    folder: Path
    expected_bytes: int
    kept_bytes: int = IN_MEMORY
    _kept: list[pl.DataFrame] = field(default_factory=list)
    _size: int = 0
    _files: list[pa.ipc.RecordBatchStreamWriter] = field(default_factory=list)

    def add(self, lines: pl.DataFrame) -> None:
        """Keep these lines, which follow those that were added before."""
        if self._files:
            self._spill(lines)
            return
        self._kept.append(lines)
        self._size += int(lines.estimated_size())
        if self._size > self.kept_bytes:
            self._open_files(lines)
            for kept in self._kept:
                self._spill(kept)
            self._kept = []

    def orders(self, lines_at_once: int = LINES_AT_ONCE) -> Iterator[pl.DataFrame]:
        """All lines, some thousand at a time: those with the same `k` together, in the order they were added."""
        for lines in self._buckets():
            yield from _whole_orders(lines.sort("k", maintain_order=True), lines_at_once)

    def _buckets(self) -> Iterator[pl.DataFrame]:
        if self._kept:
            kept, self._kept = self._kept, []
            yield pl.concat(kept, rechunk=True)
        for number, file in enumerate(self._files):
            file.close()
            path = self._path(number)
            with pa.memory_map(str(path)) as source, pa.ipc.open_stream(source) as stream:
                lines = pl.DataFrame(stream.read_all())
            path.unlink()
            if len(lines):
                yield lines

    def _open_files(self, lines: pl.DataFrame) -> None:
        schema = lines.to_arrow().schema
        count = max(FEWEST_BUCKETS, min(MOST_BUCKETS, self.expected_bytes // BUCKET))
        packed = pa.ipc.IpcWriteOptions(compression="lz4")
        self.folder.mkdir(exist_ok=True)
        self._files = [
            pa.ipc.new_stream(str(self._path(number)), schema, options=packed) for number in range(count)
        ]

    def _spill(self, lines: pl.DataFrame) -> None:
        buckets = lines["k"].hash(seed=0) % len(self._files)
        for (number,), part in lines.group_by(buckets.alias("bucket"), maintain_order=True):
            self._files[int(number)].write(part.drop("bucket", strict=False).to_arrow())  # type: ignore[call-overload]

    def _path(self, number: int) -> Path:
        return self.folder / f"lines-{number}.arrows"


def _whole_orders(lines: pl.DataFrame, lines_at_once: int) -> Iterator[pl.DataFrame]:
    """Slices of sorted lines, some megabytes each, none of which ends inside an order."""
    fitting = BYTES_AT_ONCE * len(lines) // max(int(lines.estimated_size()), 1)
    at_once = min(lines_at_once, max(fitting, 1_000))
    start = 0
    while start < len(lines):
        end = min(start + at_once, len(lines))
        if end < len(lines):
            last = lines["k"][end - 1]
            end += int(lines["k"].slice(end).search_sorted(last, side="right"))
        yield lines.slice(start, end - start)
        start = end

"""Read a file and hand its records to the log.

Reads   the file, once, a few megabytes at a time; order lines rest in a scratch database until orders are whole.
Writes  entries of the log. Never the warehouse: the tick takes it from there.
Holds   the same file and options give the same message ids, so an import may be repeated, or killed and repeated.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from evergrow.ingest.files.csv_rows import csv_rows
from evergrow.ingest.files.events import RowRecords
from evergrow.ingest.files.log_entries import Append, Entries
from evergrow.ingest.files.match import settle
from evergrow.ingest.files.opening import PIECE, Opened, look_at
from evergrow.ingest.files.orders import OrderLines
from evergrow.ingest.files.rows import Rows
from evergrow.ingest.files.spec import ImportOptions, Progress, Written
from evergrow.ingest.files.spool import IN_MEMORY, Spool
from evergrow.ingest.files.typed_rows import json_rows, parquet_rows
from evergrow.kernel import Refusal, refuse
from evergrow.storage.warehouse import Scratch, scratch

MEMORY: Final = "512MB"
ROWS_AT_ONCE: Final = 32_768
Report = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True)
class Job:
    """One import: which file, how to read it, under which id. `filename` is what its owner calls it.

    `folder` is where large files may rest while they are sorted; nothing is left there. `piece_bytes` are read at
    once, and `kept_bytes` of order lines stay in memory.
    """

    path: Path
    filename: str
    options: ImportOptions
    import_id: str
    source_id: str
    now: datetime
    folder: Path | None = None
    piece_bytes: int = PIECE
    kept_bytes: int = IN_MEMORY


def run_import(job: Job, append: Append, report: Report = lambda _: None) -> Written:
    """Hand all records of the file to `append` (`Log.append_now`).

    Raises:
        Refusal: the file cannot be read or lacks columns; nothing was written, unless it broke off in the middle.
    """
    opened = look_at(job.path, job.filename, piece_bytes=job.piece_bytes)
    times = 10 if opened.is_packed or opened.shape == "parquet" else 1  # as large once unpacked
    with (
        tempfile.TemporaryDirectory(prefix="import-", dir=job.folder) as folder,
        scratch(Path(folder), memory_limit=MEMORY) as db,
    ):
        source = open_rows(opened, db)
        work = _Work(
            job=job,
            db=db,
            source=source,
            mapping=settle(source.samples, job.options),
            entries=Entries(append, job.source_id, job.import_id, job.now),
            reporter=_Reporter(report, opened.size),
            lines=Spool(Path(folder) / "lines", opened.size * times, job.kept_bytes),
            told=Spool(Path(folder) / "told", opened.size * times // 4, job.kept_bytes // 2),
        )
        (_orders if job.options.kind == "orders" else _rows)(work)
    if work.reporter.rows_read == 0:
        raise _no_rows(job)
    return _written(work)


@dataclass(frozen=True, kw_only=True)
class _Work:
    job: Job
    db: Scratch
    source: Rows
    mapping: dict[str, str]
    entries: Entries
    reporter: _Reporter
    lines: Spool
    told: Spool


def _written(work: _Work) -> Written:
    count = work.entries.counts.get
    is_orders = work.job.options.kind == "orders"
    customers = count("identify", 0)
    return Written(
        rows_read=work.reporter.rows_read,
        refused_rows=work.entries.refused_rows,
        orders=count("Order Completed", 0) if is_orders else 0,
        refunds=count("Order Refunded", 0) if is_orders else 0,
        events=sum(work.entries.counts.values()) - customers,
        customers=customers,
        first_position=work.entries.first_position,
        last_position=work.entries.last_position,
        mapping=work.mapping,
    )


def open_rows(opened: Opened, db: Scratch) -> Rows:
    """The rows of a file of any shape."""
    if opened.shape == "parquet":
        return parquet_rows(opened, db)
    return json_rows(opened, db) if opened.shape == "ndjson" else csv_rows(opened)


@dataclass
class _Reporter:
    """Turns counts into progress."""

    report: Report
    total_bytes: int
    rows_read: int = 0
    rows_written: int = 0
    bytes_read: int = 0

    def read(self, rows: int, bytes_read: int) -> None:
        self.rows_read += rows
        self.bytes_read = min(bytes_read, self.total_bytes)
        self._tell("reading")

    def wrote(self, rows: int) -> None:
        self.rows_written += rows
        self._tell("writing")

    def _tell(self, step: str) -> None:
        self.report(
            Progress(
                step="reading" if step == "reading" else "writing",
                rows_read=self.rows_read,
                bytes_read=self.bytes_read,
                total_bytes=self.total_bytes,
                rows_written=self.rows_written,
            )
        )


def _orders(work: _Work) -> None:
    job = work.job
    lines = OrderLines(work.db, work.lines, work.told, work.mapping, job.options, job.import_id)
    for batch in work.source.batches:
        work.entries.refuse_lines(batch.broken, work.reporter.rows_read + 1)
        if len(batch.rows):
            lines.add(batch.rows, work.source, work.reporter.rows_read + 1)
        work.reporter.read(len(batch.rows) + len(batch.broken), batch.bytes_read)
    work.reporter.wrote(work.entries.refused_rows)
    for records in lines.records():
        work.entries.write(records)
        work.reporter.wrote(sum(records.column("lines").to_pylist()))


def _rows(work: _Work) -> None:
    made = RowRecords(work.db, work.source, work.mapping, work.job.options, work.job.import_id)
    for batch in work.source.batches:
        work.entries.refuse_lines(batch.broken, work.reporter.rows_read + 1)
        for start in range(0, len(batch.rows), ROWS_AT_ONCE):
            part = batch.rows.slice(start, ROWS_AT_ONCE)
            work.entries.write(made.of(part, work.reporter.rows_read + start + 1))
        work.reporter.rows_written += len(batch.rows) + len(batch.broken)
        work.reporter.read(len(batch.rows) + len(batch.broken), batch.bytes_read)


def _no_rows(job: Job) -> Refusal:
    return refuse(
        "file.no_rows",
        f"{job.filename} has a header but no row below it.",
        where=job.filename,
        next_step="Export it again, with the rows.",
    )

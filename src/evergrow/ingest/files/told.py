"""Read a file that is a list of its own, such as a catalogue: all of it at once, as text, each row with its line.

Holds   its rows lie in memory, so a list has a largest size.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.ingest.files.match import settle
from evergrow.ingest.files.opening import look_at
from evergrow.ingest.files.rows import Rows
from evergrow.ingest.files.run import MEMORY, open_rows
from evergrow.ingest.files.spec import ImportOptions
from evergrow.kernel import Refusal, refuse
from evergrow.storage.warehouse import Scratch, scratch

MOST_ROWS: Final = 1_000_000


@dataclass(frozen=True)
class Told:
    """What a file tells. `rows` has the asked columns as trimmed text (empty where the file has none) and `line`, from 1.

    `broken` are the lines that are no rows; `db` reads the texts as numbers and days.
    """

    rows: pa.Table
    broken: list[str]
    db: Scratch


@contextmanager
def told_by(
    path: Path, filename: str, options: ImportOptions, columns: Sequence[str], too_many: Refusal
) -> Iterator[Told]:
    """The file's rows.

    Args:
        path: A CSV, NDJSON or Parquet file.
        filename: What its owner calls it.
        options: How its columns are matched.
        columns: The columns to have.
        too_many: Raised where it has more than `MOST_ROWS`.

    Raises:
        Refusal: the file cannot be read, lacks columns or rows, or is too large.
    """
    opened = look_at(path, filename)
    with (
        tempfile.TemporaryDirectory(prefix="told-") as folder,
        scratch(Path(folder), memory_limit=MEMORY) as db,
    ):
        source = open_rows(opened, db)
        rows, broken = _texts(source, settle(source.samples, options), columns, too_many)
        if not rows.num_rows and not broken:
            raise refuse(
                "file.no_rows",
                f"{filename} has a header but no row below it.",
                where=filename,
                next_step="Export it again, with the rows.",
            )
        yield Told(rows, broken, db)


def _texts(
    source: Rows, mapping: dict[str, str], columns: Sequence[str], too_many: Refusal
) -> tuple[pa.Table, list[str]]:
    tables, broken, count = [], [], 0
    for batch in source.batches:
        broken += batch.broken
        tables.append(
            pa.table(
                {
                    name: pc.call_function("utf8_trim_whitespace", [batch.rows.column(source.slot(column))])
                    for name, column in mapping.items()
                }
            )
        )
        count += tables[-1].num_rows
        if count > MOST_ROWS:
            raise too_many
    rows = pa.concat_tables(tables)
    for name in columns:
        if name not in mapping:
            rows = rows.append_column(name, pa.repeat("", rows.num_rows))
    return rows.append_column("line", pa.array(range(1, rows.num_rows + 1), pa.int64())), broken

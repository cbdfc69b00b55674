"""Read a file of what was spent: day, channel, campaign, amount, currency.

Holds   all of the file or nothing: a row that cannot be read is refused with its line, together with the others, because
        a return on spend that is short of a row is wrong without anybody seeing it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.ingest.files.match import settle
from evergrow.ingest.files.opening import look_at
from evergrow.ingest.files.rows import Rows
from evergrow.ingest.files.run import MEMORY, open_rows
from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.values import Habits, amount, count_habits, instant
from evergrow.kernel import LARGEST_MICROS, Problem, Refusal, refuse
from evergrow.storage.warehouse import Scratch, scratch

MOST_ROWS: Final = 1_000_000
LONGEST_NAME: Final = 200
_SHOWN: Final = 20  # problems; who has more has made one mistake in every row
_TEXTS: Final = ("campaign", "currency")


def read_spend(path: Path, filename: str, options: ImportOptions) -> pa.Table:
    """What the file tells: `day` (2026-11-22), `channel`, `campaign` (empty where none), `currency`, `amount_micros`.

    Args:
        path: A CSV, NDJSON or Parquet file.
        filename: What its owner calls it.
        options: `currency` is that of amounts that name none; without it such a row is refused.

    Raises:
        Refusal: the file cannot be read, lacks columns or rows, or has rows that cannot be read (`spend.unreadable_row`).
    """
    opened = look_at(path, filename)
    with (
        tempfile.TemporaryDirectory(prefix="spend-") as folder,
        scratch(Path(folder), memory_limit=MEMORY) as db,
    ):
        source = open_rows(opened, db)
        mapping = settle(source.samples, options)
        rows, broken = _texts(source, mapping)
        if not rows.num_rows and not broken:
            raise refuse(
                "file.no_rows",
                f"{filename} has a header but no row below it.",
                where=filename,
                next_step="Export it again, with the rows.",
            )
        read = _typed(db, rows, options)
    problems = [_problem(filename, None, f"'{line[:80]}' has another number of columns.") for line in broken]
    if not problems:  # lines that are no rows would shift the numbers
        problems = [_problem(filename, row["line"] + 1, row["problem"]) for row in _unreadable(read)]
    if problems:
        raise Refusal(*problems[:_SHOWN], status=422)
    return read.select(["day", "channel", "campaign", "currency", "amount_micros"])


def _texts(source: Rows, mapping: dict[str, str]) -> tuple[pa.Table, list[str]]:
    """The mapped columns as text, with each row's number; and lines that are no rows."""
    tables, broken = [], []
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
        if sum(table.num_rows for table in tables) > MOST_ROWS:
            raise refuse(
                "spend.too_many_rows",
                f"A file of spend has at most {MOST_ROWS:,} rows.",
                where="file",
                next_step="Add the rows of a day and campaign up before, or import the file in parts.",
            )
    rows = pa.concat_tables(tables)
    for name in _TEXTS:
        if name not in mapping:
            rows = rows.append_column(name, pa.repeat("", rows.num_rows))
    return rows.append_column("line", pa.array(range(1, rows.num_rows + 1), pa.int64())), broken


def _typed(db: Scratch, rows: pa.Table, options: ImportOptions) -> pa.Table:
    """The rows as they read, and what is wrong with each (null: nothing)."""
    habits = Habits()
    db.bind("told", rows)
    count_habits(habits, db, "told", amounts=["amount"], date="day")
    style = habits.style(options)
    currency = "nullif(upper(currency), '')"
    if options.currency:
        currency = f"coalesce({currency}, '{options.currency}')"
    return db.fetch(f"""
with read as (
    select line, day as day_told, amount as amount_told, currency as currency_told, channel, campaign,
        strftime({instant("day", "UTC", style)}, '%Y-%m-%d') as day, {currency} as currency,
        {amount("amount", style)} as amount
    from told
)
select line, day, channel, campaign, currency,
    cast(case when abs(amount) <= {LARGEST_MICROS // 1_000_000} then amount * 1000000 end as bigint) as amount_micros,
    case when day is null then '''' || day_told || ''' is not a day.'
        when channel = '' then 'The channel is missing.'
        when length(channel) > {LONGEST_NAME} then 'The name of the channel is longer than {LONGEST_NAME} letters.'
        when length(campaign) > {LONGEST_NAME} then 'The name of the campaign is longer than {LONGEST_NAME} letters.'
        when amount is null or abs(amount) > {LARGEST_MICROS // 1_000_000} then '''' || amount_told || ''' is not an amount.'
        when amount < 0 then 'The amount is below 0.'
        when currency is null then 'The currency is missing.'
        when not regexp_full_match(currency, '[A-Z]{{3}}') then '''' || currency_told || ''' is no currency.'
    end as problem
from read order by line
""")


def _unreadable(read: pa.Table) -> list[dict]:
    return read.filter(pc.call_function("is_valid", [read["problem"]])).slice(0, _SHOWN).to_pylist()


def _problem(filename: str, line: int | None, what: str) -> Problem:
    return Problem(
        code="spend.unreadable_row",
        what=what,
        where=filename if line is None else f"{filename}:{line}",
        next_step="Correct the row and import the file again; nothing was taken from it.",
    )

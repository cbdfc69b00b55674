"""Read a file of what was spent: day, channel, campaign, amount, currency.

Holds   all of the file or nothing: a row that cannot be read is refused with its line, together with the others, because
        a return on spend that is short of a row is wrong without anybody seeing it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from evergrow.ingest.files.spec import ImportOptions
from evergrow.ingest.files.told import MOST_ROWS, told_by
from evergrow.ingest.files.values import Habits, amount, count_habits, instant
from evergrow.kernel import LARGEST_MICROS, Problem, Refusal, refuse
from evergrow.storage.warehouse import Scratch

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
    too_many = refuse(
        "spend.too_many_rows",
        f"A file of spend has at most {MOST_ROWS:,} rows.",
        where="file",
        next_step="Add the rows of a day and campaign up before, or import the file in parts.",
    )
    with told_by(path, filename, options, _TEXTS, too_many) as told:
        read = _typed(told.db, told.rows, options)
    problems = [
        _problem(filename, None, f"'{line[:80]}' has another number of columns.") for line in told.broken
    ]
    if not problems:  # lines that are no rows would shift the numbers
        problems = [_problem(filename, row["line"] + 1, row["problem"]) for row in _unreadable(read)]
    if problems:
        raise Refusal(*problems[:_SHOWN], status=422)
    return read.select(["day", "channel", "campaign", "currency", "amount_micros"])


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

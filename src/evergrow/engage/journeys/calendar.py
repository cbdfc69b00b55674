"""The calendar: for each second of a journey, the keys of the entries that fall due in it, many in one row.

An index on due times cost each move as much as all the rest of it. Here fifty thousand keys are a few rows.

Holds   an entry that stands anywhere has its key here, in the second of its `due_at`: whoever writes that, writes this.
        A key may be left over, of an entry that moved on otherwise or ended: what is due, `positions` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, chain, compress
from typing import Final

import msgspec
import polars as pl
from sqlalchemy import ColumnElement, delete, insert, select

from evergrow.engage.journeys.tables import calendar
from evergrow.storage.state import Tx, micros_since_1970

_KEYS_IN_A_ROW: Final = 10_000
_MICROS: Final = 1_000_000


def note_due(tx: Tx, journey: str, rows: pl.DataFrame) -> None:
    """Write down when entries fall due: `entry_key` and `due_at`."""
    if rows.is_empty():
        return
    ordered = rows.select("entry_key", second=pl.col("due_at").dt.epoch("us").floordiv(_MICROS)).sort(
        "second", "entry_key"
    )
    place = pl.int_range(pl.len()).over("second") // _KEYS_IN_A_ROW
    text = pl.concat_str(pl.lit("["), pl.col("entry_key").cast(pl.String).str.join(","), pl.lit("]"))
    pages = ordered.group_by("second", place=place, maintain_order=True).agg(
        held=pl.len().cast(pl.Int64), entry_keys=text
    )
    kept = pages.select("second", "held", "entry_keys", journey=pl.lit(journey))
    tx.run_table(insert(calendar), kept.to_arrow())


@dataclass(frozen=True)
class Taken:
    """Keys taken out of the calendar; `running` are those of a second that is not over: some may fall due later in it, and
    have to be noted again."""

    keys: Sequence[int] = ()
    running: Sequence[int] = ()
    has_more: bool = False


def take_due(tx: Tx, journey: str, now: datetime, most: int) -> Taken:
    """Take out the keys of the seconds up to `now`, the earliest first, at most so many."""
    rows = tx.rows(
        select(calendar.c.number, calendar.c.held)
        .where(calendar.c.journey == journey, is_noted(now))
        .order_by(calendar.c.second, calendar.c.number)
        .limit(most + 1)
    )
    upto = [0, *accumulate(row["held"] for row in rows)]
    chosen = [row["number"] for row, before in zip(rows, upto, strict=False) if before < most]
    if not chosen:
        return Taken()
    these = tx.among(calendar.c.number, chosen)
    pages = tx.rows(select(calendar).where(these).order_by(calendar.c.second, calendar.c.number))
    tx.run(delete(calendar).where(these))
    listed = [msgspec.json.decode(page["entry_keys"], type=list[int]) for page in pages]
    if over := listed[-1][most - upto[len(chosen) - 1] :]:
        listed[-1] = listed[-1][: -len(over)]
        rest = {"held": len(over), "entry_keys": msgspec.json.encode(over).decode()}
        tx.run(insert(calendar).values(journey=journey, second=pages[-1]["second"], **rest))
    is_running = [page["second"] == _second(now) for page in pages]
    return Taken(
        keys=list(chain.from_iterable(listed)),
        running=list(chain.from_iterable(compress(listed, is_running))),
        has_more=bool(over) or len(rows) > len(chosen),
    )


def is_noted(now: datetime) -> ColumnElement[bool]:
    """Whether a row of the calendar is about `now` or earlier."""
    return calendar.c.second <= _second(now)


def _second(now: datetime) -> int:
    return micros_since_1970(now) // _MICROS

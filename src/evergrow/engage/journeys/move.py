"""Write where entries stand after a slice: those that moved alike by one statement, the others row by row.

Most that are due move alike: they pass the same steps at the moment at which they were due, and the next wait is as long
for each, or ends for all at one time. What they gained is then the same in terms of what their row holds, and only their
keys have to come from Python, in one text.
"""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from sqlalchemy import BigInteger, Text, bindparam, cast, func, literal, type_coerce, update

from evergrow.engage.journeys.spec import MOVED, aware
from evergrow.engage.journeys.tables import positions
from evergrow.storage.state import Tx

_FEW: Final = 50
"""Rows; fewer that moved alike are written one by one: a statement has to be planned."""
_WAY: Final = ("step", "passed")
_DUE: Final = "*"
"""Stands for the time at which an entry was due, which is then written as text but once; no step's id has it."""


def write_moves(tx: Tx, moved: pl.DataFrame) -> None:
    """Let entries stand where MOVED says; none of them may have ended."""
    if moved.is_empty():
        return
    alike = _alike(moved)
    for (step, passed, is_delay, length), rows in alike.group_by(*_WAY, "is_delay", "length"):
        if rows.height >= _FEW:
            delay = int(str(length)) if is_delay else None
            _move_alike(tx, rows, str(step), str(passed).split(), delay)
    few = alike.filter(pl.len().over(*_WAY, "is_delay", "length") < _FEW).select(MOVED.names())
    single = pl.concat([few, moved.filter(pl.col("passed").is_null())]).sort("entry_key")
    named = single.select("step", "arrived_at", "due_at", "gained", b_entry_key="entry_key")
    tx.run_table(_MOVE, named.with_columns(gained=pl.lit(" ") + pl.col("gained")).to_arrow())


def _alike(moved: pl.DataFrame) -> pl.DataFrame:
    """Those that came to every step when they were due, with what their rows gain: `length` is how long each waits from
    then on, or where fewer numbers tell it (not `is_delay`) until when."""
    timed = moved.filter(pl.col("passed").is_not_null()).with_columns(
        until=pl.col("due_at").dt.epoch("us"),
        delay=(pl.col("due_at") - pl.col("stood_due")).dt.total_microseconds(),
    )
    is_delay = pl.col("delay").n_unique().over(*_WAY) <= pl.col("until").n_unique().over(*_WAY)
    told = timed.with_columns(is_delay=is_delay)
    return told.with_columns(length=pl.when("is_delay").then("delay").otherwise("until")).drop(
        "until", "delay"
    )


def _move_alike(tx: Tx, rows: pl.DataFrame, step: str, passed: list[str], delay: int | None) -> None:
    """Move entries that passed these steps at the moment they were due, and wait for `delay` microseconds from then on;
    None: until the same time."""
    due: Any = type_coerce(positions.c.due_at, BigInteger)
    visits = literal("".join(f" {name}@{_DUE}" for name in passed), Text)
    path = positions.c.path + func.replace(visits, _DUE, cast(due, Text), type_=Text)
    until = aware(rows["due_at"][0])
    if delay is not None:
        until = type_coerce(due + literal(delay, BigInteger), positions.c.due_at.type)
    alike = tx.among(positions.c.entry_key, rows["entry_key"].sort().to_list())
    tx.run(
        update(positions)
        .where(alike)
        .values(step=step, arrived_at=positions.c.due_at, due_at=until, path=path)
    )


_MOVE: Final = (
    update(positions)
    .where(positions.c.entry_key == bindparam("b_entry_key"))
    .values(
        step=bindparam("step"),
        arrived_at=bindparam("arrived_at"),
        due_at=bindparam("due_at"),
        path=positions.c.path + bindparam("gained"),
    )
)

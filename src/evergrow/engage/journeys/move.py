"""Write where entries stand after a slice: those that moved alike by one statement, the others row by row.

Most that are due move alike: they pass the same steps at the moment at which they were due, and the next wait is as long
for each, or ends for all at one time. What they gained is then the same in terms of what their row holds, and only their
keys have to come from Python, in one text. What hundreds of them passed is written into pages, not into each row's path.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
from sqlalchemy import BigInteger, Text, bindparam, cast, func, literal, type_coerce, update

from evergrow.engage.journeys.spec import aware
from evergrow.engage.journeys.tables import positions
from evergrow.engage.journeys.visits import note_visits
from evergrow.storage.state import Tx

MANY: Final = 300
"""Rows; so many that moved alike are a page."""
_FEW: Final = 50
"""Rows; fewer that moved alike are written one by one: a statement has to be planned."""
_END: Final = ("step", "is_delay", "length")
"""What those have in common that one statement moves: where they stand then, and how long or until when."""
_DUE: Final = "*"
"""Stands for the time at which an entry was due, which is then written as text but once; no step's id has it."""


def write_moves(tx: Tx, journey: str, moved: pl.DataFrame, *, many: int | None = MANY) -> None:
    """Let entries stand where MOVED says; none of them may have ended.

    Args:
        tx: The transaction.
        journey: Whose entries they are.
        moved: Where they went.
        many: How many that moved alike are a page; None: paths stay in their rows, where they are read with every message.
    """
    if moved.is_empty():
        return
    told = _told(moved)
    is_paged = pl.len().over("passed", *_END) >= (many or moved.height + 1)
    paged, rest = told.filter(is_paged), told.filter(~is_paged)
    for (passed,), rows in paged.group_by("passed"):
        note_visits(tx, journey, rows, str(passed).strip())
    for end, rows in paged.group_by(_END):
        _move_alike(tx, rows, end, [])
    is_few = pl.len().over("passed", *_END) < _FEW
    for (passed, *end), rows in rest.filter(~is_few).group_by("passed", *_END):
        _move_alike(tx, rows, end, str(passed).split())
    single = pl.concat([rest.filter(is_few), moved.filter(pl.col("passed").is_null())], how="diagonal")
    named = single.sort("entry_key").select(
        "step", "arrived_at", "due_at", gained=pl.lit(" ") + pl.col("gained"), b_entry_key="entry_key"
    )
    tx.run_table(_MOVE, named.to_arrow())


def _told(moved: pl.DataFrame) -> pl.DataFrame:
    """Those that came to every step when they were due: `length` is how long each waits from then on, or where fewer
    numbers tell it for those at a step (not `is_delay`) until when."""
    until = pl.col("due_at").dt.epoch("us")
    delay = (pl.col("due_at") - pl.col("stood_due")).dt.total_microseconds()
    timed = moved.filter(pl.col("passed").is_not_null())
    told = timed.with_columns(is_delay=delay.n_unique().over("step") <= until.n_unique().over("step"))
    return told.with_columns(length=pl.when("is_delay").then(delay).otherwise(until))


def _move_alike(tx: Tx, rows: pl.DataFrame, end: Sequence[Any], gained: Sequence[str]) -> None:
    """Move entries that wait alike (`end`: the values of _END) to their step at the moment they were due. `gained`: the steps
    that their paths gain, at that moment, too."""
    step, is_delay, length = end
    due: Any = type_coerce(positions.c.due_at, BigInteger)
    until = aware(rows["due_at"][0])
    if is_delay:
        until = type_coerce(due + literal(length, BigInteger), positions.c.due_at.type)
    values = {"step": step, "arrived_at": positions.c.due_at, "due_at": until}
    if gained:
        visits = literal("".join(f" {name}@{_DUE}" for name in gained), Text)
        values["path"] = positions.c.path + func.replace(visits, _DUE, cast(due, Text), type_=Text)
    alike = tx.among(positions.c.entry_key, rows["entry_key"].sort().to_list())
    tx.run(update(positions).where(alike).values(**values))


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

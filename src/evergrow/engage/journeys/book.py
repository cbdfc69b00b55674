"""The entries as the state keeps them: read what a slice concerns, write what it changed.

Reads   by journey and due time, or by the customers that something happened to: never everybody.
Writes  new entries, positions and counts, by the thousand, in the caller's transaction.
Holds   an entry is there once by its key: writing it again changes nothing. Where it stands is in `positions`, which
        every move writes; `entries` is written when it comes in and when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import polars as pl
import pyarrow as pa
from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, delete, func, select, update

from evergrow.definitions.journeys import Emit, SetTrait, Split
from evergrow.engage.facts import Facts, identities_of, owners
from evergrow.engage.journeys.calendar import note_due, take_due
from evergrow.engage.journeys.move import MANY, write_moves
from evergrow.engage.journeys.outbox import goes_round
from evergrow.engage.journeys.spec import COUNTS, ENTRIES, LOADED, Course, Outcome
from evergrow.engage.journeys.tables import entries, journey_counts, positions
from evergrow.engage.journeys.visits import whole_paths
from evergrow.storage.state import Tx

_IN_ONE_QUESTION: Final = 5_000
_SECOND: Final = timedelta(seconds=1)
_COUNTED: Final = ("version", "step", "what")


def entries_as_they_stand() -> Select[*tuple[Any, ...]]:
    """Every entry with its position: the columns of both, `step`, `arrived_at` and `due_at` null where it has ended. Of the
    path what stands in its own row: `with_paths` reads the rest."""
    joined = entries.join(positions, positions.c.entry_key == entries.c.entry_key, isouter=True)
    plain = [column for column in entries.c if column.name not in ("version", "path")]
    return select(
        *plain,
        func.coalesce(positions.c.version, entries.c.version).label("version"),
        func.coalesce(positions.c.path, entries.c.path).label("path"),
        positions.c.step,
        positions.c.arrived_at,
        positions.c.due_at,
    ).select_from(joined)


@dataclass(frozen=True)
class Due:
    """Entries that are due, and what reads them; see `loaded`. `looked_at` counts those left over in the calendar from earlier
    moves, too."""

    rows: Callable[[], pa.Table] | None = None
    looked_at: int = 0
    has_more: bool = False


def take_due_entries(tx: Tx, course: Course, now: datetime, most: int, *, aside: bool = False) -> Due:
    """The entries that are due by `now`, those due longest first, at most so many. The calendar forgets them: whoever takes
    them moves them on in the same transaction.

    Only what moving on asks for is read: of an entry to whose customer something happened, `entries_of` reads the rest.

    Args:
        tx: The transaction that moves them.
        course: Their journey.
        now: The end of the slice.
        most: How many.
        aside: Whether they are read by whoever asks for their rows, as they stood before this transaction, while another
            thread writes in it. Then of those it moved already some may be among them.
    """
    taken = take_due(tx, course.name, now, most)
    if not taken.keys:
        return Due()
    if taken.running:
        due_at = positions.c.due_at
        later = select(positions.c.entry_key, due_at).where(tx.among(positions.c.entry_key, taken.running))
        note_due(tx, course.name, _frame(tx.table(later.where(due_at > now, due_at < now + _SECOND))))
    names = ["entry_key", "version", "identity_key", "step", "due_at"]
    if _asks_who(course):
        names.append("customer_id")
    asked = tx.among(positions.c.entry_key, taken.keys), positions.c.due_at <= now
    query = select(*(positions.c[name] for name in names)).where(*asked)
    rows = partial(_committed, tx, query) if aside else partial(_same, tx.gathered(query))
    return Due(rows=rows, looked_at=len(taken.keys), has_more=taken.has_more)


def _committed(tx: Tx, query: Select[*tuple[Any, ...]]) -> pa.Table:
    with tx.committed() as before:
        return before.gathered(query)


def _same(rows: pa.Table) -> pa.Table:
    return rows


def loaded(facts: Facts, due: Due) -> pl.DataFrame:
    """What was read of the entries that are due, as LOADED."""
    if due.rows is None:
        return pl.DataFrame(schema=LOADED)
    rows = _owned(facts, _frame(due.rows())).sort("due_at", "entry_key")
    missing = [pl.lit(None, kind).alias(name) for name, kind in LOADED.items() if name not in rows.columns]
    return rows.with_columns(missing).select(LOADED.names()).cast(LOADED)


def entries_of(tx: Tx, facts: Facts, journey: str, customers: pl.Series) -> pl.DataFrame:
    """Every entry of these customers, whatever they are called today; as LOADED."""
    if customers.is_empty():
        return pl.DataFrame(schema=LOADED)
    keys = identities_of(facts, customers).to_list()
    whole = entries_as_they_stand().subquery()
    names = [name for name in LOADED.names() if name != "customer_key"]
    found = []
    for first in range(0, len(keys), _IN_ONE_QUESTION):
        some = keys[first : first + _IN_ONE_QUESTION]
        query = select(*(whole.c[name] for name in names))
        found.append(tx.table(query.where(whole.c.journey == journey, whole.c.identity_key.in_(some))))
    return _owned(facts, _frame(pa.concat_tables(found))).select(LOADED.names()).cast(LOADED)


def entries_among(tx: Tx, facts: Facts, entry_keys: pl.Series) -> pl.DataFrame:
    """Those of these entries that there are; as LOADED."""
    if entry_keys.is_empty():
        return pl.DataFrame(schema=LOADED)
    there = tx.rows(select(entries.c.entry_key).where(tx.among(entries.c.entry_key, entry_keys.to_list())))
    if not there:
        return pl.DataFrame(schema=LOADED)
    whole = entries_as_they_stand().subquery()
    names = [name for name in LOADED.names() if name != "customer_key"]
    query = select(*(whole.c[name] for name in names))
    found = tx.table(query.where(tx.among(whole.c.entry_key, [row["entry_key"] for row in there])))
    return _owned(facts, _frame(found)).select(LOADED.names()).cast(LOADED)


def paths_of(tx: Tx, journey: str, entry_keys: pl.Series) -> pl.DataFrame:
    """`entry_key` and `path` of these entries of a journey."""
    keys = entry_keys.unique().to_list()
    whole = entries_as_they_stand().subquery()
    own: dict[int, str] = {}
    for first in range(0, len(keys), _IN_ONE_QUESTION):
        query = select(whole.c.entry_key, whole.c.path)
        rows = tx.rows(query.where(whole.c.entry_key.in_(keys[first : first + _IN_ONE_QUESTION])))
        own.update((row["entry_key"], row["path"]) for row in rows)
    found = whole_paths(tx, journey, own)
    schema = {"entry_key": pl.Int64, "path": pl.String}
    return pl.DataFrame({"entry_key": found.keys(), "path": found.values()}, schema=schema)


def with_paths(tx: Tx, rows: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """Rows of `entries_as_they_stand`, some tens of them, with their whole `path`."""
    found: dict[int, str] = {}
    for journey in {row["journey"] for row in rows}:
        theirs = [row for row in rows if row["journey"] == journey]
        own = {row["entry_key"]: row["path"] for row in theirs}
        found |= whole_paths(tx, journey, own, since=min(row["entered_at"] for row in theirs))
    return [{**row, "path": found[row["entry_key"]]} for row in rows]


def write_outcome(tx: Tx, course: Course, outcome: Outcome) -> None:
    """Keep new entries, moved positions, ends, late goals and counts."""
    journey = course.name
    has_ended = pl.col("ended_at").is_not_null()
    if outcome.new.height:
        _write_new(tx, journey, outcome.new.sort("entry_key"))
    if outcome.moved.height:
        many = None if goes_round(course) else MANY
        write_moves(tx, journey, outcome.moved.filter(~has_ended), many=many)
    stand = [
        rows.filter(~has_ended).select("entry_key", "due_at")
        for rows in (outcome.new, outcome.moved)
        if rows.height
    ]
    if stand:
        note_due(tx, journey, pl.concat(stand))
    if outcome.moved.height:
        _write_ended(tx, outcome.moved.filter(has_ended).sort("entry_key"))
    if outcome.goals.height:
        _run(tx, _REACH, outcome.goals.sort("entry_key"), ("goal_at",))
    count(tx, journey, outcome.counts)


def count(tx: Tx, journey: str, counts: pl.DataFrame) -> None:
    """Add to the journey's counts (COUNTS)."""
    summed = counts.group_by(_COUNTED).agg(pl.col("count").sum()).filter(pl.col("count") != 0)
    begun = summed.with_columns(journey=pl.lit(journey), count=pl.lit(0, pl.Int64))
    tx.add_new_table(journey_counts, begun.to_arrow())
    added = summed.select(
        b_journey=pl.lit(journey), b_version="version", b_step="step", b_what="what", b_count="count"
    )
    tx.run_table(_COUNT, added.to_arrow())


def counted(tx: Tx, where: ColumnElement[bool], *whats: str) -> pl.DataFrame:
    """How many of these positions are at each step, once for each of `whats`, as COUNTS."""
    query = select(positions.c.version, positions.c.step, func.count().label("count")).where(where)
    standing = tx.rows(query.group_by(positions.c.version, positions.c.step))
    return pl.DataFrame([{**row, "what": what} for row in standing for what in whats], schema=COUNTS)


def _write_new(tx: Tx, journey: str, new: pl.DataFrame) -> None:
    rows = new.with_columns(journey=pl.lit(journey))
    is_inside = pl.col("ended_at").is_null()
    path_of_ended = pl.when(is_inside).then(pl.lit("")).otherwise("path")
    kept = rows.with_columns(path=path_of_ended).select([column.name for column in entries.c])
    tx.add_new_table(entries, kept.to_arrow())
    stands = rows.filter(is_inside).select([column.name for column in positions.c])
    tx.add_new_table(positions, stands.to_arrow())


def _write_ended(tx: Tx, ended: pl.DataFrame) -> None:
    if ended.is_empty():
        return
    spaced = pl.when(pl.col("gained") != "").then(pl.lit(" ")).otherwise(pl.lit("")) + pl.col("gained")
    told = ended.with_columns(gained=spaced)
    _run(tx, _END, told, ("version", "ended_at", "end_reason", "goal_at", "gained"))
    tx.run(delete(positions).where(tx.among(positions.c.entry_key, ended["entry_key"].to_list())))


def _run(tx: Tx, statement: Any, rows: pl.DataFrame, names: tuple[str, ...]) -> None:
    tx.run_table(statement, rows.select(*names, b_entry_key="entry_key").to_arrow())


_PATH: Final = select(positions.c.path).where(positions.c.entry_key == entries.c.entry_key).scalar_subquery()
_END: Final = (
    update(entries)
    .where(entries.c.entry_key == bindparam("b_entry_key"))
    .values(
        version=bindparam("version"),
        ended_at=bindparam("ended_at"),
        end_reason=bindparam("end_reason"),
        goal_at=bindparam("goal_at"),
        path=_PATH + bindparam("gained"),
    )
)
_REACH: Final = (
    update(entries)
    .where(entries.c.entry_key == bindparam("b_entry_key"))
    .values(goal_at=bindparam("goal_at"))
)
_COUNT: Final = (
    update(journey_counts)
    .where(
        journey_counts.c.journey == bindparam("b_journey"),
        journey_counts.c.version == bindparam("b_version"),
        journey_counts.c.step == bindparam("b_step"),
        journey_counts.c.what == bindparam("b_what"),
    )
    .values(count=journey_counts.c.count + bindparam("b_count"))
)


def _asks_who(course: Course) -> bool:
    """Whether any step asks by which id the customer goes."""
    return any(
        isinstance(step, Split | SetTrait | Emit)
        for journey in course.versions.values()
        for step in journey.steps
    )


def _owned(facts: Facts, found: pl.DataFrame) -> pl.DataFrame:
    """The rows with the customer that each entry's identity belongs to today."""
    if found.is_empty():
        return found.with_columns(customer_key=pl.lit(None, ENTRIES["customer_key"]))
    return found.with_columns(customer_key=owners(facts, found["identity_key"]))


def _frame(rows: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(rows)
    assert isinstance(found, pl.DataFrame)
    return found

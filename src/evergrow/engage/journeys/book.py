"""The entries as the state keeps them: read what a slice concerns, write what it changed.

Reads   by journey and due time, or by the customers that something happened to: never everybody.
Writes  new entries, positions, counts and messages, by the thousand, in the caller's transaction.
Holds   an entry and a message are there once by their keys: writing them again changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import polars as pl
import pyarrow as pa
from sqlalchemy import Select, bindparam, select, update

from evergrow.engage.facts import Facts, identities_of, placed
from evergrow.engage.journeys.spec import ENTRIES, Outcome
from evergrow.engage.journeys.tables import entries, journey_counts
from evergrow.storage.state import Tx

_KEPT: Final = [name for name in ENTRIES.names() if name != "customer_key"]
_IN_ONE_QUESTION: Final = 5_000
_COUNTED: Final = ("version", "step", "what")


def due_entries(tx: Tx, facts: Facts, journey: str, now: datetime, most: int) -> pl.DataFrame:
    """The entries that are due by `now`, those due longest first, at most so many; as ENTRIES."""
    query = _of(journey).where(entries.c.due_at <= now).order_by(entries.c.due_at).limit(most)
    return _placed(facts, tx.table(query))


def entries_of(tx: Tx, facts: Facts, journey: str, customers: pl.Series) -> pl.DataFrame:
    """Every entry of these customers, whatever they are called today; as ENTRIES."""
    if customers.is_empty():
        return pl.DataFrame(schema=ENTRIES)
    keys = identities_of(facts, customers).to_list()
    found = [
        tx.table(_of(journey).where(entries.c.identity_key.in_(keys[first : first + _IN_ONE_QUESTION])))
        for first in range(0, len(keys), _IN_ONE_QUESTION)
    ]
    return _placed(facts, pa.concat_tables(found))


def write_outcome(tx: Tx, journey: str, outcome: Outcome) -> None:
    """Keep new entries, moved positions and counts."""
    new = outcome.new.select(_KEPT).with_columns(journey=pl.lit(journey))
    tx.add_new_table(entries, new.sort("entry_key").to_arrow())
    moved = outcome.moved.select(b_entry_key="entry_key", **{name: name for name in _MOVED})
    tx.run_table(_MOVE, moved.sort("b_entry_key").to_arrow())  # in the key's order: neighbors share pages
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


_MOVED: Final = ("step", "arrived_at", "due_at", "ended_at", "end_reason", "goal_at", "path")
_MOVE: Final = (
    update(entries)
    .where(entries.c.entry_key == bindparam("b_entry_key"))
    .values({name: bindparam(name) for name in _MOVED})
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


def _of(journey: str) -> Select[*tuple[Any, ...]]:
    return select(*(entries.c[name] for name in _KEPT)).where(entries.c.journey == journey)


def _placed(facts: Facts, rows: pa.Table) -> pl.DataFrame:
    """The rows with the customer that each entry's identity belongs to today."""
    found = pl.from_arrow(rows)
    assert isinstance(found, pl.DataFrame)
    if found.is_empty():
        return pl.DataFrame(schema=ENTRIES)
    today = placed(facts, found["identity_key"]).select("identity_key", "customer_key")
    return found.join(today, on="identity_key").select(ENTRIES.names()).cast(ENTRIES)

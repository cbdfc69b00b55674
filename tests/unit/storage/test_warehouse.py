"""The warehouse: transactions are whole, readers see what is committed."""

from __future__ import annotations

from itertools import pairwise

import duckdb
import ibis
import pyarrow as pa
import pytest

from evergrow.storage.warehouse import Compiled, Warehouse, WarehouseTable

VISITS = WarehouseTable("visits", {"customer_key": "!int64", "page": "string"})


def _rows(*keys: int) -> pa.Table:
    return pa.table({"customer_key": pa.array(keys, pa.int64()), "page": pa.array(["/"] * len(keys))})


def _keys(warehouse: Warehouse) -> list[int]:
    return sorted(warehouse.fetch(VISITS.rows)["customer_key"].to_pylist())


@pytest.fixture
def warehouse() -> Warehouse:
    warehouse = Warehouse()
    warehouse.create([VISITS])
    return warehouse


def _append(warehouse: Warehouse, *keys: int) -> None:
    with warehouse.transaction() as tx:
        tx.bind("new", _rows(*keys))
        tx.append(VISITS, ibis.table(VISITS.schema, name="new"))


def test_a_transaction_that_raises_leaves_nothing_behind(warehouse: Warehouse) -> None:
    def break_off() -> None:
        with warehouse.transaction() as tx:
            tx.bind("new", _rows(1))
            tx.append(VISITS, ibis.table(VISITS.schema, name="new"))
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        break_off()
    assert _keys(warehouse) == []


def test_a_reader_sees_what_is_committed_and_nothing_else(warehouse: Warehouse) -> None:
    _append(warehouse, 1)
    with warehouse.transaction() as tx:
        tx.clear(VISITS)
        assert _keys(warehouse) == [1]
        assert tx.fetch(VISITS.rows).num_rows == 0
    assert _keys(warehouse) == []


def test_rows_are_dropped_by_the_keys_of_a_query(warehouse: Warehouse) -> None:
    _append(warehouse, 1, 2, 3)
    with warehouse.transaction() as tx:
        tx.drop(
            VISITS, "customer_key", VISITS.rows.filter(VISITS.rows.customer_key >= 2).select("customer_key")
        )
    assert _keys(warehouse) == [1]


def test_what_may_not_be_null_is_refused_by_the_engine(warehouse: Warehouse) -> None:
    nameless = pa.table({"customer_key": pa.array([None], pa.int64()), "page": pa.array(["/"])})
    with warehouse.transaction() as tx:
        tx.bind("new", nameless)
        with pytest.raises(Exception, match="NOT NULL"):
            tx.append(VISITS, ibis.table(VISITS.schema, name="new"))


def _memory_limit(warehouse: Warehouse) -> int:
    settings = ibis.table({"name": "string", "value": "string"}, name="kept_settings")
    with warehouse.transaction() as tx:
        tx.keep("kept_settings", Compiled("select name, value from duckdb_settings()"))
        value: str = tx.fetch(settings.filter(settings.name == "memory_limit"))["value"][0].as_py()
    return round(float(value.split()[0]))


def test_in_a_flood_little_is_held_until_something_needs_more() -> None:
    warehouse = Warehouse(memory_limit="2048MiB")

    warehouse.stay_small(True)
    assert _memory_limit(warehouse) < 600
    warehouse.stay_small(False)
    assert _memory_limit(warehouse) == 2

    with pytest.raises(duckdb.OutOfMemoryException), warehouse.transaction():
        raise duckdb.OutOfMemoryException("could not be spilled")
    warehouse.stay_small(True)
    assert _memory_limit(warehouse) == 2


def test_rows_lie_by_the_order_of_their_table_once_many_came(warehouse: Warehouse) -> None:
    sorted_visits = WarehouseTable("sorted_visits", VISITS.columns, order=("customer_key",))
    warehouse.create([sorted_visits])
    for half in (range(1, 100_000, 2), range(0, 100_000, 2)):
        with warehouse.transaction() as tx:
            tx.bind("new", _rows(*reversed(half)))
            tx.append(sorted_visits, ibis.table(VISITS.schema, name="new"))

    assert warehouse.put_in_order(sorted_visits)
    lie = warehouse.fetch(sorted_visits.rows)["customer_key"].to_pylist()
    assert sorted(lie) == list(range(100_000))
    # Several threads write a stretch each; before, every second row lay behind a larger one.
    assert sum(later < earlier for earlier, later in pairwise(lie)) < 20
    assert not warehouse.put_in_order(sorted_visits)


def test_an_ordered_answer_of_any_length_comes_in_its_order(warehouse: Warehouse) -> None:
    numbers = WarehouseTable("numbers", {"number": "!int64"})
    asked = Compiled('select number, count(*) as times from "numbers" group by number ORDER BY number')

    with warehouse.transaction() as tx:
        tx.create(numbers)
        tx.append(numbers, Compiled("select hash(i) % 200_000 as number from range(500_000) as n(i)"))
        inside = tx.fetch(asked)["number"].to_pylist()
    outside = warehouse.fetch(asked)["number"].to_pylist()

    assert inside == sorted(inside)
    assert outside == inside
    assert len(inside) > 100_000


def test_what_stood_beside_the_first_and_the_last_is_told_though_it_be_nothing(warehouse: Warehouse) -> None:
    """DuckDB's own `arg_min` would skip the rows where it is null."""
    rows = pa.table({"k": [1, 1, 1, 2], "n": [3, 1, 2, 5], "what": ["c", None, "b", "d"]})
    asked = ibis.table(ibis.Schema.from_pyarrow(rows.schema), name="given")
    each = asked.group_by("k").agg(
        first=asked.what.argmin(asked.n), last=asked.what.argmax(asked.n, where=asked.n < 5)
    )
    assert warehouse.fetch(each.order_by("k"), {"given": rows}).to_pylist() == [
        {"k": 1, "first": None, "last": "c"},
        {"k": 2, "first": "d", "last": None},
    ]


def test_a_long_answer_comes_in_pieces_of_one_moment(warehouse: Warehouse) -> None:
    _append(warehouse, *range(10_000))
    pieces = warehouse.ask_long(lambda: VISITS.rows)
    first = next(pieces)
    _append(warehouse, 10_000)
    assert first.num_rows + sum(piece.num_rows for piece in pieces) == 10_000

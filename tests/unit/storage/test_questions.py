"""Questions: their text is written once, and the rows are those of the expression."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from evergrow.storage.warehouse import Instant, Warehouse, WarehouseTable, moment
from evergrow.storage.warehouse.rest import Rest

VISITS = WarehouseTable("visits", {"customer_key": "!int64", "page": "string", "at": "!timestamp(6)"})
DAY = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def warehouse() -> Warehouse:
    warehouse = Warehouse()
    warehouse.create([VISITS])
    at = [(DAY + timedelta(days=n)).replace(tzinfo=None) for n in range(4)]
    rows = pa.table({"customer_key": [1, 2, 3, 4], "page": ["/", "it's", "/", None], "at": at})
    with warehouse.transaction() as tx:
        tx.bind(
            "new",
            rows.cast(pa.schema([("customer_key", "int64"), ("page", "string"), ("at", pa.timestamp("us"))])),
        )
        tx.append(VISITS, _all("new"))
    return warehouse


def _all(name: str) -> ir.Table:
    return WarehouseTable(name, VISITS.columns).rows


def _keys(rows: pa.Table) -> list[int]:
    return sorted(rows["customer_key"].to_pylist())


def test_a_question_is_written_once_for_all_instants_numbers_and_texts(warehouse: Warehouse) -> None:
    written = []

    def since(visits: ir.Table, at: Instant, least: int, page: str) -> ir.Table:
        written.append(at)
        return visits.filter(visits["at"] >= moment(at), visits.customer_key >= least, visits.page == page)

    def keys(day: int, least: int, page: str) -> list[int]:
        return _keys(warehouse.ask(since, VISITS.rows, DAY + timedelta(days=day), least, page))

    assert [keys(0, 1, "/"), keys(1, 1, "/"), keys(0, 2, "/"), keys(0, 1, "it's")] == [[1, 3], [3], [3], [2]]
    assert len(written) == 1


def test_another_table_keyword_or_number_of_edges_is_another_question(warehouse: Warehouse) -> None:
    def at_any(visits: ir.Table, edges: Sequence[Instant], *, limit: int) -> ir.Table:
        return visits.filter(visits["at"].isin([moment(edge) for edge in edges])).order_by("at").limit(limit)

    few = VISITS.rows.filter(VISITS.rows.customer_key > 1)
    one, two = [DAY], [DAY, DAY + timedelta(days=1)]

    assert _keys(warehouse.ask(at_any, VISITS.rows, one, limit=9)) == [1]
    assert _keys(warehouse.ask(at_any, VISITS.rows, two, limit=9)) == [1, 2]
    assert _keys(warehouse.ask(at_any, VISITS.rows, two, limit=1)) == [1]
    assert _keys(warehouse.ask(at_any, few, two, limit=9)) == [2]


def test_what_a_question_does_not_use_and_rows_may_be_given(warehouse: Warehouse) -> None:
    def among(wanted: ir.Table, visits: ir.Table, unused: Instant | None) -> ir.Table:
        return visits.semi_join(wanted, "customer_key")

    for given in (DAY, None):
        wanted = pa.table({"customer_key": pa.array([2, 4, 9], pa.int64())})
        assert _keys(warehouse.ask(among, wanted, VISITS.rows, given)) == [2, 4]


class _Cup:
    def __init__(self) -> None:
        self.emptied = 0

    def empty(self) -> None:
        self.emptied += 1


def test_memory_is_let_go_once_after_use_and_never_during_work() -> None:
    cup = _Cup()
    rest = Rest(cup.empty, idle_seconds=0.05)

    rest.used()
    with rest.at_work():
        _pause()
        assert cup.emptied == 0
    _pause()
    _pause()
    rest.end()

    assert cup.emptied == 1


def test_an_answer_is_the_same_after_memory_was_let_go(warehouse: Warehouse) -> None:
    before = _keys(warehouse.fetch(VISITS.rows))
    warehouse._let_go()  # pyright: ignore[reportPrivateUsage]

    assert _keys(warehouse.fetch(VISITS.rows)) == before


def _pause() -> None:
    time.sleep(0.3)

"""Tables that callers bring along: any that speaks Arrow is taken, and what is missing is named."""

from __future__ import annotations

from typing import Any

import duckdb
import ibis
import polars as pl
import pyarrow as pa
import pytest

from evergrow.kernel import Refusal
from evergrow.storage.warehouse import as_rows, as_table

ROWS = pa.table({"customer_key": ["ana", "bo"], "at": [1, 2]})


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(lambda: ROWS, id="arrow"),
        pytest.param(lambda: pl.DataFrame({"customer_key": ["ana", "bo"], "at": [1, 2]}), id="polars"),
        pytest.param(lambda: duckdb.from_arrow(ROWS), id="duckdb"),
        pytest.param(lambda: ibis.memtable(ROWS), id="ibis"),
    ],
)
def test_every_kind_of_table_is_the_same_table(given: Any) -> None:
    assert as_table(given(), "customer_key").to_pyarrow().to_pylist() == ROWS.to_pylist()
    assert as_rows(given(), "at", what="visits").to_pylist() == ROWS.to_pylist()


def test_a_frame_of_pandas_is_one_too() -> None:
    pandas = pytest.importorskip("pandas")

    given = pandas.DataFrame({"customer_key": ["ana", "bo"], "at": [1, 2]})
    assert as_table(given, "at").to_pyarrow().to_pylist() == ROWS.to_pylist()


def test_an_ibis_table_stays_on_its_engine() -> None:
    mine = ibis.table({"customer_key": "int64"}, name="mine")

    assert as_table(mine, "customer_key") is mine


def test_every_column_that_is_missing_is_named_with_what_it_should_hold() -> None:
    with pytest.raises(Refusal) as refused:
        as_table(ROWS, "customer_key", "name", "revenue_micros", what="orders")

    first, second = refused.value.problems
    assert first.code == second.code == "table.column"
    assert first.what == "orders has no column name (what happened, as in Order Completed)."
    assert "money in millionths" in second.what
    assert second.next_step == "Rename or add one; there are customer_key, at."


def test_what_is_no_table_is_refused_with_what_would_be_one() -> None:
    with pytest.raises(Refusal, match="events is a list, which is no table") as refused:
        as_table([{"customer_key": "ana"}])  # pyright: ignore[reportArgumentType]

    assert "from_pylist" in refused.value.problems[0].next_step

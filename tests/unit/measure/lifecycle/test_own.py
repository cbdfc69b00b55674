"""Anybody's events, as an account: the reports say of them what they say of an account with the same events."""

from __future__ import annotations

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from evergrow.kernel import Refusal
from evergrow.measure import funnels, lifecycle, rfm
from tests.unit.measure.shop import SHOP, START, Order, Person, day, shop

PEOPLE = [
    Person(7, day(0), known_at=day(0), orders=(Order(day(1)), Order(day(3), 20), Order(day(250), 5))),
    Person(9, day(2), known_at=day(2), orders=(Order(day(2.5), 40),)),
    Person(11, day(4), known_at=day(4)),
]


def _events() -> pa.Table:
    whole = shop(PEOPLE, with_stays=False).events.to_pyarrow()
    return whole.select(["customer_key", "name", "at", "revenue_micros"])


def test_stays_and_orders_are_those_of_an_account_with_these_events() -> None:
    theirs, mine = shop(PEOPLE), lifecycle.account(_events(), SHOP)

    for named, columns in (
        ("stays", ["customer_key", "stage", "entered_at", "left_at"]),
        ("orders", ["customer_key", "at", "revenue_micros"]),
    ):
        assert _sorted(getattr(mine, named).select(columns)) == _sorted(
            getattr(theirs, named).select(columns)
        )


def test_keys_of_text_are_told_as_the_customers_ids() -> None:
    events = _events()
    texts = events.set_column(0, "customer_key", pc.cast(events["customer_key"], pa.string()))
    mine, numbered = lifecycle.account(texts, SHOP), lifecycle.account(events, SHOP)

    told = mine.customers.select("customer_id", "orders", "revenue_micros")
    assert _sorted(told) == _sorted(numbered.customers.select(*told.columns))
    assert {row["customer_id"] for row in _sorted(told)} == {"7", "9", "11"}
    counts = [rfm.rfm(each, day(300), day(200), now=day(300)).customers for each in (mine, numbered)]
    assert counts == [2, 2]


def test_an_ibis_table_of_ones_own_engine_will_do() -> None:
    con = ibis.duckdb.connect()
    mine = lifecycle.account(con.create_table("mine", ibis.memtable(_events())), SHOP, currency="EUR")

    assert mine.fetch(mine.orders).num_rows == 4
    assert set(mine.fetch(mine.orders)["currency"].to_pylist()) == {"EUR"}


def test_a_column_that_a_condition_reads_and_that_is_missing_is_named() -> None:
    asked = funnels.read_funnel(["Page Viewed", "'Order Completed' where (properties.size = 'L')"])

    with pytest.raises(Refusal, match="events has no column properties"):
        funnels.reached(_events(), START, day(300), day(300), funnel=asked)


def _sorted(table: ibis.Table) -> list[dict]:
    return sorted(table.to_pyarrow().to_pylist(), key=str)

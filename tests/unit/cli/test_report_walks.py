"""Paths, the check of the map and RFM as a terminal shows them: made from the very reports."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import ibis
import pyarrow as pa

from evergrow.kernel import Period
from evergrow.measure.conformance import conformance
from evergrow.measure.metrics import Measured
from evergrow.measure.paths import paths, read_paths
from evergrow.measure.rfm import rfm
from evergrow.web.reports import written
from tests.unit.cli.test_report_ahead import shown
from tests.unit.measure.conformance.walked import NOW, PERIOD, STEADY, walked
from tests.unit.measure.shop import CUSTOMERS, SHOP, STAYS, Order, Person, day, naive, of_tables, shop


def told(report: Any) -> dict[str, Any]:
    """The report as the API writes it."""
    return json.loads(written(type(report), report))


def _sessions() -> Measured:
    done = [(1, "Added", 0), (1, "Paid", 1), (2, "Added", 0), (2, "Added", 1)]
    rows = [
        {"customer_key": key, "name": name, "at": naive(day(0) + timedelta(minutes=minute))}
        for key, name, minute in done
    ]
    table = pa.Table.from_pylist(rows)
    for name, kind in (("revenue_micros", pa.int64()), ("order_id", pa.string()), ("currency", pa.string())):
        table = table.append_column(name, pa.nulls(table.num_rows, kind))
    return of_tables(ibis.memtable(table), ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())


def test_paths_show_the_first_step_and_all_links() -> None:
    report = paths(_sessions(), read_paths("Added", steps=1), Period(day(0), day(1)), now=NOW)
    text = shown("paths", told(report))
    assert "2 sessions with Added; 50.0 % * did nothing else, 50.0 % * did it several times in a row." in text
    assert "(session over)" in text
    nothing = paths(_sessions(), read_paths("Sent", steps=1), Period(day(0), day(1)), now=NOW)
    assert shown("paths", told(nothing)).startswith("No session with Sent in this period")


def test_the_check_of_the_map_shows_fitness_deviations_and_walks() -> None:
    source = walked(STEADY, (("reach", 0), ("conversion", 9)))
    text = shown("conformance", told(conformance(source, SHOP, PERIOD, now=NOW)))
    assert "of 2 customers keep to it" in text
    assert "skipped acquisition" in text
    assert "reach > conversion" in text


def test_the_check_of_the_map_shows_dashes_and_why_where_amounts_do_not_add_up() -> None:
    source = walked(STEADY, (("reach", 0), ("conversion", 9)), currencies=("EUR", "JPY"))
    text = shown("conformance", told(conformance(source, SHOP, PERIOD, now=NOW)))
    assert "Orders came in EUR and JPY; amounts of several currencies do not add up." in text
    assert "10.00" not in text


def test_rfm_shows_dashes_and_why_where_amounts_do_not_add_up() -> None:
    people = [
        Person(key, day(0), day(0), (Order(day(9), 10, name),)) for key, name in enumerate(["EUR", "JPY"])
    ]
    report = rfm(shop(people, with_stays=False), day(20), day(5), now=day(20))
    text = shown("rfm", told(report))
    assert "2 customers, 2 orders, –" in text
    assert "–  Orders came in EUR and JPY; amounts of several currencies do not add up." in text
    assert "10.00" not in text

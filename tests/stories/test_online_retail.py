"""A real year of a real shop: what the reports say equals what its raw lines say, counted slowly and otherwise.

The data is Online Retail (UCI): 541,909 lines of 25,900 invoices of a British gift shop.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.stories.processes import Server, run, serving

pytestmark = pytest.mark.slow

AS_OF = datetime(2011, 12, 10, tzinfo=UTC)
TEN_DATES = [f"2011-{month:02}-01" for month in range(2, 11)] + ["2011-12-10"]
STAGES = ("reach", "acquisition", "conversion", "retention", "loyalty", "lapsed")


@dataclass(frozen=True)
class Life:
    """One customer, read from the raw lines: every line's time, and each order's time and amount in pence."""

    seen: list[datetime]
    orders: list[tuple[datetime, int]]


@dataclass(frozen=True)
class Shop:
    """The imported shop behind a server, what the import said, and its raw lines."""

    server: Server
    imported: dict[str, Any]
    parquet: Path
    lives: dict[int, Life]


@pytest.fixture(scope="module")
def shop(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    parquet = shared_data / "online-retail" / "online_retail.parquet"
    data = tmp_path_factory.mktemp("online-retail") / "data"
    done = run("import", str(parquet), "--as", "orders", "--data", str(data), "--format", "json")
    assert done.returncode == 0, done.stderr
    with serving(data) as server:
        server.settled()
        yield Shop(server, json.loads(done.stdout), parquet, _lives(parquet))


def _lives(parquet: Path) -> dict[int, Life]:
    lines = (
        duckdb.connect()
        .execute(
            f"""select CustomerID, InvoiceNo, InvoiceDate, Quantity,
                   cast(round(UnitPrice * 1000) as bigint) * Quantity as tenths
            from '{parquet}' where CustomerID is not null"""
        )
        .fetchall()
    )
    seen: dict[int, list[datetime]] = {}
    orders: dict[tuple[int, str], tuple[datetime, int]] = {}
    for customer, invoice, at, quantity, tenths in lines:
        instant = at.replace(tzinfo=UTC)
        seen.setdefault(customer, []).append(instant)
        if quantity > 0:
            first, amount = orders.get((customer, invoice), (instant, 0))
            orders[customer, invoice] = min(first, instant), amount + tenths
    made: dict[int, list[tuple[datetime, int]]] = {customer: [] for customer in seen}
    for (customer, _), (first, tenths) in orders.items():
        if tenths > 0:
            made[customer].append((first, tenths))
    return {customer: Life(seen[customer], made[customer]) for customer in seen}


def test_every_line_is_accounted_for(shop: Shop) -> None:
    found = shop.imported

    assert found["rows_read"] == 541_909
    assert found["accepted_rows"] + found["quarantined_rows"] + found["duplicate_rows"] == 541_909
    assert found["quarantined_rows"] >= 135_080  # lines without a customer


def test_4338_customers_placed_18532_orders_worth_8911407_90(shop: Shop) -> None:
    found = shop.server.get("/api/reports/rfm", as_of="2011-12-10")

    assert (found["customers"], found["orders"]) == (4_338, 18_532)
    assert found["revenue_micros"] == 8_911_407_904_000  # one line is priced to a tenth of a penny
    assert f"{found['revenue_micros'] / 1e6:,.2f}" == "8,911,407.90"


def test_the_customers_report_knows_them_and_their_refunds(shop: Shop) -> None:
    found = shop.server.get("/api/reports/customers", as_of="2011-12-10")

    assert (found["buyers"], found["orders"]) == (4_338, 18_532)
    assert found["total"] == found["known"] == len(shop.lives) == 4_372
    assert sum(stage["customers"] for stage in found["stages"]) == 4_372
    assert found["refunds"] > 3_000


def _scores(values: dict[int, int]) -> dict[int, int]:
    """PRODUCT.md's rule in exact fractions; equal values are looked up once."""
    everyone = sorted(values.values())
    smaller = {value: index for index, value in reversed(list(enumerate(everyone)))}
    up_to = {value: index + 1 for index, value in enumerate(everyone)}
    shares = {v: Fraction(smaller[v] + up_to[v], 2 * len(everyone)) for v in smaller}
    return {key: min(5, 1 + floor(5 * shares[value])) for key, value in values.items()}


def test_the_grid_and_its_monetary_scores_equal_the_rule_computed_in_plain_python(shop: Shop) -> None:
    buyers = {key: life.orders for key, life in shop.lives.items() if life.orders}
    recency = _scores({key: -(AS_OF - max(at for at, _ in made)).days for key, made in buyers.items()})
    frequency = _scores({key: len(made) for key, made in buyers.items()})
    monetary = _scores({key: sum(tenths for _, tenths in made) for key, made in buyers.items()})

    found = shop.server.get("/api/reports/rfm", as_of="2011-12-10")

    for cell in found["cells"]:
        here = [key for key in buyers if (recency[key], frequency[key]) == (cell["r"], cell["f"])]
        assert cell["customers"] == len(here)
        if here:
            worth = sum(tenths for key in here for _, tenths in buyers[key]) * 1_000
            assert cell["average_revenue_micros"] == pytest.approx(worth / len(here), abs=1)
            assert cell["average_monetary_score"] == pytest.approx(sum(monetary[k] for k in here) / len(here))


def test_a_customer_of_each_cell_carries_the_segment_of_its_scores(shop: Shop) -> None:
    buyers = {key: life.orders for key, life in shop.lives.items() if life.orders}
    recency = _scores({key: -(AS_OF - max(at for at, _ in made)).days for key, made in buyers.items()})
    frequency = _scores({key: len(made) for key, made in buyers.items()})
    grid = shop.server.get("/api/reports/rfm", as_of="2011-12-10")["cells"]
    segment = {(cell["r"], cell["f"]): cell["segment"] for cell in grid}

    rows: list[dict[str, Any]] = []
    for offset in range(0, 4_400, 200):
        asked = {"at": "2011-12-10", "sort": "revenue", "limit": 200, "offset": offset}
        rows += shop.server.get("/api/customers", **asked)["rows"]

    assert len(rows) == 4_372
    for row in rows:
        key = int(row["customer_id"].removeprefix("user:"))
        expected = segment[recency[key], frequency[key]] if key in buyers else None
        assert row["rfm_segment"] == expected


def _stage(life: Life, at: datetime) -> str | None:
    """The shop map's rules, read aloud, on what happened before `at`."""
    moment = at - timedelta(microseconds=1)
    orders = [made for made, _ in life.orders if made <= moment]
    if not any(seen <= moment for seen in life.seen):
        return None
    if orders and max(orders) <= moment - timedelta(days=180):
        return "lapsed"
    if sum(made > moment - timedelta(days=365) for made in orders) >= 5:
        return "loyalty"
    return "retention" if len(orders) >= 2 else "conversion" if orders else "acquisition"


@pytest.mark.parametrize("date", TEN_DATES)
def test_stage_counts_equal_a_recomputation_from_the_raw_lines(shop: Shop, date: str) -> None:
    at = datetime.fromisoformat(date).replace(tzinfo=UTC)
    stages = [_stage(life, at) for life in shop.lives.values()]

    found = shop.server.get("/api/reports/lifecycle", as_of=date)

    assert {tile["id"]: tile["customers"]["value"] for tile in found["stages"]} == {
        stage: stages.count(stage) for stage in STAGES
    }


CRR_BY_HAND = """
    with orders as (
        select CustomerID as customer, InvoiceNo, min(InvoiceDate) as made
        from '{parquet}' where CustomerID is not null and Quantity > 0 and UnitPrice > 0
        group by all
    ),
    edges as (select unnest(generate_series(timestamp '2010-12-01', timestamp '2011-12-01', interval 1 month)) as edge),
    paying as (
        select distinct edge, customer from orders join edges
        on made < edge and made >= edge - interval 180 day
    )
    select before.edge as month, count(*) as s, count(after.customer) as stayed
    from paying before left join paying after
    on after.customer = before.customer and after.edge = before.edge + interval 1 month
    where before.edge < timestamp '2011-12-01' group by month order by month
"""


def test_the_retention_rate_of_each_month_equals_sql_written_by_hand(shop: Shop) -> None:
    by_hand = duckdb.connect().execute(CRR_BY_HAND.format(parquet=shop.parquet)).fetchall()

    asked = {"period": "2011-11-01..2011-12-01", "by": "month"}
    trend = {point["start"]: point for point in shop.server.get("/api/retention", **asked)["trend"]}

    assert len(by_hand) == 11  # nobody was a customer before the first month
    for month, at_start, stayed in by_hand:
        point = trend[f"{month.date()}T00:00:00Z"]
        assert point["customers_at_start"] == at_start
        assert point["retention_rate"] == pytest.approx(stayed / at_start, abs=1e-12)

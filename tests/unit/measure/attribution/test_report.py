"""The report of sources on a small shop: figures that add up, and sentences where there is no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import ibis
import pyarrow as pa
import pytest

from evergrow.kernel import Period, Refusal
from evergrow.measure.attribution import MODELS, SourcesReport, VisitSource, sources, spend_days
from evergrow.measure.metrics import Measured
from evergrow.storage.warehouse import Warehouse, WarehouseTable
from tests.unit.measure.attribution.test_visits import events, order, page
from tests.unit.measure.shop import CUSTOMERS, EVENTS, STAYS, day, of_tables

PERIOD = Period(day(30), day(60))
SPEND = pa.schema(
    [
        ("channel", pa.string()),
        ("campaign", pa.string()),
        ("currency", pa.string()),
        ("amount_micros", pa.int64()),
    ]
)
SEARCH = {"source": "google", "medium": "cpc", "name": "brand"}
LETTER = {"source": "newsletter", "medium": "email", "name": "weekly"}


WAREHOUSE = Warehouse()
"""One for all tests, so that the text of each question is written once."""
TABLE = WarehouseTable("events", {name: str(kind) for name, kind in ibis.Schema.from_pyarrow(EVENTS).items()})
WAREHOUSE.create([TABLE])


def shop(*rows: dict) -> Measured:
    with WAREHOUSE.transaction() as tx:
        tx.clear(TABLE)
        tx.bind("told", events(*rows))
        tx.append(TABLE, ibis.table(TABLE.schema, name="told"))
    return replace(_SHOP, asker=WAREHOUSE.ask)


_SHOP = of_tables(TABLE.rows, ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())


def spend(*rows: tuple[str, str, str, int]) -> pa.Table:
    names = ("channel", "campaign", "currency", "amount_micros")
    return pa.Table.from_pylist(
        [dict(zip(names, (*row[:3], row[3] * 1_000_000), strict=True)) for row in rows], schema=SPEND
    )


def report(*rows: dict, **more: Any) -> SourcesReport:
    return sources(shop(*rows), PERIOD, now=day(90), **more)


def by_name(told: SourcesReport) -> dict[str, VisitSource]:
    return {
        row.channel if row.campaign is None else f"{row.channel}/{row.campaign}": row for row in told.sources
    }


ROWS = [
    *(page(1, day(31), **SEARCH), page(1, day(40), **LETTER), order(1, day(40.1), 30)),
    *(page(2, day(20), **SEARCH), page(2, day(45)), order(2, day(45.1), 50), order(2, day(10), 5)),
    *(page(3, day(50), **SEARCH), order(4, day(55), 20)),
]
PAID = spend(("Google Ads", "brand", "GBP", 10), ("Radio", "", "GBP", 4))


@pytest.fixture(scope="module")
def told() -> SourcesReport:
    return report(*ROWS, spend=PAID)


def test_the_figures_agree_with_each_other(told: SourcesReport) -> None:
    assert (told.visits.value, told.conversions.value, told.newcomers.value) == (4, 3, 2)
    assert told.revenue.value == 100_000_000
    assert told.without_visit.value == pytest.approx(1 / 3)
    assert told.models == list(MODELS)
    for model in told.models:
        given = [credit for row in told.sources for credit in row.credits if credit.model == model]
        assert sum(credit.conversions for credit in given) == pytest.approx(2)
        assert sum(credit.share.value or 0 for credit in given) == pytest.approx(1)
        assert sum(credit.value_micros or 0 for credit in given) == pytest.approx(80_000_000)
        assert sum(credit.newcomers for credit in given) == pytest.approx(1)


def test_spend_stands_beside_what_it_brought_and_none_is_lost(told: SourcesReport) -> None:
    search, letter = by_name(told)["paid_search"], by_name(told)["email"]
    assert told.spend.value == 14_000_000
    assert told.cost_per_newcomer.value == 7_000_000
    assert told.return_on_spend.value == pytest.approx(100 / 14)
    assert search.spend_micros == 10_000_000
    assert search.return_on_spend.value == pytest.approx((15 + 25) / 10)  # half of both orders, by Shapley
    assert search.cost_per_newcomer.unavailable == "Less than one new customer is credited to this source."
    assert letter.return_on_spend.unavailable == "No spend is known for this source."
    assert [(other.channel, other.amount_micros) for other in told.other_spend] == [("Radio", 4_000_000)]


def test_first_touch_gives_the_newcomer_to_whom_brought_them() -> None:
    search = by_name(report(*ROWS, spend=PAID, model="first"))["paid_search"]
    assert search.cost_per_newcomer.value == 10_000_000
    assert search.cost_per_newcomer.is_small_sample


def test_by_campaign_spend_goes_to_its_campaign() -> None:
    rows = by_name(report(*ROWS, spend=PAID, by="campaign"))
    assert set(rows) == {"paid_search/brand", "email/weekly", "direct/"}
    assert rows["paid_search/brand"].spend_micros == 10_000_000


def test_any_event_can_be_the_conversion() -> None:
    signed = page(3, day(50.1)) | {"name": "Signed Up", "kind": "track", "context": None}
    told = report(*ROWS, signed, conversion="Signed Up")
    assert (told.conversions.value, told.conversions.unit) == (1, "events")
    assert by_name(told)["paid_search"].credits[0].conversions == 1
    assert told.revenue.unavailable == "There is no revenue in the 'Signed Up' of this period."


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "Nobody ordered in this period."),
        ([page(1, day(31))], "Nobody ordered in this period."),
        ([order(1, day(31))], "No page view of this period tells where visitors came from."),
        (
            [page(1, day(50)), order(1, day(40))],
            "No order of this period followed a visit within 30 days.",
        ),
    ],
)
def test_where_credit_cannot_be_given_a_sentence_says_why(rows: list[dict], reason: str) -> None:
    told = report(*rows)
    assert told.unavailable == reason
    assert (told.models, told.paths) == ([], [])
    assert all(not row.credits for row in told.sources)


def test_one_customer_with_one_visit_is_enough() -> None:
    told = report(page(1, day(31)), order(1, day(31.1)))
    assert [(row.channel, [credit.conversions for credit in row.credits]) for row in told.sources] == [
        ("direct", [1.0] * len(MODELS))
    ]


def test_amounts_of_several_currencies_are_not_added_up() -> None:
    told = report(*ROWS, order(1, day(41), 9, "EUR"), spend=PAID)
    assert (
        told.value_unavailable == "Orders came in EUR and GBP; amounts of several currencies do not add up."
    )
    assert all(credit.value_micros is None for row in told.sources for credit in row.credits)
    assert told.return_on_spend.unavailable == told.value_unavailable
    assert told.conversions.value == 4


@pytest.mark.parametrize(
    ("paid", "more", "reason"),
    [
        (None, {}, "No spend is known for this period."),
        (
            spend(("Google Ads", "", "USD", 5)),
            {},
            "Spend came in USD, revenue in GBP; they cannot be compared.",
        ),
        (
            PAID,
            {"segment": TABLE.rows.filter(TABLE.rows.customer_key == 1).select("customer_key")},
            "Spend is known for all customers together, not for a segment of them.",
        ),
    ],
)
def test_spend_that_cannot_be_reckoned_with_says_why(
    paid: pa.Table | None, more: dict[str, Any], reason: str
) -> None:
    told = report(*ROWS, spend=paid, **more)
    assert told.spend_unavailable == reason
    assert told.spend.unavailable == told.return_on_spend.unavailable == reason


def test_a_page_is_leaky_only_beyond_chance() -> None:
    stays = [row for key in range(100) for row in (page(key, day(40)), page(key, day(40.01), "/tea"))]
    leaves = [page(key, day(41), "/offer") for key in range(200, 240)]
    few = [page(key, day(41), "/rare") for key in range(300, 303)]
    told = report(*stays, *leaves, *few)
    assert [(page.page, page.is_leaky) for page in told.landing_pages] == [
        ("/offer", True),
        ("/", False),
        ("/rare", False),
    ]
    assert told.bounce.value == pytest.approx(43 / 143)


def test_a_window_that_nobody_can_look_back_is_refused() -> None:
    with pytest.raises(Refusal, match="400 days cannot be looked back"):
        report(window_days=400)


def test_a_day_of_spend_belongs_to_the_period_that_holds_its_noon() -> None:
    noon = day(10) + timedelta(hours=12)
    assert spend_days(Period(day(10), day(12)), "UTC") == ("2025-01-11", "2025-01-12")
    assert spend_days(Period(noon, noon + timedelta(days=2)), "UTC") == ("2025-01-11", "2025-01-12")
    assert spend_days(Period(noon + timedelta(seconds=1), day(12.6)), "UTC") == ("2025-01-12", "2025-01-13")

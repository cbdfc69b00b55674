"""The customers behind a number are the ones it counted; the list filters, sorts and pages like a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given

from evergrow.kernel import Period, Refusal
from evergrow.measure.customers import (
    CustomerPage,
    RfmPlace,
    Wanted,
    customer_page,
    customers_report,
    one_customer,
)
from evergrow.measure.lifecycle import board
from evergrow.measure.rfm import rfm
from evergrow.measure.segments import members
from tests.unit.measure import slow
from tests.unit.measure.people import FEW, crowds, instants
from tests.unit.measure.shop import SHOP, STAGES, Order, Person, day, shop

NOW = day(1000)
ANA = Person(1, day(0), day(0), (Order(day(10), 50), Order(day(20), 50)))
BEN = Person(2, day(5), day(6), (Order(day(30), 500),))
NOBODY = Person(3, day(7))


def _page(people: list[Person], wanted: Wanted | None = None, **more: Any) -> CustomerPage:
    return customer_page(shop(people), SHOP, wanted or Wanted(), now=more.pop("now", day(40)), **more)


def _ids(found: CustomerPage) -> list[str]:
    return [row.customer_id for row in found.rows]


def test_a_row_tells_who_it_is_and_where_the_customer_stands() -> None:
    row = _page([ANA, BEN, NOBODY], Wanted(q="PERSON 1")).rows[0]

    assert (row.customer_id, row.email, row.stage, row.stage_since) == (
        "user:1",
        "p1@example.com",
        "retention",
        day(20),
    )
    assert (row.orders, row.revenue_micros, row.last_order_at) == (2, 100_000_000, day(20))
    assert row.rfm_segment == "at_risk"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["user:2", "user:1", "user:3"]),
        (Wanted(q="p2@ex"), ["user:2"]),
        (Wanted(q="user:3"), ["user:3"]),
        (Wanted(q="a' or 1=1"), []),
        (Wanted(is_known=False), ["user:3"]),
        (Wanted(stage="conversion"), ["user:2"]),
        (Wanted(stage="conversion", at=day(15)), ["user:1"]),
        (Wanted(moved_from="conversion", moved_to="retention", start=day(15), end=day(25)), ["user:1"]),
        (Wanted(moved_to="reach", start=day(6), end=day(25)), ["user:3"]),
    ],
)
def test_the_list_filters(wanted: Wanted, found: list[str]) -> None:
    page = _page([ANA, BEN, NOBODY], wanted)

    assert (_ids(page), page.total) == (found, len(found))


def test_pages_follow_the_order_and_customers_without_a_value_come_last() -> None:
    people = [ANA, BEN, NOBODY]

    assert _ids(_page(people, sort="name", order="desc", limit=2)) == ["user:2", "user:1"]
    assert _ids(_page(people, sort="name", order="asc", limit=2, offset=2)) == ["user:3"]
    assert _ids(_page(people, sort="revenue", order="desc", limit=None)) == ["user:2", "user:1", "user:3"]


def test_an_unknown_stage_or_segment_is_refused_with_what_was_meant() -> None:
    with pytest.raises(Refusal, match="Did you mean 'loyalty'"):
        _page([ANA], Wanted(stage="loyality"))
    with pytest.raises(Refusal, match="Did you mean 'rfm:champion'"):
        members(shop([ANA]), SHOP, "rfm:champions", day(40))


@FEW
@given(crowds(at_most=6), instants)
def test_the_list_behind_a_tile_a_link_and_a_segment_has_as_many_as_they_say(
    people: list[Person], end: datetime
) -> None:
    source, start = shop(people), day(0)
    end = max(end, day(1))
    found = board(source, SHOP, Period(start, end), Period(day(-9), start), now=NOW)

    def total(wanted: Wanted) -> int:
        return customer_page(source, SHOP, wanted, now=NOW, limit=1).total

    largest = max(found.stages, key=lambda tile: tile.customers.value or 0)
    assert total(Wanted(stage=largest.id, at=end)) == largest.customers.value
    for link in found.flow.links[:2]:
        wanted = Wanted(moved_from=link.source, moved_to=link.target, start=start, end=end)
        assert total(wanted) == link.customers
    scored = rfm(source, end, start, now=NOW)
    biggest = max(scored.segments, key=lambda segment: segment.customers.value or 0)
    assert total(Wanted(rfm=biggest.id, at=end)) == biggest.customers.value
    narrowed = rfm(source, end, start, now=NOW, segment=members(source, SHOP, f"rfm:{biggest.id}", end))
    assert narrowed.customers == biggest.customers.value


@FEW
@given(crowds(at_most=6), instants)
def test_the_report_adds_up(people: list[Person], as_of: datetime) -> None:
    found = customers_report(shop(people), SHOP, as_of, now=NOW)

    for stage, counted in zip(STAGES, found.stages, strict=True):
        assert counted.customers == sum(slow.stage_at(p, as_of) == stage for p in people)
    assert found.total == sum(p.seen_at < as_of for p in people)
    assert found.known == sum(p.known_at is not None and p.known_at < as_of for p in people)
    assert found.anonymous == found.total - found.known
    assert found.orders == sum(o.at < as_of for p in people for o in p.orders)


def test_a_customer_has_no_monetary_score_where_orders_came_in_several_currencies() -> None:
    def place(*currencies: str) -> RfmPlace | None:
        people = [
            Person(key, day(0), day(0), (Order(day(9), 10, name),)) for key, name in enumerate(currencies)
        ]
        return one_customer(shop(people), 0, now=day(20)).metrics.rfm

    alike, mixed = place("EUR", "EUR", "EUR"), place("EUR", "JPY", "USD")
    assert alike is not None
    assert mixed is not None
    assert (alike.m, alike.m_unavailable) == (3, None)
    told = "Orders came in EUR, JPY and USD; amounts of several currencies do not add up."
    assert (mixed.m, mixed.m_unavailable) == (None, told)
    assert (mixed.r, mixed.f, mixed.segment) == (alike.r, alike.f, alike.segment)

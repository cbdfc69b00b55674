"""Neighbors of products against a slow, obvious count; what is offered to whom; what it is worth."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import combinations

import ibis
import numpy as np
import pyarrow as pa
import pytest

from evergrow.kernel import Period, Unavailable
from evergrow.measure import recommendations
from evergrow.measure.recommendations import Interests, Mine, Offer, Rules, Shape, Shelf
from tests.unit.measure.baskets import tastes
from tests.unit.measure.shop import CUSTOMERS, EVENTS, STAYS, day, naive, of_tables

CATALOGUE = pa.schema(
    [
        ("product_id", pa.string()),
        ("name", pa.string()),
        ("category", pa.string()),
        ("price_micros", pa.int64()),
        ("currency", pa.string()),
        ("image", pa.string()),
        ("url", pa.string()),
        ("is_in_stock", pa.bool_()),
    ]
)
PLAIN = Shape(history=0, own=0.5, other=0.5, own_shrink=0, other_shrink=0, second=0)
"""The cosine."""


def deed(customer: int, item: str, name: str = "Product Viewed", days: float = 50) -> dict[str, object]:
    told = {"product_id": item, "name": item.upper(), "category": f"about {item[:1]}"}
    properties = {"products": [told]} if name == "Order Completed" else told
    return {
        "customer_key": customer,
        "at": naive(day(0) + timedelta(days=days)),
        "name": name,
        "kind": "track",
        "revenue_micros": 1 if name == "Order Completed" else None,
        "properties": json.dumps(properties),
    }


def told(*deeds: dict[str, object]):
    events = pa.Table.from_pylist(list(deeds), schema=EVENTS)

    return of_tables(ibis.memtable(events), ibis.memtable(CUSTOMERS.empty_table()), STAYS.empty_table())


def shelf_of(*deeds: dict[str, object], catalogue: list[dict[str, object]] | None = None) -> Shelf:
    model = recommendations.learn(told(*deeds), day(60))
    assert not isinstance(model, Unavailable), model
    return Shelf.of(model.tables, pa.Table.from_pylist(catalogue or [], schema=CATALOGUE))


def ids(offers: list[Offer]) -> list[str]:
    return [offer.id for offer in offers]


@pytest.fixture(scope="module")
def drawn() -> pa.Table:
    draw = np.random.default_rng(5)
    pairs = sorted(
        {(int(u), f"i{i}") for u, i in zip(draw.integers(0, 40, 300), draw.integers(0, 25, 300), strict=True)}
    )
    return pa.table(
        {
            "customer": [customer for customer, _ in pairs],
            "item": [item for _, item in pairs],
            "weight": draw.uniform(0.1, 2, len(pairs)),
        }
    )


def test_neighbors_are_those_that_counting_every_pair_finds(drawn: pa.Table) -> None:
    given = Interests.of(drawn)
    near = recommendations.neighborhood(given, PLAIN).matrix().toarray()
    rows = drawn.to_pylist()
    weight = {(row["customer"], row["item"]): row["weight"] for row in rows}
    customers = {row["customer"] for row in rows}
    liked = {item: sum(w for (_, i), w in weight.items() if i == item) for item in given.items}
    for (a, one), (b, other) in combinations(enumerate(given.items), 2):
        both = sum(weight.get((who, one), 0) * weight.get((who, other), 0) for who in customers)
        mean = sum(liked.values()) / len(liked)
        expected = both / np.sqrt(liked[one] / mean) / np.sqrt(liked[other] / mean)
        assert near[a, b] == pytest.approx(expected, rel=1e-5)
        assert near[b, a] == pytest.approx(expected, rel=1e-5)
    assert not near.diagonal().any()


def test_only_the_nearest_are_kept_and_long_histories_say_less(drawn: pa.Table) -> None:
    given = Interests.of(drawn)
    whole, few = (recommendations.neighborhood(given, Shape(most=most)) for most in (100, 3))
    for place in range(len(given.items)):
        start, end = whole.starts[place : place + 2]
        assert (
            few.other[few.starts[place] : few.starts[place + 1]].tolist()
            == whole.other[start:end][:3].tolist()
        )
        assert (np.diff(whole.near[start:end]) <= 0).all()
    alike = pa.table(
        {
            "customer": [1, 1, 2, 2, *[3] * 9],
            "item": ["a", "b", "c", "d", "c", "e", *"fghijkl"],
            "weight": [1.0] * 13,
        }
    )
    short = Interests.of(alike)
    near = (
        recommendations.neighborhood(short, Shape(own_shrink=0, own=0, other=0, second=0)).matrix().toarray()
    )
    assert near[0, 1] > near[list(short.items).index("c"), list(short.items).index("e")]


def test_what_is_older_says_less_and_what_is_bought_says_more() -> None:
    source = told(
        deed(1, "a", days=60),
        deed(1, "b", days=-30),
        deed(1, "c", "Order Completed", days=-30),
        deed(1, "c", days=-30),
        deed(1, "", days=1),
    )
    rows = source.fetch(recommendations.interests(source.events, day(60))).to_pylist()
    found = {row["item"]: (row["weight"], row["is_bought"]) for row in rows}
    assert found.keys() == {"b", "c"}  # what happens at the moment itself is not known yet
    assert found["b"][0] == pytest.approx(0.5)
    assert found["c"] == (pytest.approx(0.55), True)


TEA = [deed(who, item) for who in range(6) for item in ("tea", "cup", "pot")]
PEN = [deed(who, item) for who in range(6, 20) for item in ("pen", "ink")]
BOUGHT = [deed(who, item, "Order Completed") for who in range(3) for item in ("tea", "cup")]


def test_a_customer_is_offered_what_is_near_and_never_what_was_bought() -> None:
    shelf = shelf_of(*TEA, *PEN, *BOUGHT)
    number = shelf.number_of
    mine = Mine(np.array([number["cup"], number["tea"]]), np.array([1.0, 0.5]), np.array([False, True]))
    offers = shelf.for_customer(mine, Rules(count=3))
    assert ids(offers)[0] == "pot"
    assert (offers[0].why, offers[0].because, offers[0].name) == ("interest", "CUP", "POT")
    assert "tea" not in ids(offers)
    assert {offer.why for offer in offers[2:]} == {"popular"}
    assert "tea" in ids(shelf.for_customer(mine, Rules(count=5, has_bought=True)))
    assert ids(shelf.for_customer(mine, Rules(count=9, has_popular=False))) == ["pot", "cup"]


def test_rules_leave_out_what_is_not_in_stock_and_other_categories() -> None:
    listed = [
        {"product_id": "pen", "name": "A pen", "category": "Desk", "price_micros": 2_500_000, "currency": "EUR", "is_in_stock": False},
        {"product_id": "ink", "name": "Blue ink", "category": "desk", "price_micros": None, "is_in_stock": True},
        {"product_id": "new", "name": "Never seen", "category": "desk", "is_in_stock": True},
    ]  # fmt: skip
    shelf = shelf_of(*TEA, *PEN, catalogue=listed)
    assert "pen" not in ids(shelf.popular(Rules(count=9)))
    offers = shelf.popular(Rules(count=9, category="DESK", in_stock=False))
    assert [(offer.id, offer.name, offer.price, offer.in_stock) for offer in offers] == [
        ("ink", "Blue ink", None, True),
        ("pen", "A pen", 2.5, False),
    ]
    assert shelf.popular(Rules(category="Nothing")) == []


def test_beside_a_cart_stands_what_others_bought_with_it() -> None:
    both = [deed(who, "tea", "Order Completed") for who in range(5)]
    for each in both:
        each["properties"] = json.dumps({"products": [{"product_id": "tea"}, {"product_id": "lid"}]})
    shelf = shelf_of(*TEA, *PEN, *both)
    offers = shelf.for_cart(["tea", "unheard of"], Rules(count=3))
    assert [(offer.id, offer.why, offer.because) for offer in offers[:1]] == [("lid", "cart", "TEA")]
    assert "tea" not in ids(offers)
    assert offers[1].why == "interest"
    assert {offer.why for offer in shelf.for_cart(["unheard of"], Rules())} == {"popular"}


def test_popular_fades() -> None:
    shelf = shelf_of(
        *[deed(who, "old", days=-300) for who in range(9)], *[deed(who, "new") for who in range(5)]
    )
    assert ids(shelf.popular(Rules())) == ["new", "old"]


@pytest.mark.parametrize(
    ("deeds", "reason"),
    [
        ([], "No event names a product."),
        (
            [deed(1, "a"), deed(1, "b")],
            "Only one customer did anything with a product: nobody is there to compare with.",
        ),
    ],
)
def test_without_products_or_others_a_sentence_says_why(deeds: list[dict[str, object]], reason: str) -> None:
    assert recommendations.learn(told(*deeds), day(60)) == Unavailable(reason)


def test_lists_are_held_against_what_came_after_the_split() -> None:
    report = recommendations.evaluate(tastes(), Period(day(30), day(60)), now=day(90))
    by = {way.way: way for way in report.ways}
    assert (report.unavailable, report.customers.value) == (None, 40)
    assert by["for_you"].recall.value == 1.0
    assert (by["for_you"].coverage.value or 0) > (by["popular"].coverage.value or 0)
    assert report.better.value == pytest.approx(1.0 - (by["popular"].recall.value or 0))


@pytest.mark.parametrize(
    ("deeds", "reason"),
    [
        ([], "No event names a product before the period."),
        ([deed(1, "a", days=1)], "No event names a product in it."),
        ([deed(1, "a", days=1), deed(2, "b", days=1), deed(1, "b", days=40)], "1 customer did something"),
    ],
)
def test_what_cannot_be_evaluated_is_a_sentence(deeds: list[dict[str, object]], reason: str) -> None:
    report = recommendations.evaluate(told(*deeds), Period(day(30), day(60)), now=day(90))
    assert report.unavailable is not None
    assert report.unavailable.startswith(reason)
    assert report.better.unavailable == report.unavailable

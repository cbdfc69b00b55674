"""Factors against a slow, obvious least squares; what they know that pairs do not; what is served is what is evaluated."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from evergrow.kernel import Unavailable
from evergrow.measure import recommendations
from evergrow.measure.recommendations import Interests, Mine, Rules, Shape, Shelf
from evergrow.measure.recommendations.factors import Fit, alike, factors, foretold
from tests.unit.measure.recommendations.test_for_you import CATALOGUE, deed, told
from tests.unit.measure.shop import day

SMALL = Fit(products_each=1, customers_each=1, most=6)
SHELVES, ON_A_SHELF, PEOPLE = 6, 12, 240


@pytest.fixture(scope="module")
def shop() -> Interests:
    """Each customer looks at four products of one shelf; nobody ever at both the first and the second of a shelf."""
    draw = np.random.default_rng(3)
    rows = []
    for who in range(PEOPLE):
        looked = {int(place) for place in draw.choice(ON_A_SHELF, 4, replace=False)}
        looked -= {1} if 0 in looked else set()
        rows += [(who, f"{who % SHELVES}-{place:02d}") for place in sorted(looked)]
    return Interests.of(
        pa.table(
            {
                "customer": [who for who, _ in rows],
                "item": [item for _, item in rows],
                "weight": draw.uniform(0.5, 1.5, len(rows)),
            }
        )
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 40), st.integers(1, 30), st.integers(1, 5))
def test_factors_of_a_row_are_what_the_whole_least_squares_gives(
    seed: int, rows: int, columns: int, count: int
) -> None:
    draw = np.random.default_rng(seed)
    weights = draw.uniform(0.1, 2, (rows, columns)) * (draw.random((rows, columns)) < draw.random())
    others = draw.normal(size=(columns, count)).astype(np.float32)
    fit = Fit(confidence=3.0, ridge=0.5)
    found = foretold(sparse.csr_array(weights.astype(np.float32)), others, fit)
    for row, each in zip(weights, found, strict=True):
        confidence = 1 + 3.0 * row  # of every column, those without interest, too
        whole = others.T @ np.diag(confidence) @ others + 0.5 * np.eye(count)
        slow = np.linalg.solve(whole, others.T @ (confidence * (row > 0)))
        assert each == pytest.approx(slow, rel=2e-3, abs=2e-3)


def test_how_alike_products_are_is_the_projection_on_their_factors(shop: Interests) -> None:
    found = alike(shop, 5, SMALL)
    assert found is not None
    whole = shop.matrix()
    whole.data = whole.data / whole.data.mean()
    span = factors(whole, 6, SMALL).astype(np.float64)
    slow = span @ np.linalg.solve(span.T @ span + SMALL.ridge * np.eye(6), span.T)
    np.fill_diagonal(slow, -1)
    for place, scores in enumerate(slow):
        start, end = found.starts[place : place + 2]
        assert end - start <= 5
        assert found.near[start:end] == pytest.approx(np.sort(scores)[::-1][: end - start], abs=1e-4)
        assert place not in found.other[start:end]


def test_products_that_nobody_looked_at_together_are_alike_by_what_stands_with_either(
    shop: Interests,
) -> None:
    found = alike(shop, len(shop.items), SMALL)
    assert found is not None
    by_pairs = recommendations.neighborhood(shop, Shape(second=0)).matrix().toarray()
    by_factors = found.matrix().toarray()
    place = {item: number for number, item in enumerate(shop.items)}
    for shelf in range(SHELVES):
        first, second = place[f"{shelf}-00"], place[f"{shelf}-01"]
        other = place[f"{(shelf + 1) % SHELVES}-05"]
        assert by_pairs[first, second] == 0
        assert by_factors[first, second] > 5 * by_factors[first, other]


def test_interests_that_have_all_faded_alike_give_the_same_neighbors(shop: Interests) -> None:
    faded = Interests(shop.customers, shop.items, shop.customer, shop.item, shop.weight / 1024)
    now, later = (recommendations.nearest(each, fit=SMALL) for each in (shop, faded))
    assert now.other.tolist() == later.other.tolist()
    assert now.near == pytest.approx(later.near, rel=1e-4)


def test_pairs_and_factors_count_alike_and_the_nearest_by_both_are_kept(shop: Interests) -> None:
    pairs, found = recommendations.neighborhood(shop, Shape(most=8)), alike(shop, 8, SMALL)
    assert found is not None
    slow = np.zeros((len(shop.items), len(shop.items)))
    for each in (pairs, found):
        slow += each.matrix().toarray() / each.matrix().sum(axis=1).mean()
    both = recommendations.nearest(shop, kept=8, fit=SMALL)
    for place, scores in enumerate(slow):
        start, end = both.starts[place : place + 2]
        assert both.near[start:end] == pytest.approx(np.sort(scores)[::-1][:8], rel=1e-4)


@pytest.mark.parametrize(
    "fit",
    [
        Fit(),  # 72 products, 32 for each factor: two, and fewer than four are none
        Fit(products_each=1, customers_each=100),
        Fit(products_each=1, customers_each=1, most_customers=PEOPLE - 1),
        Fit(products_each=1, customers_each=1, most_products=SHELVES * ON_A_SHELF - 1),
        Fit(products_each=1, customers_each=1, most_interests=100),
    ],
)
def test_of_too_few_or_too_many_interests_pairs_tell_alone(shop: Interests, fit: Fit) -> None:
    alone = recommendations.neighborhood(shop, Shape(most=recommendations.KEPT))
    found = recommendations.nearest(shop, fit=fit)
    assert found.other.tolist() == alone.other.tolist()
    assert found.near.tolist() == alone.near.tolist()


def test_lists_that_are_evaluated_are_those_that_are_served() -> None:
    draw = np.random.default_rng(8)
    shown = [
        deed(who, f"{who % 4}-{draw.integers(0, 90):02d}", days=float(draw.uniform(0, 59)))
        for who in range(50)
        for _ in range(12 + 150 * (who == 0))  # one has more interests than are asked with
    ]
    source = told(*shown)
    model = recommendations.learn(source, day(60))
    assert not isinstance(model, Unavailable)
    shelf = Shelf.of(model.tables, pa.Table.from_pylist([], schema=CATALOGUE))
    rows = source.fetch(recommendations.interests(source.events, day(60)))
    interests = Interests.of(
        pa.table({"customer": rows["customer_key"], "item": rows["item"], "weight": rows["weight"]})
    )
    whole = interests.matrix()
    lists = np.vstack(list(recommendations.best(recommendations.nearest(interests), whole, 10)))
    for row, listed in enumerate(lists):
        start, end = whole.indptr[row : row + 2]
        known = whole.indices[start:end].astype(np.int64)
        mine = Mine(known, whole.data[start:end].astype(np.float64), np.ones(end - start, bool))
        served = [offer.id for offer in shelf.for_customer(mine, Rules(count=10, has_popular=False))]
        assert served == [interests.items[place] for place in listed if place >= 0]

"""Rules against what was published, and against a slow, obvious count."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from evergrow.kernel import Period, Refusal, Unavailable
from evergrow.measure.recommendations import (
    Baskets,
    BoughtTogetherReport,
    bought_together,
    frequent_sets,
    order_lines,
    rules_of,
)
from tests.unit.measure.baskets import baskets
from tests.unit.measure.shop import EVENTS, day

PERIOD = Period(day(0), day(60))


def of(*baskets: str) -> Baskets:
    rows = [
        (number, item) for number, basket in enumerate(baskets) for item in dict.fromkeys(basket.split("|"))
    ]
    return Baskets.of(pa.table({"basket": [row[0] for row in rows], "item": [row[1] for row in rows]}))


def report(*orders: list[str], **more: float) -> BoughtTogetherReport:
    return bought_together(baskets(orders), PERIOD, now=day(90), **more)


@pytest.fixture(scope="module")
def groceries(shared_data: Path) -> Baskets:
    return of(*(shared_data / "groceries" / "groceries_baskets.csv").read_text().splitlines())


def test_groceries_have_the_sets_and_rules_that_were_published(groceries: Baskets) -> None:
    sets = frequent_sets(groceries, 0.01)
    assert not isinstance(sets, Unavailable)
    assert (groceries.count, len(groceries.items), len(sets)) == (9_835, 169, 333)
    rules = rules_of(sets, groceries.count, 0.5)
    best = rules[0]
    assert len(rules) == 15
    assert {groceries.items[item] for item in best.items} == {"citrus fruit", "root vegetables"}
    assert groceries.items[best.then] == "other vegetables"
    assert best.lift == pytest.approx(3.03, abs=0.005)


def test_rules_of_exactly_the_least_confidence_are_in(groceries: Baskets) -> None:
    """410 at .001 and .8; who compares rounded ratios finds 406."""
    sets = frequent_sets(groceries, 0.001)
    assert not isinstance(sets, Unavailable)
    assert len(rules_of(sets, groceries.count, 0.8)) == 410


@pytest.mark.parametrize("support", [0.02, 0.1, 0.25])
def test_sets_are_those_that_counting_every_combination_finds(support: float) -> None:
    draw = np.random.default_rng(3)
    drawn = ["|".join(draw.choice(list("abcdefgh"), draw.integers(1, 6))) for _ in range(80)]
    found = frequent_sets(of(*drawn), support)
    assert not isinstance(found, Unavailable)
    items = of(*drawn).items
    wanted = {}
    for size in range(1, 9):
        for names in combinations(sorted(items), size):
            count = sum(set(names) <= set(basket.split("|")) for basket in drawn)
            if count and count / len(drawn) >= support:
                wanted[frozenset(names)] = count
    assert {frozenset(items[item] for item in names): count for names, count in found.items()} == wanted


def test_lines_in_any_order_and_more_products_than_a_table_holds_give_the_same_sets() -> None:
    random = np.random.default_rng(1)
    pairs = random.permutation(6_000).reshape(-1, 2)  # 3,000 baskets of two, none alike
    lines = random.permutation(6_000)
    many = Baskets(
        tuple(str(item) for item in range(6_000)),
        np.repeat(np.arange(3_000), 2)[lines],
        pairs.ravel()[lines],
        3_000,
    )

    found = frequent_sets(many, 1 / 3_000)

    assert not isinstance(found, Unavailable)
    assert {items for items in found if len(items) > 1} == {tuple(sorted(pair.tolist())) for pair in pairs}
    assert set(found.values()) == {1}


def test_too_many_sets_are_told_not_counted() -> None:
    alike = of("|".join("abcdefghij"))
    assert frequent_sets(alike, 0.5, most=100) == Unavailable(
        "More than 100 sets are bought together that often; ask for a higher support."
    )
    assert len(frequent_sets(alike, 0.5)) == 2**10 - 1  # pyright: ignore[reportArgumentType]


def test_an_order_names_each_product_once_by_id_or_sku_or_name() -> None:
    source = baskets([["a", "a", "b"], []])
    table = source.events.to_pyarrow().to_pylist()
    table[1]["properties"] = '{"products":[{"sku":"s","name":"Sencha"}]}'
    more = [
        {**table[0], "customer_key": 7, "properties": text}
        for text in ('{"products":[{"name":"n"}]}', "{}", None)
    ]
    events = pa.Table.from_pylist([*table, *more], schema=EVENTS)
    rows = order_lines(events, day(0), day(60)).to_pyarrow().to_pylist()
    assert sorted((row["customer_key"], row["item"]) for row in rows) == [
        (0, "a"),
        (0, "b"),
        (1, "s"),
        (7, "n"),
    ]


def test_what_goes_together_is_told_with_its_interval_and_chance_is_marked() -> None:
    told = report(*[["tea", "cup"]] * 40, *[["tea"]] * 10, *[["cup"]] * 10, *[["pen"]] * 60)
    best = told.rules[0]
    assert (told.orders.value, told.item_sets, told.rules_found) == (120, 4, 2)
    assert ([item.name for item in best.items], best.then.name) == (["CUP"], "TEA")
    assert best.confidence.value == pytest.approx(0.8)
    assert best.lift.value == pytest.approx(0.8 / (50 / 120))
    assert best.is_beyond_chance
    alike = report(*[["tea", "cup"]] * 30, *[["tea"]] * 30, *[["cup"]] * 30, *[["pen"]] * 30)
    assert not any(rule.is_beyond_chance for rule in alike.rules)


@pytest.mark.parametrize(
    ("orders", "reason"),
    [
        ([], "No order of this period names its products."),
        ([["a", "b"]] * 3, "3 orders name their products; rules need at least 50."),
        (
            [["a"]] * 60,
            "No two products lie together in 5 of the 60 orders, and fewer would tell nothing. Choose a longer period.",
        ),
        (
            [["a"], ["b"]] * 1_275 + [["a", "b"]] * 5,
            "No two products lie together in 0.2% of the orders; ask for a lower support.",
        ),
        (
            [["a"]] * 94 + [["b"]] * 94 + [["a", "b"]] * 6,
            "No product follows another in 10% of the orders; the most is 6.0%. Ask for a lower confidence.",
        ),
    ],
)
def test_where_nothing_can_be_said_a_sentence_says_why(orders: list[list[str]], reason: str) -> None:
    told = report(*orders)
    assert (told.unavailable, told.rules) == (reason, [])


@pytest.mark.parametrize("asked", [{"support": 0.0}, {"support": 1.5}, {"confidence": -0.1}])
def test_what_is_no_share_is_refused(asked: dict[str, float]) -> None:
    with pytest.raises(Refusal, match="is no share"):
        report(**asked)

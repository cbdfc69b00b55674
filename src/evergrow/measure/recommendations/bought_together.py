"""The report of what is bought together."""

from __future__ import annotations

from datetime import datetime
from math import ceil
from typing import Any, Final

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from evergrow.kernel import Period, Unavailable, refuse
from evergrow.measure.metrics import Measured, counted, measured, share_of, until_now
from evergrow.measure.recommendations.item_sets import frequent_sets
from evergrow.measure.recommendations.lines import frequent_lines, order_sizes, product_names
from evergrow.measure.recommendations.rules import rules_of
from evergrow.measure.recommendations.spec import (
    Baskets,
    BoughtTogetherReport,
    ItemSets,
    Product,
    Rule,
    ShownRule,
)

LEAST_ORDERS: Final = 50
LEAST_TOGETHER: Final = 5
"""Orders in which a set must lie, whatever share that is: fewer are an accident."""
SHOWN: Final = 200


def bought_together(
    source: Measured,
    period: Period,
    *,
    now: datetime,
    support: float = 0.002,
    confidence: float = 0.1,
    segment: ir.Table | None = None,
) -> BoughtTogetherReport:
    """Which products lie together in the orders of a period, and how much more often than by themselves.

    Args:
        source: The account's tables.
        period: Of the orders.
        now: The moment of asking.
        support: In at least this share of the orders, above 0 to 1.
        confidence: Of the orders with the first products, at least this share has the other, 0 to 1.
        segment: Only these customers (`customer_key`).

    Raises:
        Refusal: `recommendations.support`, `recommendations.confidence`, `period.future`.
    """
    _check(support, confidence)
    inside = until_now(period, now)
    narrowed = source.narrowed(segment)
    sizes = narrowed.ask(order_sizes, narrowed.events, inside.start, inside.end)
    orders = sum(row["orders"] for row in sizes)
    baskets = _baskets(narrowed, inside, orders, support)
    sets = _sets(baskets, orders, support)
    rules = [] if isinstance(sets, Unavailable) else rules_of(sets, orders, confidence)
    return BoughtTogetherReport(
        start=inside.start,
        end=inside.end,
        least_support=support,
        least_confidence=confidence,
        unavailable=None if rules else _why_not(sets, orders, support, confidence),
        orders=counted("basket_orders", orders, unit="orders"),
        products=counted("basket_products", len(baskets.items), unit="count"),
        several=share_of(
            "basket_several",
            sum(row["orders"] for row in sizes if row["products"] > 1),
            orders,
            empty="No order of this period names its products.",
        ),
        item_sets=0 if isinstance(sets, Unavailable) else len(sets),
        rules_found=len(rules),
        rules=_shown(narrowed, inside, baskets, rules[:SHOWN]),
    )


def _check(support: float, confidence: float) -> None:
    for name, value, is_good in (
        ("support", support, 0 < support <= 1),
        ("confidence", confidence, 0 <= confidence <= 1),
    ):
        if not is_good:
            raise refuse(
                f"recommendations.{name}",
                f"{value} is no share that the {name} can have.",
                where=name,
                next_step="Write a share of the orders, such as 0.01 for one in a hundred.",
            )


def _baskets(source: Measured, period: Period, orders: int, support: float) -> Baskets:
    least = max(LEAST_TOGETHER, ceil(support * orders))
    rows = source.fetch(
        frequent_lines(source.events, period.start, period.end, least)
    )  # columns: they may be millions
    customers, moments = (rows[name].combine_chunks().dictionary_encode() for name in ("customer_key", "at"))
    of_customer, of_moment = (
        each.indices.to_numpy(zero_copy_only=False).astype(np.int64) for each in (customers, moments)
    )
    order = of_customer * (len(moments.dictionary) + 1) + of_moment
    lines = pa.table({"basket": pa.array(order, pa.int64()), "item": rows["item"].cast(pa.string())})
    return Baskets.of(lines, orders)


def _sets(baskets: Baskets, orders: int, support: float) -> ItemSets | Unavailable:
    if not orders:
        return Unavailable("No order of this period names its products.")
    if orders < LEAST_ORDERS:
        return Unavailable(f"{orders} orders name their products; rules need at least {LEAST_ORDERS}.")
    return frequent_sets(baskets, max(support, LEAST_TOGETHER / orders))


def _why_not(sets: ItemSets | Unavailable, orders: int, support: float, confidence: float) -> str:
    """Which of the limits stands in the way; one that asking for less cannot move is not said to be moved by it."""
    if isinstance(sets, Unavailable):
        return sets.reason
    weaker = rules_of(sets, orders, 0.0)
    if weaker:
        most = max(rule.confidence for rule in weaker)
        return (
            f"No product follows another in {confidence:.0%} of the orders; the most is {most:.1%}. "
            "Ask for a lower confidence."
        )
    if support * orders > LEAST_TOGETHER:
        return f"No two products lie together in {support:.1%} of the orders; ask for a lower support."
    return (
        f"No two products lie together in {LEAST_TOGETHER} of the {orders:,} orders, and fewer would tell nothing. "
        "Choose a longer period."
    )


def _shown(source: Measured, period: Period, baskets: Baskets, rules: list[Rule]) -> list[ShownRule]:
    if not rules:
        return []
    items = sorted({baskets.items[item] for rule in rules for item in (*rule.items, rule.then)})
    rows = source.ask(product_names, source.events, period.start, period.end, pa.table({"item": items}))
    names: dict[str, Any] = {row["item"]: row["name"] for row in rows}

    def product(item: int) -> Product:
        key = baskets.items[item]
        return Product(id=key, name=names.get(key) or key)

    return [
        ShownRule(
            items=[product(item) for item in rule.items],
            then=product(rule.then),
            orders=rule.together,
            support=measured("rule_support", "share", rule.support, behind=rule.together, empty=""),
            confidence=(confidence := share_of("rule_confidence", rule.together, rule.antecedent)),
            lift=measured("rule_lift", "count", rule.lift, behind=rule.together, empty=""),
            is_beyond_chance=(confidence.low or 0) > rule.consequent / rule.baskets,
        )
        for rule in rules
    ]

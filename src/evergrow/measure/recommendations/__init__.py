"""Recommendations: what is bought together, with support, confidence and lift.

On tables of your own: `order_lines` of any events (Ibis or Arrow), or any `basket` and `item` as `Baskets.of`; then
`frequent_sets` and `rules_of`.
"""

from evergrow.measure.recommendations.bought_together import bought_together
from evergrow.measure.recommendations.item_sets import frequent_sets
from evergrow.measure.recommendations.lines import frequent_lines, order_lines, order_sizes, product_names
from evergrow.measure.recommendations.rules import rules_of
from evergrow.measure.recommendations.spec import (
    Baskets,
    BoughtTogetherReport,
    ItemSets,
    Product,
    Rule,
    ShownRule,
)

__all__ = [
    "Baskets",
    "BoughtTogetherReport",
    "ItemSets",
    "Product",
    "Rule",
    "ShownRule",
    "bought_together",
    "frequent_lines",
    "frequent_sets",
    "order_lines",
    "order_sizes",
    "product_names",
    "rules_of",
]

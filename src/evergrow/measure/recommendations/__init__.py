"""Recommendations: what is bought together, what suits a customer, what goes with a cart, what is popular.

On tables of your own: `order_lines` of any events (Ibis, or any that speaks Arrow), or any `basket` and `item` as `Baskets.of`; then
`frequent_sets` and `rules_of`. For neighbors of products: `interests` of any events, or any `customer`, `item` and
`weight` as `Interests.of`; then `nearest` and `best`, and `evaluated` to see what they are worth.
"""

from evergrow.measure.recommendations.bought_together import bought_together
from evergrow.measure.recommendations.evaluate import (
    Evaluated,
    EvaluationReport,
    evaluate,
    evaluated,
)
from evergrow.measure.recommendations.interests import deeds, interests, order_interests, seen_products
from evergrow.measure.recommendations.item_sets import frequent_sets
from evergrow.measure.recommendations.learn import Model, keep_model, learn
from evergrow.measure.recommendations.lines import frequent_lines, order_lines, order_sizes, product_names
from evergrow.measure.recommendations.mine import deeds_since, kept_interests, mine_of
from evergrow.measure.recommendations.nearest import KEPT, nearest
from evergrow.measure.recommendations.neighborhood import Interests, Neighborhood, Shape, best, neighborhood
from evergrow.measure.recommendations.offers import NOTHING, Mine, Offer, Rules, Shelf
from evergrow.measure.recommendations.rules import rules_of
from evergrow.measure.recommendations.spec import (
    Baskets,
    BoughtTogetherReport,
    ItemSets,
    Product,
    Rule,
    ShownRule,
)
from evergrow.measure.recommendations.tables import MODEL, NEIGHBORS, PRODUCTS, TABLES

__all__ = [
    "KEPT",
    "MODEL",
    "NEIGHBORS",
    "NOTHING",
    "PRODUCTS",
    "TABLES",
    "Baskets",
    "BoughtTogetherReport",
    "Evaluated",
    "EvaluationReport",
    "Interests",
    "ItemSets",
    "Mine",
    "Model",
    "Neighborhood",
    "Offer",
    "Product",
    "Rule",
    "Rules",
    "Shape",
    "Shelf",
    "ShownRule",
    "best",
    "bought_together",
    "deeds",
    "deeds_since",
    "evaluate",
    "evaluated",
    "frequent_lines",
    "frequent_sets",
    "interests",
    "keep_model",
    "kept_interests",
    "learn",
    "mine_of",
    "nearest",
    "neighborhood",
    "order_interests",
    "order_lines",
    "order_sizes",
    "product_names",
    "rules_of",
    "seen_products",
]

"""What the numbers of recommendations mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

AGRAWAL: Final = "Agrawal & Srikant (1994), Fast Algorithms for Mining Association Rules, VLDB 487-499"
BRIN: Final = "Brin, Motwani, Ullman & Tsur (1997), Dynamic Itemset Counting, SIGMOD 255-264"
WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"

SHANI: Final = (
    "Shani & Gunawardana (2011), Evaluating Recommendation Systems, Recommender Systems Handbook 257-297"
)
RECALL: Final = "of the new products that a customer turned to, those among the 20 listed / all of them; mean over customers"

RECOMMENDATIONS: Final = (
    Definition(
        key="basket_orders",
        title="Orders that name products",
        text="Paid orders of the period with a list of products. An order without one tells nothing of what goes together.",
        formula="Order Completed with revenue above 0 and products",
    ),
    Definition(
        key="basket_products",
        title="Products looked at",
        text="Products in at least as many orders as the least support asks for, and in five orders or more.",
        formula="products in enough orders",
    ),
    Definition(
        key="basket_several",
        title="Orders of several products",
        text="Share of these orders with two different products or more. Only they can tell what goes together.",
        formula="orders with 2 products or more / orders that name products",
        source=WILSON,
    ),
    Definition(
        key="rule_support",
        title="Support",
        text="Share of all orders that hold all products of the rule.",
        formula="orders with all of them / orders",
        source=AGRAWAL,
    ),
    Definition(
        key="rule_confidence",
        title="Confidence",
        text="Of the orders with the first products, the share that holds the other, too. The band is the 95 % interval.",
        formula="orders with all of them / orders with the first",
        source=AGRAWAL,
    ),
    Definition(
        key="rule_lift",
        title="Lift",
        text="How many times as often the other product lies in orders with the first ones as in all orders. 1 says that they "
        "have nothing to do with each other.",
        formula="confidence / share of all orders with the other product",
        source=BRIN,
    ),
    Definition(
        key="evaluated_customers",
        title="Customers asked about",
        text="Customers who did something with a product before the period, and in it with another one that was known before.",
        formula="customers with products before and new ones in the period",
    ),
    Definition(
        key="evaluated_products",
        title="Products that could be listed",
        text="Products that somebody looked at, put into the cart or bought before the period.",
        formula="products that events name before the period",
    ),
    Definition(
        key="recall_at_20",
        title="Recall of 20",
        text="Of the products that a customer turned to in the period and did not know before, the share that a list of 20, made "
        "from what was before the period, had held. The band is the 95 % interval over customers.",
        formula=RECALL,
        source=SHANI,
    ),
    Definition(
        key="hit_rate",
        title="Customers with a hit",
        text="Share of the customers whose list of 20 held at least one product that they turned to.",
        formula="customers with a hit / customers asked about",
        source=SHANI,
    ),
    Definition(
        key="recommended_coverage",
        title="Coverage",
        text="Share of all products that stand in anybody's list. Popular products alone cover next to nothing.",
        formula="products in any list of 20 / products that could be listed",
        source=SHANI,
    ),
    Definition(
        key="recall_gain",
        title="Better than popular products",
        text="How much more of what customers turned to the lists of their own held than the 20 most popular products that they "
        "did not know. The band is the 95 % interval of the difference, customer by customer.",
        formula="recall of the own lists - recall of the popular ones",
        source=SHANI,
    ),
)

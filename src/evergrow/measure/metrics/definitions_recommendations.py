"""What the numbers of recommendations mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

AGRAWAL: Final = "Agrawal & Srikant (1994), Fast Algorithms for Mining Association Rules, VLDB 487-499"
BRIN: Final = "Brin, Motwani, Ullman & Tsur (1997), Dynamic Itemset Counting, SIGMOD 255-264"
WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"

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
)

"""What the numbers of survival mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

KAPLAN_MEIER: Final = (
    "Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481; Greenwood (1926)"
)

SURVIVAL: Final = (
    Definition(
        key="survival_year",
        title="Still a customer after a year",
        text="The share of customers who have not lapsed within a year of becoming paying customers. Customers who came "
        "less than a year ago count for as long as they were seen, so no one has to be left out. The band is the 95 % "
        "interval.",
        formula="S(365), S(t) = product over days up to t of (1 - lapsed / still followed)",
        source=KAPLAN_MEIER,
    ),
    Definition(
        key="survival_median",
        title="Half have lapsed after",
        text="The first day at which no more than half of the customers remain. It is not known while more than half do.",
        formula="the least t with S(t) <= 1/2",
        source=KAPLAN_MEIER,
    ),
    Definition(
        key="second_order_90",
        title="Ordered again within 90 days",
        text="The share of those who ordered once that ordered again within 90 days of their first order. Customers whose "
        "first order is younger count for as long as they were seen.",
        formula="1 - S(90), S(t) = product over days up to t of (1 - ordered again / not yet and still followed)",
        source=KAPLAN_MEIER,
    ),
    Definition(
        key="second_order_year",
        title="Ordered again within a year",
        text="The same within a year of the first order.",
        formula="1 - S(365)",
        source=KAPLAN_MEIER,
    ),
)

"""What the numbers mean that stand in tables alone, where no tile tells of them.

Holds   a figure of a report names its definition itself; for these the table's column does.
"""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

COLUMNS: Final = (
    Definition(
        key="path_link_sessions",
        title="Sessions on the way",
        text="Sessions that went from the one event to the other at this step, counted from the chosen event. Each "
        "session counts once at a step.",
        formula="sessions at the first event whose next step is the second",
    ),
    Definition(
        key="path_link_share",
        title="Of these",
        text="Of the sessions that were at the first event at this step, the share that went on to the second. "
        "Shares of one event add up to 100 %.",
        formula="sessions on the way / sessions at its first event",
    ),
    Definition(
        key="path_link_again",
        title="Several in a row",
        text="Of the sessions that came to the second event at this step, the share that did it again at once. In "
        "the picture that counts as one step.",
        formula="sessions that repeated the event at once / sessions at it",
    ),
    Definition(
        key="path_link_loops",
        title="Been there before",
        text="Of the sessions on the way, how many had done its second event before, at an earlier step: they go in "
        "circles.",
        formula="sessions on the way that had done its second event before",
    ),
    Definition(
        key="walk_share",
        title="Share of a walk",
        text="Of the customers on the map, the share whose walk through the stages is exactly this one.",
        formula="customers with this walk / customers on the map",
    ),
    Definition(
        key="walk_value",
        title="Revenue of a walk",
        text="What the customers with exactly this walk had paid until the end of the period, refunds not taken off.",
        formula="revenue of the customers with this walk",
    ),
    Definition(
        key="persona_orders",
        title="Orders of the persona",
        text="Paid orders of its customers in all their time until then. One-time buyers have one each.",
        formula="count of paid orders",
    ),
    Definition(
        key="prediction_probability",
        title="Probability",
        text="How likely the customer is to do it within the days ahead, by what was known at the last prediction: "
        "of a hundred customers with 70 %, about seventy do. Customers alike in every fact get one number.",
        formula="P(does it within the days ahead | facts)",
    ),
    Definition(
        key="prediction_above",
        title="Customers now",
        text="Of the customers asked about, those who have this probability or a higher one now.",
        formula="customers with a probability of at least this",
    ),
    Definition(
        key="prediction_strength",
        title="Share of the differences",
        text="How much of the differences between customers' predictions this fact makes. All facts together make "
        "100 %. It does not say that the fact is a cause.",
        formula="spread of the fact's part of the score / sum of the spreads of all facts",
    ),
    Definition(
        key="prediction_fact_share",
        title="Did it",
        text="Of the customers whose fact was in this range in the periods learned from, the share who did it in the "
        "days after.",
        formula="did it / customers in the range",
    ),
    Definition(
        key="source_path_nulls",
        title="Led nowhere",
        text="How often the same visits in the same order were not followed by an order within the days looked back.",
        formula="ways of the same visits without an order",
    ),
    Definition(
        key="source_path_rate",
        title="Led to an order",
        text="Of all times that these visits came in this order, the share that ended with an order.",
        formula="orders / (orders + led nowhere)",
    ),
    Definition(
        key="rule_orders",
        title="Orders with both",
        text="Orders of the period that hold both products.",
        formula="orders with both products",
    ),
    Definition(
        key="value_band_share",
        title="Share of the whole",
        text="What the customers of this tenth are expected to bring, as a share of what all of today's customers "
        "are.",
        formula="expected value of the tenth / expected value of all",
    ),
    Definition(
        key="value_repeats",
        title="Bought again",
        text="On how many days after the first the customer has bought. Purchases of one day count as one; with "
        "renewals, periods with a purchase instead of days.",
        formula="days with a purchase - 1",
    ),
    Definition(
        key="value_silence",
        title="Last bought",
        text="How long ago the customer's last purchase was, in whole days before the moment of the report.",
        formula="moment of the report - last purchase",
    ),
    Definition(
        key="cohort_customers",
        title="Customers of the cohort",
        text="Customers whose first order fell into that month or week.",
        formula="customers with their first order in it",
    ),
    Definition(
        key="cohort_returned",
        title="Ordered again",
        text="Of the customers of the cohort, the share that ordered in that month or week after their first "
        "order's. The last row is all cohorts together for whom it is over.",
        formula="customers of the cohort with an order in it / customers of the cohort",
    ),
    Definition(
        key="interest_left",
        title="Interest left",
        text="What the customer did with the product: a look counts 1, putting it into the cart 1.05, a purchase "
        "1.1; the strongest deed counts, and it halves every 90 days.",
        formula="largest of weight x 0.5 ^ (days since / 90)",
    ),
    Definition(
        key="interest_of_all",
        title="Interest of all customers",
        text="The interest left in the product, added up over all customers: what was bought, looked at and put into "
        "carts lately.",
        formula="sum of interest left over customers",
    ),
    Definition(
        key="customer_revenue",
        title="Revenue of a customer",
        text="What the customer has paid so far, refunds not taken off.",
        formula="sum of revenue of paid orders",
    ),
)

"""What every number of every report means: in words, as a formula, and where it was read.

The dashboard opens these on a click and `evergrow report --explain` prints them, so they are written for a reader
who has not seen the code.
"""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.definitions_columns import COLUMNS
from evergrow.measure.metrics.definitions_conformance import CONFORMANCE
from evergrow.measure.metrics.definitions_curves import CURVES
from evergrow.measure.metrics.definitions_funnels import FUNNELS
from evergrow.measure.metrics.definitions_paths import PATHS
from evergrow.measure.metrics.definitions_personas import PERSONAS
from evergrow.measure.metrics.definitions_predictions import PREDICTIONS
from evergrow.measure.metrics.definitions_recommendations import RECOMMENDATIONS
from evergrow.measure.metrics.definitions_renewals import RENEWALS
from evergrow.measure.metrics.definitions_sources import SOURCES
from evergrow.measure.metrics.definitions_survival import SURVIVAL
from evergrow.measure.metrics.spec import Definition

WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"
BG_NBD: Final = "Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284"
GAMMA_GAMMA: Final = "Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value"
PRODUCT: Final = "PRODUCT.md, Numbers and their definitions"

_ALL: Final = (
    Definition(
        key="stage_customers",
        title="Customers in a stage",
        text="Customers who stand in the stage at the end of the period. A customer stands in the last stage of the "
        "map whose rule holds, judged by everything that happened before that moment. The change is against the end "
        "of the period compared with.",
        formula="customers with entered < end of period <= left",
    ),
    Definition(
        key="time_in_stage",
        title="Time in stage",
        text="The median length of the stays in the stage that ended in the period. Stays that still run are left "
        "out, because nobody knows how long they will be; where most customers stay for good, the number speaks of "
        "the few who left.",
        formula="median(left - entered) over stays with left in the period",
    ),
    Definition(
        key="value_per_customer",
        title="Revenue per customer of a stage",
        text="What the customers who stand in the stage at the end of the period have paid in all their time until "
        "then, refunds not taken off, divided by their number.",
        formula="revenue until the end of the period / customers in the stage",
    ),
    Definition(
        key="move_rate",
        title="Move rate",
        text="Of the customers who stood in the stage at any time of the period, the share that went on to the next "
        "one in the period. Going further counts as having gone; leaving for an exit does not. The band is the 95 % "
        "interval: were the period one of many alike, the true rate would lie in it 19 times of 20.",
        formula="customers who moved / customers who stood there",
        source=WILSON,
    ),
    Definition(
        key="move_days",
        title="Time until the move",
        text="The median time that customers who moved in the period had stood in the stage before.",
        formula="median(left - entered) over stays that ended by this move in the period",
    ),
    Definition(
        key="recoverable_value",
        title="Recoverable value",
        text="What reaching the target rate would bring: the customers missing to the target, times what a customer "
        "of the next stage has paid more than one of this stage. It supposes that those who can be won are like those "
        "who came by themselves, so take it as a ceiling and let a holdout tell the truth.",
        formula="(target rate - rate) x customers who stood there x (revenue per customer of the next stage - of this)",
    ),
    Definition(
        key="rfm_segment",
        title="RFM segment",
        text="Customers whose recency and frequency scores fall in the segment's cells. Recency is whole days since the "
        "last order, frequency the number of orders, monetary value their revenue, each scored 1 to 5 by the share "
        "of customers at or below it; equal values get equal scores, and for recency the more recent scores higher.",
        formula="p = (smaller + equal / 2) / customers; score = min(5, 1 + floor(5 p))",
        source=PRODUCT,
    ),
    Definition(
        key="customers_at_start",
        title="Customers at the start",
        text="Customers who stood in a paying stage when the period began. S in the formulas.",
        formula="S",
        source=PRODUCT,
    ),
    Definition(
        key="customers_at_end",
        title="Customers at the end",
        text="Customers who stood in a paying stage when the period ended. E in the formulas.",
        formula="E",
        source=PRODUCT,
    ),
    Definition(
        key="customers_gained",
        title="Customers gained",
        text="Customers who were paying at the end of the period and not at its start: new ones and won-back ones. "
        "N in the formulas.",
        formula="N",
        source=PRODUCT,
    ),
    Definition(
        key="customers_lost",
        title="Customers lost",
        text="Customers who were paying at the start of the period and not at its end. Who lapsed and came back within "
        "the period is not lost.",
        formula="S - (E - N)",
        source=PRODUCT,
    ),
    Definition(
        key="retention_rate",
        title="Retention rate",
        text="The share of the customers at the start who are still customers at the end. 2,000 at the start, 2,400 at "
        "the end and 600 gained make 90 %.",
        formula="(E - N) / S",
        source=PRODUCT,
    ),
    Definition(
        key="churn_rate",
        title="Churn rate",
        text="The share of the customers at the start who were lost. 50 of 500 make 10 %.",
        formula="lost / S = 1 - retention rate",
        source=PRODUCT,
    ),
    Definition(
        key="orders",
        title="Orders",
        text="Orders completed in the period with revenue above zero. Refunds are counted apart.",
        formula="count of Order Completed with revenue > 0",
    ),
    Definition(
        key="revenue",
        title="Revenue",
        text="The revenue of these orders, refunds not taken off.",
        formula="sum of the revenue of orders",
    ),
    Definition(
        key="average_order_value",
        title="Average order value",
        text="Revenue of the period divided by its orders.",
        formula="revenue / orders",
        source=PRODUCT,
    ),
    Definition(
        key="orders_per_customer",
        title="Orders per customer",
        text="Orders of the period divided by the customers who placed at least one in it.",
        formula="orders / customers who ordered",
        source=PRODUCT,
    ),
    Definition(
        key="customer_value",
        title="Customer value",
        text="What a customer who orders brings in one such period.",
        formula="average order value x orders per customer",
        source=PRODUCT,
    ),
    Definition(
        key="lifespan",
        title="Average lifespan",
        text="How long a customer stays if the churn rate of the period went on: at 10 % a month, ten months. It "
        "swings with the churn rate, so its interval is wide for few customers, and a period without a loss tells "
        "nothing about it.",
        formula="length of the period / churn rate",
    ),
    Definition(
        key="lifetime_value",
        title="Customer lifetime value",
        text="Customer value over the average lifespan: what a customer brings in all their time if people go on buying "
        "and leaving as they did in this period. Revenue, not profit. It supposes that a customer orders in every "
        "such period; short periods make that doubtful, so compare months or years, not days.",
        formula="customer value x (average lifespan / length of the period)",
        source=PRODUCT,
    ),
    Definition(
        key="value_buyers",
        title="Customers who bought",
        text="Customers with a purchase before the moment of the report. Purchases of one day count as one, and only those "
        "with revenue above zero.",
        formula="customers with a purchase",
    ),
    Definition(
        key="value_repeat_buyers",
        title="Customers who bought again",
        text="Those of them who bought on a second day.",
        formula="customers with purchases on two days or more",
    ),
    Definition(
        key="value_active_customers",
        title="Customers still active",
        text="The chance of each customer not to have left for good, added up. Who bought once counts as active, because the "
        "model lets customers leave only after a second purchase: take the number as a ceiling. The interval holds what "
        "is uncertain about the model's parameters and the chance in what customers do.",
        formula="sum of P(active | repeats, last purchase, age)",
        source=BG_NBD,
    ),
    Definition(
        key="expected_purchases",
        title="Expected purchases",
        text="Purchases that today's customers are expected to make over the horizon, added up over all of them; nobody "
        "new is counted. The interval holds what is uncertain about the parameters and the chance in what customers do.",
        formula="sum of E[purchases in the horizon | repeats, last purchase, age]",
        source=BG_NBD,
    ),
    Definition(
        key="expected_value",
        title="Expected revenue of today's customers",
        text="Each customer's expected purchases times what a purchase of theirs is expected to bring, added up. Revenue, not "
        "profit, and not discounted.",
        formula="sum of E[purchases] x E[value of a purchase]",
        source=GAMMA_GAMMA,
    ),
    Definition(
        key="expected_value_per_customer",
        title="Predicted value of a customer",
        text="Expected revenue of today's customers over the horizon, divided by their number. It looks ahead from what each "
        "customer did; the lifetime value beside it looks back at a period and at all customers alike.",
        formula="expected revenue / customers who bought",
        source=GAMMA_GAMMA,
    ),
    Definition(
        key="predicted_purchases",
        title="Purchases the model foretold",
        text="The model is fitted on the history before the split only, and asked how many purchases follow.",
        formula="sum of E[purchases after the split | history before it]",
        source=BG_NBD,
    ),
    Definition(
        key="actual_purchases",
        title="Purchases that followed",
        text="Purchases after the split of customers who had bought before it. Purchases of one day count as one.",
        formula="days with a purchase after the split",
    ),
    *RENEWALS,
    *SOURCES,
    *RECOMMENDATIONS,
    *FUNNELS,
    *PATHS,
    *CONFORMANCE,
    *SURVIVAL,
    *PREDICTIONS,
    *PERSONAS,
    *CURVES,
    *COLUMNS,
)

DEFINITIONS: Final[dict[str, Definition]] = {definition.key: definition for definition in _ALL}
"""Every definition by its key."""
assert len(DEFINITIONS) == len(_ALL), "one key, one meaning"

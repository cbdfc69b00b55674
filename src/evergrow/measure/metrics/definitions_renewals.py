"""What the figures of renewals mean: purchases that can come once a period."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

BG_BB: Final = "Fader, Hardie & Shang (2010), Marketing Science 29(6), 1086-1108"

RENEWALS: Final = (
    Definition(
        key="value_renewal_repeat_buyers",
        title="Customers who bought in a second period",
        text="Customers with purchases in two whole weeks, months, quarters or years or more. Several purchases in one "
        "count as one, and the running one does not count yet.",
        formula="customers with purchases in two periods or more",
    ),
    Definition(
        key="value_renewal_active_customers",
        title="Customers still there in the next period",
        text="The chance of each customer not to leave before the next period begins, added up. The interval holds what is "
        "uncertain about the model's parameters and the chance in what customers do.",
        formula="sum of P(still there in the next period | periods with a purchase, the last of them, periods)",
        source=BG_BB,
    ),
    Definition(
        key="expected_renewal_purchases",
        title="Expected renewals",
        text="Periods ahead in which today's customers are expected to buy, added up over all of them; nobody new is "
        "counted. The interval holds what is uncertain about the parameters and the chance in what customers do.",
        formula="sum of E[periods with a purchase, of those ahead | periods with a purchase, the last of them, periods]",
        source=BG_BB,
    ),
    Definition(
        key="predicted_renewal_purchases",
        title="Renewals the model foretold",
        text="The model is fitted on the periods before the split only, and asked in how many of those after it a "
        "purchase follows.",
        formula="sum of E[periods with a purchase after the split | periods before it]",
        source=BG_BB,
    ),
    Definition(
        key="actual_renewal_purchases",
        title="Renewals that followed",
        text="Periods with a purchase after the split, of customers who had bought before it.",
        formula="periods with a purchase after the split",
    ),
)

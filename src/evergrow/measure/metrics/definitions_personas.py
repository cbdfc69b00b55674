"""What the numbers of personas mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

NEWCOMBE: Final = "Newcombe (1998), Statistics in Medicine 17, 873-890; Wilson (1927), JASA 22, 209-212"
HENNIG: Final = "Hennig (2007), Computational Statistics & Data Analysis 52, 258-271"

PERSONAS: Final = (
    Definition(
        key="persona_everybody",
        title="Everybody",
        text="All customers who were seen before that moment, known or not. Each of them is in exactly one persona.",
        formula="count of customers with an event",
    ),
    Definition(
        key="persona_limit",
        title="High order value",
        text="A one-time buyer's order is high where it is above the middle of all paid orders: half of the orders are not.",
        formula="median of the revenue of paid orders, to the cent",
    ),
    Definition(
        key="persona_customers",
        title="Customers of the persona",
        text="How many customers are of this persona by its rule. The rule is shown on the card, and is the condition of a "
        "segment.",
        formula="count of customers for whom the rule holds",
    ),
    Definition(
        key="persona_share",
        title="Share of the persona",
        text="Which part of all customers is of this persona, with its 95 % interval.",
        formula="customers of the persona / all customers",
    ),
    Definition(
        key="persona_revenue",
        title="Revenue of the persona",
        text="What the paid orders of its customers brought, refunds not taken off.",
        formula="sum of revenue of paid orders",
    ),
    Definition(
        key="persona_order_value",
        title="Average order of the persona",
        text="What one paid order of its customers brings on average.",
        formula="revenue / paid orders",
    ),
    Definition(
        key="persona_revenue_each",
        title="Revenue per customer",
        text="What a customer of this persona has brought on average, those who brought nothing included.",
        formula="revenue / customers of the persona",
    ),
    Definition(
        key="persona_revenue_share",
        title="Share of revenue",
        text="Which part of all revenue came from customers of this persona.",
        formula="revenue of the persona / revenue of all customers",
    ),
    Definition(
        key="persona_characteristic",
        title="Share within the persona",
        text="Of the persona's customers who were looked at and of whom it is known, the share with this value. At most 2,000 "
        "customers of each persona are looked at, drawn by their keys. It is marked as characteristic where the difference "
        "to the other personas' share is told apart from chance: the interval of the difference, widened for all shares "
        "compared in the report (Bonferroni), lies above 0.",
        formula="customers with the value / customers of whom it is known",
        source=NEWCOMBE,
    ),
    Definition(
        key="persona_cluster",
        title="Share of the cluster",
        text="Which part of the persona's customers who were looked at is in this cluster. Clusters are shown only where they "
        "lie apart, with a gap between any two, and come out much the same when the customers are drawn again (mean Jaccard "
        "similarity of 0.75 or more).",
        formula="customers of the cluster / customers looked at",
        source=HENNIG,
    ),
    Definition(
        key="accounts",
        title="Organizations",
        text="Accounts of which at least one customer is a member: by the last group call of the customer, or by a trait.",
        formula="count of different account ids",
    ),
    Definition(
        key="account_members",
        title="Members of an organization",
        text="How many customers belong to an account on average.",
        formula="customers with an account / accounts",
    ),
    Definition(
        key="account_reached",
        title="Organizations that came so far",
        text="The share of all accounts of which at least one member ever entered this stage.",
        formula="accounts with a member who entered the stage / accounts",
    ),
    Definition(
        key="account_now",
        title="Organizations here now",
        text="Accounts whose member who stands furthest on the map stands in this stage.",
        formula="count of accounts by the furthest stage of their members",
    ),
    Definition(
        key="account_days",
        title="Days until an organization came here",
        text="The middle (median) number of days from an account's first stage to the first time a member of it entered this "
        "one.",
        formula="median of (first entry into the stage - first entry into any)",
    ),
)

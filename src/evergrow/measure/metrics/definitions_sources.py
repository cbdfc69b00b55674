"""What the numbers of the report of sources mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

ANDERL: Final = "Anderl, Becker, von Wangenheim & Schumann (2016), International Journal of Research in Marketing 33(3), 457-474"
ZHAO: Final = (
    "Zhao, Mahboobi & Bagheri (2018), Shapley Value Methods for Attribution Modeling, arXiv:1804.05327"
)
WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"
_OF = "Share of the conversions with a visit before them that this model gives to the source. "

SOURCES: Final = (
    Definition(
        key="source_visits",
        title="Visits",
        text="Visits that began in the period. A visit is made of pages and screens with no more than 30 minutes between "
        "them; a click in a message begins one, too. Its first page tells the channel: by the campaign in the address, then "
        "by the page that linked here; docs/how-to/see-where-customers-come-from.md lists the rules.",
        formula="first pages after more than 30 minutes without one",
    ),
    Definition(
        key="source_conversions",
        title="Conversions",
        text="Paid orders of the period, or the events that were asked for instead.",
        formula="Order Completed with revenue above 0, or events of the chosen name",
    ),
    Definition(
        key="source_revenue",
        title="Revenue of the conversions",
        text="What the conversions of the period brought, refunds not taken off.",
        formula="sum of revenue",
    ),
    Definition(
        key="source_newcomers",
        title="New customers",
        text="Customers whose first conversion of all lies in the period.",
        formula="customers with their first conversion in the period",
    ),
    Definition(
        key="conversions_without_visit",
        title="Conversions without a visit",
        text="Conversions before which no visit was seen within the look-back window, so that nobody can say where they came "
        "from. They are left out of all models. Imported orders usually have none.",
        formula="conversions without a visit in the window / conversions",
        source=WILSON,
    ),
    Definition(
        key="spend",
        title="Spend",
        text="What the imported files say was spent on the days of the period.",
        formula="sum of amounts by day",
    ),
    Definition(
        key="cost_per_newcomer",
        title="Cost of a new customer",
        text="Spend divided by new customers. Of one source: its spend, by the new customers that the chosen model gives to "
        "it. On top of the page: all spend, by all new customers, whether or not a visit of theirs was seen.",
        formula="spend / new customers",
    ),
    Definition(
        key="return_on_spend",
        title="Return on spend",
        text="Revenue divided by spend: at 300 % every unit spent came with three of revenue. Revenue, not profit, and not "
        "proof that the spend caused it: for that, leave some customers out.",
        formula="revenue / spend",
    ),
    Definition(
        key="value_per_visit",
        title="Revenue per visit",
        text="Revenue that the chosen model gives to the source, divided by its visits in the period.",
        formula="revenue given to the source / its visits",
    ),
    Definition(
        key="bounce_rate",
        title="Bounce rate",
        text="Share of the visits whose customer did nothing else within half an hour of the first page, neither on it nor on "
        "another. The band is the 95 % interval.",
        formula="visits with one event / visits",
        source=WILSON,
    ),
    Definition(
        key="credit_first",
        title="First touch",
        text=_OF + "All to the first visit: what brings people in.",
        formula="1 to the first visit",
    ),
    Definition(
        key="credit_last",
        title="Last touch",
        text=_OF + "All to the last visit before the conversion, one without a source included: what closes.",
        formula="1 to the last visit",
    ),
    Definition(
        key="credit_linear",
        title="Linear",
        text=_OF + "The same to each visit of the window.",
        formula="1 / visits, to each",
    ),
    Definition(
        key="credit_position",
        title="Position",
        text=_OF
        + "40 % to the first visit, 40 % to the last, 20 % to those between; of two visits, half to each.",
        formula="0.4 first, 0.4 last, 0.2 / (visits - 2) each between",
    ),
    Definition(
        key="credit_decay",
        title="Time decay",
        text=_OF
        + "The nearer a visit is to the conversion, the more: half as much for each seven days before it.",
        formula="2^(-days / 7), divided by their sum",
    ),
    Definition(
        key="credit_markov",
        title="Removal effect",
        text=_OF
        + "All visits, also those that led nowhere, are read as walks from one source to the next. A source is given "
        "what share of the conversions would be lost if every walk that comes to it ended there.",
        formula="1 - P(conversion without it) / P(conversion), divided by the sum over all sources",
        source=ANDERL,
    ),
    Definition(
        key="credit_shapley",
        title="Shapley value",
        text=_OF
        + "The fair split of game theory: a set of sources is worth the conversions whose ways need no other, and "
        "each source gets what it adds on average over all orders of joining. That gives every source on a way the same, "
        "however often it is on it. Exact, nothing is sampled.",
        formula="sum over ways with the source of conversions / different sources on the way",
        source=ZHAO,
    ),
)

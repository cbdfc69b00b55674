"""What the numbers of retention curves mean."""

from __future__ import annotations

from typing import Final

from evergrow.measure.metrics.spec import Definition

_WILSON: Final = "Wilson (1927), Journal of the American Statistical Association 22, 209-212"
_POWER: Final = "Jin & Chen (2018), The Power User Curve, Andreessen Horowitz"

CURVES: Final = (
    Definition(
        key="curve_customers",
        title="Customers who began",
        text="Customers who did the first event for the first time of all in the period: their day 0.",
        formula="customers whose first such event lies in the period",
    ),
    Definition(
        key="day_retention",
        title="Came back on day N",
        text="The share that came back on exactly this calendar day after their first one. Only customers whose day N is over "
        "count. The band is the 95 % interval.",
        formula="customers who came back on day N / customers whose day N is over",
        source=_WILSON,
    ),
    Definition(
        key="week_retention",
        title="Came back in week N",
        text="The share that came back on any of the seven days from day 7 N on. Week 0 begins with the first day. Only "
        "customers whose week N is over count. The band is the 95 % interval.",
        formula="customers who came back on days 7 N to 7 N + 6 / customers whose week N is over",
        source=_WILSON,
    ),
    Definition(
        key="unbounded_retention",
        title="Came back on day N or later",
        text="The share that came back on this day or any later one: who is not lost so far. It can only rise as time goes by, "
        "and customers who began earlier had more time. The band is the 95 % interval.",
        formula="customers who came back on day N or later / customers whose day N is over",
        source=_WILSON,
    ),
    Definition(
        key="active_customers",
        title="There in 28 days",
        text="Customers who did the event on at least one of the 28 whole days up to the period's end.",
        formula="customers with 1 or more active days of 28",
    ),
    Definition(
        key="active_days",
        title="Days there of 28",
        text="On how many of the 28 days customers did the event, on average over those who did it at all.",
        formula="sum of active days / customers with 1 or more",
        source=_POWER,
    ),
    Definition(
        key="active_half",
        title="There on half of the days",
        text="The share that did the event on 14 or more of the 28 days, of those who did it at all: the right end of the "
        "power-user curve. The band is the 95 % interval.",
        formula="customers with 14 or more active days / customers with 1 or more",
        source=_POWER,
    ),
)

"""The retention report: how many stay, what they buy, and what a customer is worth, beside another period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period
from evergrow.measure.metrics import (
    Benchmark,
    By,
    Figure,
    Measured,
    by_period,
    counted,
    measured,
    missing,
    quotient,
    share_of,
    slices,
    until_now,
)
from evergrow.measure.retention.paying import Paying, paying, paying_stages
from evergrow.measure.retention.purchases import Purchases, currencies, purchases
from evergrow.measure.retention.spec import RetentionPoint, RetentionReport

TREND_SLICES: Final = 12
BENCHMARK: Final = Benchmark(
    low=0.35,
    high=0.84,
    text="A good retention rate lies between 35 % and 84 % by industry: SaaS over 35 % after 8 weeks, media and "
    "health care 77 % to 84 %. E-commerce keeps about 3 of 10 buyers over a year.",
)
NOBODY: Final = "Nobody was a paying customer at the start of this period."
NO_ORDERS: Final = "Nobody ordered in this period."
NOBODY_LOST: Final = "No customer was lost in this period, so it does not tell how long customers stay."


@dataclass(frozen=True)
class Facts:
    """What the report is put together from. Periods are cut at `now`."""

    paying: Paying
    bought: dict[Period, Purchases]
    now: datetime


def retention(
    source: Measured,
    lifecycle_map: LifecycleMap,
    period: Period,
    versus: Period,
    *,
    now: datetime,
    by: By = "month",
    segment: ir.Table | None = None,
) -> RetentionReport:
    """Retention over `period`, compared with `versus`; the trend has the last 12 months or weeks to its end.

    Raises:
        Refusal: `period.future`.
    """
    source = source.narrowed(segment)
    here, there = until_now(period, now), until_now(versus, now)
    trend = slices(by, here.end, TREND_SLICES, zone=source.zone)
    spans = [here, there, *(until_now(each, now) for each in trend)]
    edges = sorted({edge for span in spans for edge in (span.start, span.end)})
    paid = source.ask(paying, source.stays, paying_stages(lifecycle_map), edges)
    facts = Facts(paying=Paying(edges, paid), bought=_bought(source, spans), now=now)
    return RetentionReport(
        start=period.start,
        end=period.end,
        previous_start=versus.start,
        previous_end=versus.end,
        currency=source.currency,
        benchmark=BENCHMARK,
        trend=[_point(facts, each) for each in trend],
        **_customers(facts.paying, here, there),
        **_orders(facts.bought[here], facts.bought[there]),
        **_lifetime(facts, here, there),
    )


def _bought(source: Measured, spans: list[Period]) -> dict[Period, Purchases]:
    """What was bought in each of the periods. Where all came in one currency, no period is asked for its own."""
    bought = by_period(source, spans, purchases, source.orders)
    whole = [min(span.start for span in spans), max(span.end for span in spans)]
    names = {row["currency"] or source.currency for row in source.ask(currencies, source.orders, whole)}
    if len(names) < 2:
        return {span: Purchases.of(rows) for span, rows in bought.items()}
    told = by_period(source, spans, currencies, source.orders)
    return {
        span: Purchases.of(rows, [row["currency"] or source.currency for row in told[span]])
        for span, rows in bought.items()
    }


def _customers(paying: Paying, here: Period, there: Period) -> dict[str, Figure]:
    at_start, before = paying.at(here.start), paying.at(there.start)
    return {
        "customers_at_start": counted("customers_at_start", at_start, previous=before),
        "customers_at_end": counted("customers_at_end", paying.at(here.end), previous=paying.at(there.end)),
        "customers_gained": counted("customers_gained", paying.gained(here), previous=paying.gained(there)),
        "customers_lost": counted("customers_lost", paying.lost(here), previous=paying.lost(there)),
        "retention_rate": share_of(
            "retention_rate",
            paying.stayed(here),
            at_start,
            previous=quotient(paying.stayed(there), before),
            empty=NOBODY,
        ),
        "churn_rate": share_of(
            "churn_rate",
            paying.lost(here),
            at_start,
            previous=quotient(paying.lost(there), before),
            empty=NOBODY,
        ),
    }


def _orders(here: Purchases, there: Purchases) -> dict[str, Figure]:
    return {
        "orders": counted("orders", here.orders, previous=there.orders, unit="orders"),
        "revenue": missing("revenue", "money_micros", here.mixed)
        if here.mixed
        else counted("revenue", here.revenue_micros, previous=there.revenue, unit="money_micros"),
        "average_order_value": measured(
            "average_order_value",
            "money_micros",
            here.average_order_value,
            behind=here.buyers,
            empty=here.mixed or NO_ORDERS,
            previous=there.average_order_value,
        ),
        "orders_per_customer": measured(
            "orders_per_customer",
            "count",
            here.orders_per_customer,
            behind=here.buyers,
            empty=NO_ORDERS,
            previous=there.orders_per_customer,
        ),
        "customer_value": measured(
            "customer_value",
            "money_micros",
            here.customer_value,
            behind=here.buyers,
            empty=here.mixed or NO_ORDERS,
            previous=there.customer_value,
        ),
    }


def _lifetime(facts: Facts, here: Period, there: Period) -> dict[str, Figure]:
    """Lifespan, and customer value over it. Both hang on the churn rate and take over its interval."""
    lifespan = _periods_stayed(facts.paying, here)
    before = _periods_stayed(facts.paying, there)
    value, value_before = facts.bought[here].customer_value, facts.bought[there].customer_value
    days = here.length.total_seconds() / 86400
    worth_before = None if before.value is None or value_before is None else before.value * value_before
    days_before = None if before.value is None else before.value * there.length.total_seconds() / 86400
    if lifespan.unavailable is None and value is None:
        reason = facts.bought[here].mixed or NO_ORDERS
        worth = missing("lifetime_value", "money_micros", reason, previous=worth_before)
    else:
        worth = _times(lifespan, value or 0.0, "lifetime_value", "money_micros", worth_before)
    return {"lifespan": _times(lifespan, days, "lifespan", "days", days_before), "lifetime_value": worth}


def _periods_stayed(paying: Paying, period: Period) -> Figure:
    """How many such periods a customer stays on average: 1 / churn rate."""
    churn = share_of("lifespan", paying.lost(period), paying.at(period.start), empty=NOBODY)
    if churn.value is None:
        return churn
    if churn.value == 0:
        return missing("lifespan", "count", NOBODY_LOST)
    return measured(
        "lifespan",
        "count",
        1 / churn.value,
        behind=paying.at(period.start),
        empty=NOBODY,
        interval=(1 / churn.high if churn.high else None, 1 / churn.low if churn.low else None),
    )


def _times(figure: Figure, factor: float, definition: str, unit: str, previous: float | None) -> Figure:
    def times(value: float | None) -> float | None:
        return None if value is None else value * factor

    return Figure(
        definition=definition,
        unit="days" if unit == "days" else "money_micros",
        value=times(figure.value),
        unavailable=figure.unavailable,
        previous=previous,
        low=times(figure.low),
        high=times(figure.high),
        is_small_sample=figure.is_small_sample,
    )


def _point(facts: Facts, period: Period) -> RetentionPoint:
    past = until_now(period, facts.now)
    bought, at_start = facts.bought[past], facts.paying.at(past.start)
    value = bought.average_order_value
    return RetentionPoint(
        start=period.start,
        end=period.end,
        retention_rate=quotient(facts.paying.stayed(past), at_start),
        churn_rate=quotient(facts.paying.lost(past), at_start),
        average_order_value_micros=None if value is None else round(value),
        orders_per_customer=bought.orders_per_customer,
        customers_at_start=at_start,
        is_over=period.end <= facts.now,
    )

"""What each customer's purchases look like to the models: how often again, until when, and since when.

Purchases of one day are one. The first is where a customer's time begins, so only those after it count as repeats.
Customers with the same pattern are alike to a model: it is fitted on patterns and their numbers, so a million
customers cost what their distinct patterns cost.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import day_number, local_day, whole_sum
from evergrow.storage.warehouse import Given, Instant, as_table, moment


def last_day(as_of: datetime, zone: str = "UTC") -> int:
    """The day (since 1970) up to which everything was seen: the one that ends at `as_of`, or runs."""
    return day_number(as_of - timedelta(microseconds=1), zone)


def activity(orders: Given, as_of: Instant, today: int | ir.IntegerScalar, *, zone: str = "UTC") -> ir.Table:
    """One row per customer who bought before `as_of`.

    Args:
        orders: `customer_key`, `at` (UTC), `revenue_micros`; an Ibis table, or any that speaks Arrow. Rows without revenue above 0
            are no purchases.
        as_of: Purchases from here on are left out.
        today: `last_day` of `as_of`.
        zone: IANA name; two purchases of one day there are one.

    Returns:
        `customer_key`, `repeats` (purchase days after the first), `recency_days` (first to last of them), `age_days`
        (first to `today`), `repeat_micros` (revenue of a repeat purchase on average, 0 without), `revenue_micros`. Lazy.
    """
    each = by_customer(orders, as_of, lambda at: local_day(at, zone))
    return each.select(
        "customer_key",
        "repeats",
        "revenue_micros",
        "repeat_micros",
        recency_days=each.last - each.first,
        age_days=ibis.greatest(today - each.first, each.last - each.first),
    )


def by_customer(orders: Given, as_of: Instant, when: Callable[[ir.Value], ir.IntegerValue]) -> ir.Table:
    """One row per customer who bought before `as_of`; purchases of one day or period, as `when` numbers them, are one.

    Returns:
        `customer_key`, `repeats`, `first` and `last` (numbers), `revenue_micros`, `repeat_micros`, `last_at`. Lazy.
    """
    table = as_table(orders, "customer_key", "at", "revenue_micros", what="orders")
    paid = table.filter(table["at"] < moment(as_of), table.revenue_micros > 0)
    times = (
        paid.select("customer_key", "revenue_micros", "at", number=when(paid["at"]))
        .group_by("customer_key", "number")
        .agg(
            revenue_micros=lambda rows: whole_sum(rows.revenue_micros),
            last_at=lambda rows: rows["at"].max(),
        )
    )
    each = times.group_by("customer_key").agg(
        repeats=times.count() - 1,
        first=times.number.min(),
        last=times.number.max(),
        last_at=times.last_at.max(),
        first_micros=times.revenue_micros.argmin(times.number),
        revenue_micros=whole_sum(times.revenue_micros),
    )
    repeated = ibis.ifelse(each.repeats > 0, each.repeats, 1).cast("float64")
    return each.select(
        "customer_key",
        "repeats",
        "first",
        "last",
        "last_at",
        "revenue_micros",
        repeat_micros=(each.revenue_micros - each.first_micros).cast("float64") / repeated,
    )


def patterns(each: ir.Table) -> ir.Table:
    """How many customers share each pattern.

    Returns:
        `repeats`, `recency_days`, `age_days`, `customers`, `repeat_micros` (their average repeat purchases, added up). Lazy.
    """
    return each.group_by("repeats", "recency_days", "age_days").agg(
        customers=each.count(), repeat_micros=each.repeat_micros.sum()
    )


def spending(each: ir.Table) -> ir.Table:
    """How many of those who bought again share a number of repeats and a value to the cent.

    Returns:
        `repeats`, `cents` (revenue of a repeat purchase on average), `customers`. Lazy.
    """
    again = each.filter(each.repeats > 0, each.repeat_micros > 0)
    rows = again.select("repeats", cents=(again.repeat_micros / 10_000).round().cast("int64"))
    return rows.group_by("repeats", "cents").agg(customers=rows.count())


def purchase_patterns(orders: ir.Table, as_of: Instant, today: ir.IntegerScalar, *, zone: str) -> ir.Table:
    """`patterns` of everybody who bought; a question that the warehouse keeps."""
    return patterns(activity(orders, as_of, today, zone=zone))


def followed(
    orders: ir.Table,
    split_at: Instant,
    split_day: ir.IntegerScalar,
    until: Instant,
    *,
    zone: str,
) -> ir.Table:
    """`patterns` as of `split_at`, and the purchases that followed.

    Returns:
        The columns of `patterns`, and `later`: purchase days of these customers from `split_at` to `until`. Lazy.
    """
    each = activity(orders, split_at, split_day, zone=zone)
    after = orders.filter(
        orders["at"] >= moment(split_at), orders["at"] < moment(until), orders.revenue_micros > 0
    )
    days = after.select("customer_key", day=local_day(after["at"], zone)).distinct()
    counts = days.group_by("customer_key").agg(later=days.count())
    both = each.left_join(counts, "customer_key")
    return both.group_by("repeats", "recency_days", "age_days").agg(
        customers=both.count(),
        repeat_micros=both.repeat_micros.sum(),
        later=whole_sum(both.later.fill_null(0)),
    )


def history(orders: ir.Table, as_of: Instant) -> ir.Table:
    """One row: `first_at`, the first purchase of all. Lazy."""
    paid = orders.filter(orders["at"] < moment(as_of), orders.revenue_micros > 0)
    return paid.agg(first_at=paid["at"].min())


def valued(
    orders: ir.Table, as_of: Instant, today: ir.IntegerScalar, expected: ir.Table, *, zone: str
) -> ir.Table:
    """Everybody who bought, with what is expected of them.

    Args:
        orders: See `activity`.
        as_of: See `activity`.
        today: See `activity`.
        expected: By pattern (`repeats`, `recency_days`, `age_days`): `probability_active`, `purchases`, and the value
            of one as `base_micros` + `weight` x the customer's own average.
        zone: See `activity`.

    Returns:
        `activity` and the columns of `expected`, with `spend_micros` and `value_micros`. Lazy.
    """
    each = activity(orders, as_of, today, zone=zone)
    return with_value(each, expected, ["repeats", "recency_days", "age_days"])


def with_value(each: ir.Table, expected: ir.Table, alike: list[str]) -> ir.Table:
    """Customers with what is expected of those who share a pattern (`alike`) with them. Lazy."""
    both = each.inner_join(expected, alike)
    spend = both.base_micros + both.weight * both.repeat_micros
    return both.mutate(spend_micros=spend, value_micros=spend * both.purchases)


def bands(
    orders: ir.Table, as_of: Instant, today: ir.IntegerScalar, expected: ir.Table, *, zone: str, count: int
) -> ir.Table:
    """Customers in equal parts by value, the best first: `band` (0 is best), `customers`, `value_micros`. Lazy."""
    return in_bands(valued(orders, as_of, today, expected, zone=zone), count)


def in_bands(valued: ir.Table, count: int) -> ir.Table:
    """`bands` of anything valued. Lazy."""
    each = valued.select("customer_key", "value_micros")
    order = [ibis.desc("value_micros"), ibis.asc("customer_key")]
    placed = each.mutate(band=ibis.ntile(count).over(order_by=order))
    return placed.group_by("band").agg(customers=placed.count(), value_micros=placed.value_micros.sum())


def best_customers(
    orders: ir.Table,
    customers: ir.Table,
    as_of: Instant,
    today: ir.IntegerScalar,
    expected: ir.Table,
    *,
    zone: str,
    count: int,
) -> ir.Table:
    """The customers of highest value: `customer_id`, `name` and the columns of `valued`. Lazy."""
    each = valued(orders, as_of, today, expected, zone=zone)
    silence = each.mutate(silent_days=each.age_days - each.recency_days)
    return best_of(silence, customers, count)


def best_of(valued: ir.Table, customers: ir.Table, count: int) -> ir.Table:
    """`best_customers` of anything valued. Lazy."""
    best = valued.order_by(ibis.desc("value_micros"), "customer_key").limit(count)
    named = best.inner_join(customers.select("customer_key", "customer_id", "name"), "customer_key")
    return named.order_by(ibis.desc("value_micros"), "customer_key")


def spending_patterns(orders: ir.Table, as_of: Instant, today: ir.IntegerScalar, *, zone: str) -> ir.Table:
    """`spending` of everybody who bought again; a question that the warehouse keeps."""
    return spending(activity(orders, as_of, today, zone=zone))

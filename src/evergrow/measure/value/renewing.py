"""What purchases look like where they can come once a period: in how many of how many weeks, months or years, and until when.

Periods are the calendar's, in the account's time zone, numbered as `local_period` does. Only whole ones count: a question
as of the middle of a month is one as of its beginning, for who has not renewed yet may still do so.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import Every, local_day, local_period, whole_sum
from evergrow.measure.value.purchases import best_of, by_customer, in_bands, spending, with_value
from evergrow.storage.warehouse import Given, Instant, moment

PATTERN: Final = ["bought", "last", "periods"]


def renewals(
    orders: Given,
    as_of: Instant,
    running: int | ir.IntegerScalar,
    *,
    every: Every,
    zone: str = "UTC",
) -> ir.Table:
    """One row per customer who bought before `as_of`.

    Args:
        orders: As `activity` takes them.
        as_of: Where a period begins; purchases from here on are left out.
        running: The number of that period (`period_number`).
        every: How long a period is.
        zone: IANA name; periods begin at its midnight.

    Returns:
        `customer_key`, `bought` (periods with a purchase after the first), `last` (the last of them, 1 is the first after
        it), `periods` (whole ones since the first), `repeat_micros` (revenue of one of them on average, 0 without),
        `revenue_micros`, `last_at`. Lazy.
    """
    each = by_customer(orders, as_of, lambda at: local_period(at, zone, every))
    return each.select(
        "customer_key",
        "revenue_micros",
        "repeat_micros",
        "last_at",
        bought=each.repeats,
        last=each["last"] - each["first"],
        periods=ibis.greatest(running - 1 - each["first"], each["last"] - each["first"]),
    )


def seasons(each: ir.Table) -> ir.Table:
    """How many customers share each pattern: `bought`, `last`, `periods`, `customers`, `repeat_micros`. Lazy."""
    return each.group_by(*PATTERN).agg(customers=each.count(), repeat_micros=each.repeat_micros.sum())


def renewal_patterns(
    orders: ir.Table, as_of: Instant, running: ir.IntegerScalar, *, every: Every, zone: str
) -> ir.Table:
    """`seasons` of everybody who bought; a question that the warehouse keeps."""
    return seasons(renewals(orders, as_of, running, every=every, zone=zone))


def renewal_spending(
    orders: ir.Table, as_of: Instant, running: ir.IntegerScalar, *, every: Every, zone: str
) -> ir.Table:
    """`spending` of everybody who bought again; a question that the warehouse keeps."""
    return spending(renewals(orders, as_of, running, every=every, zone=zone).rename(repeats="bought"))


def renewals_followed(
    orders: ir.Table,
    split_at: Instant,
    split: ir.IntegerScalar,
    until: Instant,
    *,
    every: Every,
    zone: str,
) -> ir.Table:
    """`seasons` as of `split_at`, the beginning of the period `split`, and the purchases that followed.

    Returns:
        The columns of `seasons`, and `later`: periods with a purchase from `split_at` to `until`. Lazy.
    """
    each = renewals(orders, split_at, split, every=every, zone=zone)
    after = orders.filter(
        orders["at"] >= moment(split_at), orders["at"] < moment(until), orders.revenue_micros > 0
    )
    times = after.select("customer_key", number=local_period(after["at"], zone, every)).distinct()
    counts = times.group_by("customer_key").agg(later=times.count())
    both = each.left_join(counts, "customer_key")
    return both.group_by(*PATTERN).agg(
        customers=both.count(),
        repeat_micros=both.repeat_micros.sum(),
        later=whole_sum(both.later.fill_null(0)),
    )


def renewals_valued(
    orders: ir.Table,
    as_of: Instant,
    running: ir.IntegerScalar,
    expected: ir.Table,
    *,
    every: Every,
    zone: str,
) -> ir.Table:
    """`renewals` with what is expected of everybody; `expected` as for `valued`, by the columns of `seasons`. Lazy."""
    return with_value(renewals(orders, as_of, running, every=every, zone=zone), expected, PATTERN)


def renewal_bands(
    orders: ir.Table,
    as_of: Instant,
    running: ir.IntegerScalar,
    expected: ir.Table,
    *,
    every: Every,
    zone: str,
    count: int,
) -> ir.Table:
    """`bands` of them. Lazy."""
    return in_bands(renewals_valued(orders, as_of, running, expected, every=every, zone=zone), count)


def best_renewing(
    orders: ir.Table,
    customers: ir.Table,
    as_of: Instant,
    running: ir.IntegerScalar,
    today: ir.IntegerScalar,
    expected: ir.Table,
    *,
    every: Every,
    zone: str,
    count: int,
) -> ir.Table:
    """`best_customers` of them; `silent_days` are counted up to `today`, a day's number. Lazy."""
    each = renewals_valued(orders, as_of, running, expected, every=every, zone=zone)
    told = each.mutate(repeats=each.bought, silent_days=today - local_day(each.last_at, zone))
    return best_of(told, customers, count)

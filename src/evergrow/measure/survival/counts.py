"""How many customers stayed how many days until they lapsed, or took how many until they ordered again."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.storage.warehouse import Given, Instant, as_table, moment

_MICROS_A_DAY: Final = 86_400_000_000
_UNKNOWN: Final = ibis.null("string")


def staying_times(
    stays: Given, as_of: Instant, groups: ir.Table | None = None, *, paying: Sequence[str]
) -> ir.Table:
    """From the first moment in a paying stage to the first outside of them all, as known before `as_of`.

    Args:
        stays: `customer_key`, `stage`, `entered_at` (UTC); an Ibis table, or any that speaks Arrow.
        as_of: Until when everything was seen.
        groups: `customer_key`, each once, and `value`.
        paying: Ids of the stages in which a customer stays.

    Returns:
        `value`, `days`, `has_ended`, `customers`. Lazy.
    """
    table = as_table(stays, "customer_key", "stage", "entered_at", what="stays")
    known = table.filter(table.entered_at < moment(as_of)).select(
        "customer_key", "entered_at", is_paying=table.stage.isin(list(paying))
    )
    first = known.filter(known.is_paying).group_by("customer_key").agg(began_at=known.entered_at.min())
    after = known.filter(~known.is_paying).inner_join(first, "customer_key")
    after = after.filter(after.entered_at > after.began_at)
    gone = after.group_by("customer_key").agg(ended_at=after.entered_at.min())
    return _counted(first, gone, as_of, groups)


def second_order_times(orders: Given, as_of: Instant, groups: ir.Table | None = None) -> ir.Table:
    """From the first order to the next one at a later instant, as known before `as_of`.

    Args:
        orders: `customer_key`, `at` (UTC), `revenue_micros`; an Ibis table, or any that speaks Arrow. Rows without revenue above 0 are none.
        as_of: Until when everything was seen.
        groups: `customer_key`, each once, and `value`.

    Returns:
        `value`, `days`, `has_ended`, `customers`. Lazy.
    """
    table = as_table(orders, "customer_key", "at", "revenue_micros", what="orders")
    paid = table.filter(table["at"] < moment(as_of), table.revenue_micros > 0).select("customer_key", "at")
    first = paid.group_by("customer_key").agg(began_at=paid["at"].min())
    later = paid.inner_join(first, "customer_key")
    later = later.filter(later["at"] > later.began_at)
    again = later.group_by("customer_key").agg(ended_at=later["at"].min())
    return _counted(first, again, as_of, groups)


def _counted(first: ir.Table, ended: ir.Table, as_of: Instant, groups: ir.Table | None) -> ir.Table:
    ended = ended.rename(ended_key="customer_key")
    both = first.left_join(ended, [first.customer_key == ended.ended_key])
    until = ibis.coalesce(both.ended_at, moment(as_of))
    days = (until.delta(both.began_at, unit="microsecond") / _MICROS_A_DAY).floor().cast("int64")
    each = both.select("customer_key", days=days, has_ended=both.ended_at.notnull())
    if groups is None:
        each = each.mutate(value=_UNKNOWN)
    else:
        told = groups.select(group_key="customer_key", value=groups.value.cast("string"))
        each = each.left_join(told, [each.customer_key == told.group_key])
    return each.group_by("value", "days", "has_ended").agg(customers=each.count())

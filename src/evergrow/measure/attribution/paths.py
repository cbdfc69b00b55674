"""The ways to a conversion: for each, the visits before it in their order; equal ways are one row with their number.

The models run on these rows, so a million customers cost what their distinct ways cost. A conversion's way holds the
visits of the look-back window before it, whether or not another conversion lies between: so the second order of a
customer who came back by themselves has a way, too.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import whole_sum
from evergrow.storage.warehouse import Given, Instant, as_table, moment

STEP: Final = "\t"
"""Stands between the visits of a way."""
MOST_VISITS: Final = 999
"""Of a way; who came more often than that within the window is a machine, and its last visits tell enough."""
PLACE: Final = 3
"""Letters of the place that stands before each label."""
HALF_LIFE_DAYS: Final = 7.0
_DAY_SECONDS: Final = 86_400


def conversions(events: Given, start: Instant, end: Instant) -> ir.Table:
    """What happened in [start, end) that visits are given credit for.

    Args:
        events: One row a conversion: `customer_key`, `at` (UTC), `revenue_micros` (may be null); those before `start`
            tell who is new. An Ibis table, or any that speaks Arrow.
        start: Of the time looked at.
        end: Not in it.

    Returns:
        `customer_key`, `at`, `conversions` (at that very moment), `value_micros`, `newcomers` (1 where it is the customer's
        first, else 0). Lazy.
    """
    table = as_table(events, "customer_key", "at", "revenue_micros")
    known = table.filter(table["at"] < moment(end))
    first = known.group_by("customer_key").agg(first_at=known["at"].min())
    inside = known.filter(known["at"] >= moment(start))
    each = inside.group_by("customer_key", "at").agg(
        conversions=inside.count(), value_micros=whole_sum(inside.revenue_micros.fill_null(0))
    )
    both = each.inner_join(first, "customer_key")
    return both.select(
        "customer_key",
        "at",
        "conversions",
        "value_micros",
        newcomers=ibis.ifelse(both["at"] == both.first_at, 1, 0).cast("int64"),
    )


def by_currency(events: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """What happened in [start, end) by currency: `currency`, `conversions`, `value_micros`. Lazy."""
    inside = events.filter(events["at"] >= moment(start), events["at"] < moment(end))
    return inside.group_by("currency").agg(
        conversions=inside.count(), value_micros=whole_sum(inside.revenue_micros.fill_null(0))
    )


def totals(converted: ir.Table) -> ir.Table:
    """One row: `conversions`, `value_micros`, `newcomers`. Lazy."""
    return converted.agg(**{name: whole_sum(converted[name]) for name in _SUMS})


def paths(
    visits: ir.Table, converted: ir.Table, start: Instant, window_seconds: ir.IntegerValue | int
) -> ir.Table:
    """The distinct ways, those that led to a conversion and those that led nowhere.

    A way that led nowhere: of one customer, the visits after which no conversion followed within the window.

    Args:
        visits: `customer_key`, `at`, `label`, of the conversions' time and the window before it; see `labeled`.
        converted: See `conversions`.
        start: Of the conversions' time; visits before it may lead to one of them, but are not said to lead nowhere.
        window_seconds: How long before a conversion a visit may lie.

    Returns:
        `path` (labels between STEP, the first visit first, each with its place before it), `conversions`,
        `value_micros`, `newcomers`, `nulls` (ways that led nowhere). Lazy.
    """
    led = _before(visits, converted, window_seconds)
    sums = {name: led[name].max() for name in _SUMS}  # the same in every row of a conversion
    ways = _joined(led, ["customer_key", "converted_at"], **sums)
    inside = visits.filter(visits["at"] >= moment(start))
    lost = _joined(_unfollowed(inside, converted, window_seconds), ["customer_key"])
    both = ibis.union(
        ways.select("path", *_SUMS, nulls=ibis.literal(0, type="int64")),
        lost.select(
            "path",
            **{name: ibis.literal(0, type="int64") for name in _SUMS},
            nulls=ibis.literal(1, type="int64"),
        ),
    )
    return both.group_by("path").agg(**{name: whole_sum(both[name]) for name in (*_SUMS, "nulls")})


def decayed(visits: ir.Table, converted: ir.Table, window_seconds: ir.IntegerValue | int) -> ir.Table:
    """Credit by age: a visit counts half as much as one seven days later; each conversion's visits share it.

    Returns:
        `label`, what it is given of `conversions`, `value_micros` and `newcomers`, and `squares`: the sum over
        conversions of the square of what it got of each. Lazy.
    """
    led = _before(visits, converted, window_seconds)
    days = (led.converted_at.epoch_seconds() - led["at"].epoch_seconds()).cast("float64") / _DAY_SECONDS
    weighed = led.mutate(weight=(days * (-1 / HALF_LIFE_DAYS) * ibis.literal(2.0).ln()).exp())
    whole = weighed.weight.sum().over(group_by=[weighed.customer_key, weighed.converted_at])
    visit = weighed.mutate(part=weighed.weight / whole)
    each = visit.group_by("customer_key", "converted_at", "label").agg(
        part=visit.part.sum(), **{name: visit[name].max() for name in _SUMS}
    )
    given = {name: (each.part * each[name]).sum() for name in _SUMS}
    return each.group_by("label").agg(**given, squares=(each.part * each.part * each.conversions).sum())


_SUMS: Final = ("conversions", "value_micros", "newcomers")


def _before(visits: ir.Table, converted: ir.Table, window: ir.IntegerValue | int) -> ir.Table:
    """Each conversion with its visits: the columns of both and `place`, counted back from the conversion."""
    goals = converted.rename(converted_at="at")
    both = goals.inner_join(
        visits,
        [
            goals.customer_key == visits.customer_key,
            visits["at"] <= goals.converted_at,
            goals.converted_at.epoch_seconds() - visits["at"].epoch_seconds() <= window,
        ],
        rname="visit_{name}",
    )
    each = both.select("customer_key", "converted_at", *_SUMS, "at", "label")
    latest = [ibis.desc(each["at"]), ibis.desc(each.label)]
    place = ibis.row_number().over(group_by=[each.customer_key, each.converted_at], order_by=latest)
    return each.mutate(place=place).filter(lambda rows: rows.place < MOST_VISITS)


def _unfollowed(visits: ir.Table, converted: ir.Table, window: ir.IntegerValue | int) -> ir.Table:
    """The visits after which no conversion followed within the window: `customer_key`, `label`, `place`."""
    never = ibis.null("timestamp(6)")
    both = ibis.union(
        visits.select("customer_key", at=visits["at"].cast("timestamp(6)"), label="label", goal_at=never),
        converted.select(
            "customer_key",
            at=converted["at"].cast("timestamp(6)"),
            label=ibis.null("string"),
            goal_at=converted["at"].cast("timestamp(6)"),
        ),
    )
    following = ibis.window(group_by="customer_key", order_by=["at", "goal_at"], preceding=0, following=None)
    each = both.mutate(next_at=both.goal_at.min().over(following))
    late = each.next_at.epoch_seconds() - each["at"].epoch_seconds() > window
    lost = each.filter(each.label.notnull(), each.next_at.isnull() | late)
    latest = [ibis.desc(lost["at"]), ibis.desc(lost.label)]
    place = ibis.row_number().over(group_by=lost.customer_key, order_by=latest)
    return lost.select("customer_key", "label", place=place).filter(lambda rows: rows.place < MOST_VISITS)


def _joined(each: ir.Table, keys: list[str], **more: ir.Value) -> ir.Table:
    """Rows with one `path` for each of the keys.

    The place goes before each label, so that sorting the texts puts the visits in their order: not every engine
    knows an aggregate with an order.
    """
    place = (MOST_VISITS - each.place).cast("string").lpad(PLACE, "0")
    steps = each.mutate(step=place + each.label)
    found = steps.group_by(*keys).agg(steps=steps.step.collect(), **more)
    return found.mutate(path=found.steps.sort().join(STEP))

"""How many customers came back on each day and in each week after they began, and on how many days they are there.

A day is a calendar day of the account. The first one is day 0, week 0 is days 0 to 6; neither counts as coming back.
Nobody is counted for a day or week that is not over: who began lately says nothing about day 30.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.funnels import Step
from evergrow.measure.metrics import event_holds, local_day, whole
from evergrow.storage.warehouse import Given, Instant, as_table, moment

_KEY: Final = "customer_key"
_UNKNOWN: Final = ibis.null("string")


def return_counts(
    events: Given,
    start: Instant,
    end: Instant,
    as_of: Instant,
    today: int | ir.IntegerScalar,
    groups: ir.Table | None = None,
    *,
    began: Step | None = None,
    back: Step | None = None,
    days: int = 90,
    zone: str = "UTC",
) -> ir.Table:
    """The customers whose first `began` of all was from `start` to `end`, by what they did since.

    Args:
        events: `customer_key`, `name`, `at` (UTC) and what the steps' conditions read; an Ibis table, or any that speaks Arrow.
        start: When customers began at the earliest.
        end: And before when.
        as_of: Events from here on are left out.
        today: The day (`day_number`) of `as_of`, which is not over.
        groups: `customer_key`, each once, and `value`.
        began: With which event; None for any.
        back: Which event is coming back; None for any.
        days: The last day counted.
        zone: IANA name of the zone whose days count.

    Returns:
        `value`, `kind`, `n`, `customers`. By kind: `open`: how many have day n as their last day that is over (-1: not
        even their first); `day`: came back on day n; `week`: in week n; `since`: for the last time on day n. No day or week
        after the last one that is over for the customer. Lazy.
    """
    table = as_table(events, "customer_key", "name", "at")
    starts = done(table, began).filter(lambda rows: rows["at"] < moment(end))
    first = starts.group_by(_KEY).agg(first_at=starts["at"].min())
    first = first.filter(first.first_at >= moment(start))
    first = first.mutate(first_day=local_day(first.first_at, zone))
    last = ibis.greatest(ibis.least(today - first.first_day - 1, whole(days)), whole(-1))
    first = _told(first.mutate(open=last), groups)
    later = done(table, back).filter(
        lambda rows: (rows["at"] >= moment(start)) & (rows["at"] < moment(as_of))
    )
    both = later.select(_KEY, day=local_day(later["at"], zone)).inner_join(first, _KEY)
    # Beyond the last day all days are one: what happens years later makes no more rows.
    both = both.mutate(n=ibis.least(both.day - both.first_day, whole(days + 1)))
    told = [] if groups is None else ["value"]
    there = both.filter(both.n >= 1).select(_KEY, *told, "open", "n").distinct()
    there = there.mutate(week=(there.n / 7).floor().cast("int64"))
    weeks = there.filter(there.week >= 1, there.week * 7 + 6 <= there.open)
    weeks = weeks.select(_KEY, *told, n="week").distinct()
    last_there = there.group_by(_KEY, *told).agg(n=ibis.least(there.n.max(), there.open.max()))
    found = _counted(first.select(*told, n="open"), "open")
    for kind, rows in (
        ("day", there.filter(there.n <= there.open)),
        ("week", weeks),
        ("since", last_there.filter(last_there.n >= 1)),
    ):
        found = found.union(_counted(rows, kind))
    return found


def active_days(
    events: Given,
    start: Instant,
    end: Instant,
    groups: ir.Table | None = None,
    *,
    event: Step | None = None,
    zone: str = "UTC",
) -> ir.Table:
    """On how many days from `start` to `end` customers did the event: the power-user curve.

    Returns:
        `value`, `days`, `customers`; nobody who was never there. Lazy.
    """
    table = as_table(events, "customer_key", "name", "at")
    within = done(table, event).filter(
        lambda rows: (rows["at"] >= moment(start)) & (rows["at"] < moment(end))
    )
    there = within.select(_KEY, day=local_day(within["at"], zone)).distinct()
    each = _with_value(_told(there.group_by(_KEY).agg(days=there.count()), groups))
    return each.group_by("value", "days").agg(customers=each.count())


def done(events: ir.Table, step: Step | None) -> ir.Table:
    """The events that are this one; all for None."""
    if step is None:
        return events
    named = events.filter(events.name == step.event)
    return named if step.where is None else named.filter(event_holds(named, step.where))


def _told(rows: ir.Table, groups: ir.Table | None) -> ir.Table:
    if groups is None:
        return rows
    told = groups.select(group_key=_KEY, value=groups.value.cast("string"))
    return rows.left_join(told, rows[_KEY] == told.group_key).drop("group_key")


def _with_value(rows: ir.Table) -> ir.Table:
    """Nobody is told apart without groups; the value that is not there is carried through no pass over all rows."""
    return rows if "value" in rows.columns else rows.mutate(value=_UNKNOWN)


def _counted(rows: ir.Table, kind: str) -> ir.Table:
    rows = _with_value(rows)
    counts = rows.group_by("value", "n").agg(customers=rows.count())
    return counts.select("value", kind=ibis.literal(kind), n=counts.n.cast("int64"), customers="customers")

"""What was known at a moment: the tables with everything later taken out.

Holds   a feature computed from these tables cannot see what it is to foretell. What stands in the tables ahead of time (a
        stay's end, a customer's orders up to today) is taken out, too.
Never   changes who is who: two identities found to be one customer later are one before, too.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from evergrow.storage.warehouse import Instant, moment

MICROS_A_DAY = 86_400_000_000


@dataclass(frozen=True)
class Known:
    """The account's tables as they stood before `at`.

    Attributes:
        events: `customer_key`, `name`, `at` and what else the record tells of an event.
        orders: `customer_key`, `at`, `revenue_micros`; paid ones alone.
        stays: `customer_key`, `stage`, `entered_at`: stages entered by then.
        customers: `customer_key`, `first_seen_at`, `known_at` (null where that came later).
        at: The moment.
    """

    events: ir.Table
    orders: ir.Table
    stays: ir.Table
    customers: ir.Table
    at: Instant

    def days_before(self, days: int) -> ir.TimestampScalar:
        """The moment so many days before."""
        return moment(self.at) - ibis.interval(days=days)

    def days_since(self, at: ir.Value) -> ir.FloatingValue:
        """From then until the moment, in days."""
        return moment(self.at).delta(at, unit="microsecond") / MICROS_A_DAY


def as_known(events: ir.Table, orders: ir.Table, stays: ir.Table, customers: ir.Table, at: Instant) -> Known:
    """The tables of `Measured` without what came at `at` or later."""
    edge = moment(at)
    people = customers.filter(customers.first_seen_at < edge)
    known_at = ibis.ifelse(people.known_at < edge, people.known_at, ibis.null("timestamp(6)"))
    return Known(
        events=events.filter(events["at"] < edge),
        orders=orders.filter(orders["at"] < edge, orders.revenue_micros > 0),
        stays=stays.filter(stays.entered_at < edge).select("customer_key", "stage", "entered_at"),
        customers=people.select("customer_key", "first_seen_at", known_at=known_at),
        at=at,
    )

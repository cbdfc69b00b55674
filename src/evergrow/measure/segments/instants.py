"""When to look at customers to see, in hindsight, every time one of them came into a segment or left it."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Final

import ibis.expr.types as ir

from evergrow.measure.segments.spec import Grounds
from evergrow.measure.segments.turns import CLOCKS, turns
from evergrow.storage.warehouse import WarehouseTable

SPAN: Final = WarehouseTable("looked_span", {"since": "timestamp(6)", "until": "timestamp(6)"})


def instants(grounds: Grounds) -> ir.Table:
    """`customer_key`, `at`: whenever something happened to a customer, or passed by itself, in the span of time. Lazy.

    Of each customer named, the span's beginning is among them, to begin from. `SPAN` and `CLOCKS` are to be bound.
    """
    span = SPAN.rows
    people = grounds.customers.cross_join(span)
    keys = people.filter(people.first_seen_at <= people.until).select("customer_key", "since", "until")
    happened = grounds.events.select("customer_key", "at").cross_join(span)
    happened = happened.filter(happened["at"] > happened.since, happened["at"] <= happened.until)
    found = happened.select("customer_key", "at").union(turns(keys, CLOCKS.rows, grounds))
    begun = found.select("customer_key").distinct().cross_join(span)
    return found.union(begun.select("customer_key", at="since")).distinct()

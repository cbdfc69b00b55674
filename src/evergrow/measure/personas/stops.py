"""What stops customers: what each of them met with on the way, and where they left it."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import json_text
from evergrow.measure.personas.kinds import SEARCHED
from evergrow.measure.personas.rules import ADDED, CHECKOUT, ORDER, VIEWED
from evergrow.storage.warehouse import Instant, moment

STOPS: Final = (
    "no_results",
    "out_of_stock",
    "cart_left",
    "checkout_left",
    "complaint",
    "low_review",
    "late_delivery",
    "refund",
    "unsubscribed",
)
_STOPPING: Final = (
    *(VIEWED, ADDED, CHECKOUT, ORDER, SEARCHED),
    *("Ticket Created", "Product Reviewed", "Order Delivered", "Order Refunded", "Unsubscribed"),
)
LOW_RATING: Final = 2
"""Of five stars."""


def stopped(events: ir.Table, drawn: ir.Table, as_of: Instant) -> ir.Table:
    """How many of the drawn customers met with each of STOPS: `name`, `persona`, `value`, `customers`, `known` (all drawn).

    A cart or checkout is left where it is the furthest step after the last paid order, or ever. Lazy.
    """
    before = events.filter(events["at"] < moment(as_of), events.name.isin(list(_STOPPING)))
    seen = before.semi_join(drawn, before.customer_key == drawn.drawn_key)

    def first_of(name: str, *keys: str) -> ir.StringValue:
        """Read of this event's properties alone: an engine parses them for all rows else."""
        props = ibis.ifelse(seen.name == name, seen.properties, ibis.null("string"))
        return ibis.coalesce(*(json_text(props, [key]) for key in keys))

    results = first_of(SEARCHED, "results", "results_count", "number_of_results")
    stock = first_of(VIEWED, "in_stock", "availability").lower()
    gone = stock.isin(["false", "0", "out of stock", "out_of_stock", "outofstock", "soldout", "sold_out"])
    rating = first_of("Product Reviewed", "rating", "score").try_cast("float64")
    late_days = first_of("Order Delivered", "days_late").try_cast("float64")
    is_late = (late_days > 0) | (first_of("Order Delivered", "delivery") == "late").fill_null(False)
    each = seen.select(
        "customer_key",
        added_at=ibis.ifelse(seen.name == ADDED, seen["at"], ibis.null()),
        checkout_at=ibis.ifelse(seen.name == CHECKOUT, seen["at"], ibis.null()),
        order_at=ibis.ifelse(seen.name == ORDER, seen["at"], ibis.null()),
        no_results=_flag((seen.name == SEARCHED) & (results == "0")),
        out_of_stock=_flag((seen.name == VIEWED) & gone),
        complaint=_flag(seen.name == "Ticket Created"),
        low_review=_flag((seen.name == "Product Reviewed") & (rating <= LOW_RATING)),
        late_delivery=_flag((seen.name == "Order Delivered") & is_late),
        refund=_flag(seen.name == "Order Refunded"),
        unsubscribed=_flag(seen.name == "Unsubscribed"),
    )
    plain = (
        "no_results",
        "out_of_stock",
        "complaint",
        "low_review",
        "late_delivery",
        "refund",
        "unsubscribed",
    )
    one = each.group_by("customer_key").agg(
        **{name: each[name].max() for name in (*plain, "added_at", "checkout_at", "order_at")}
    )
    carts = (one.added_at > one.order_at) | (one.added_at.notnull() & one.order_at.isnull())
    checks = (one.checkout_at > one.order_at) | (one.checkout_at.notnull() & one.order_at.isnull())
    flags = {name: one[name] == 1 for name in plain} | {
        "cart_left": carts.fill_null(False) & ~checks.fill_null(False),
        "checkout_left": checks.fill_null(False),
    }
    told = one.select("customer_key", **flags)
    parts = [told.filter(told[name]).select("customer_key", value=ibis.literal(name)) for name in STOPS]
    met = reduce(ir.Table.union, parts)
    both = met.inner_join(drawn, met.customer_key == drawn.drawn_key)
    counts = both.group_by("persona", "value").agg(customers=both.count())
    people = drawn.group_by("persona").agg(known=drawn.count())
    return counts.inner_join(people, "persona").select(
        "persona", "value", "customers", "known", name=ibis.literal("stop")
    )


def _flag(is_so: ir.Value) -> ir.IntegerValue:
    return ibis.ifelse(is_so.fill_null(False), 1, 0)

"""Tables of `customer_key`, each once, and `value`: what reports break their customers down by."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.documents import did_you_mean
from evergrow.kernel import refuse
from evergrow.measure.lifecycle import standing
from evergrow.measure.metrics import Measured, json_text
from evergrow.record.customers import TRAITS, with_customer
from evergrow.storage.warehouse import Instant

WAYS: Final = ("source", "first_product", "stage", "trait.KEY", "segment:NAME")
INSIDE: Final = "in"
OUTSIDE: Final = "out"


def grouping(
    source: Measured, by: str, at: datetime, *, members: Callable[[str], ir.Table | None]
) -> ir.Table:
    """The customers told apart by what `by` names. Lazy.

    Args:
        source: The account's tables.
        by: `trait.KEY`, `source` (of the first event), `first_product`, `stage`, or a segment as reports are asked for
            one (`segment:NAME`, `rfm:ID`): in it or out of it.
        at: The moment of stage and segment.
        members: The customers of a segment.

    Raises:
        Refusal: `grouping.unknown`, or `segment.unknown`.
    """
    if by.startswith("trait.") and len(by) > len("trait."):
        return by_trait(with_customer(TRAITS.rows), by.removeprefix("trait."))
    if by == "source":
        return by_first_source(source.events, source.customers)
    if by == "first_product":
        return by_first_product(source.events)
    if by == "stage":
        return by_stage(source.stays, at)
    if by.startswith(("segment:", "rfm:", "stage:")):
        keys = members(by)
        assert keys is not None
        inside = keys.select("customer_key").distinct().mutate(value=ibis.literal(INSIDE))
        outside = source.customers.select("customer_key").anti_join(keys, "customer_key")
        return inside.union(outside.mutate(value=ibis.literal(OUTSIDE)))
    raise refuse(
        "grouping.unknown",
        f"Customers cannot be told apart by '{by}'.{did_you_mean(by, WAYS)}",
        where="by",
        next_step=f"Choose one of {', '.join(WAYS)}.",
        status=422,
    )


def by_trait(traits: ir.Table, key: str) -> ir.Table:
    """The last word on a trait: `customer_key`, `value` as text.

    Args:
        traits: `customer_key`, `key`, `value` (JSON), `at`.
        key: Whose.
    """
    stated = traits.filter(traits.key == key)
    last = stated.group_by("customer_key").agg(value=stated.value.argmax(stated["at"]))
    return last.select("customer_key", value=json_text(last.value, []))


def by_first_source(events: ir.Table, customers: ir.Table) -> ir.Table:
    """The campaign source of the first event of each customer; null where it named none. Lazy."""
    seen = customers.select(first_key="customer_key", first_at="first_seen_at")
    first = events.inner_join(
        seen, [events.customer_key == seen.first_key, events["at"] == seen.first_at]
    ).select("customer_key", value=lambda rows: json_text(rows.context, ["campaign", "source"]))
    return first.group_by("customer_key").agg(value=first.value.min())


def by_first_product(events: ir.Table) -> ir.Table:
    """The first product that each customer ordered, by its name or else its id. Lazy."""
    orders = events.filter(events.name == "Order Completed")
    first = orders.group_by("customer_key").agg(properties=orders.properties.argmin(orders["at"]))

    def told(name: str) -> ir.Value:
        return ibis.coalesce(
            json_text(first.properties, ["products", 0, name]), json_text(first.properties, [name])
        )

    return first.select("customer_key", value=ibis.coalesce(told("name"), told("product_id")))


def by_stage(stays: ir.Table, at: Instant) -> ir.Table:
    """The stage each customer stands in at a moment. Lazy."""
    return standing(stays, at).select("customer_key", value="stage")

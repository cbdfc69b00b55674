"""The lines of orders: which products each order names."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOperatorIssue=false

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from evergrow.record.events import paid_orders
from evergrow.storage.warehouse import Given, Instant, as_table, moment


@ibis.udf.scalar.builtin(name="json_extract_string")
def _texts(document: str, path: str) -> list[str]:  # pyright: ignore[reportReturnType]
    """DuckDB's own, for a path with `*`; a cluster gives its engine a function of this name."""


def order_lines(events: Given, start: Instant, end: Instant) -> ir.Table:
    """The products of the paid orders of [start, end), each once an order.

    Args:
        events: `customer_key`, `at` (UTC), `name`, `revenue_micros`, `properties` (JSON with `products` as Segment writes
            them: `product_id` or `sku` or `name`); an Ibis table, or any that speaks Arrow.
        start: Of the time looked at.
        end: Not in it.

    Returns:
        `customer_key` and `at` (an order), `item`. Lazy.
    """
    table = as_table(events, "customer_key", "at", "name", "revenue_micros", "properties")
    orders = paid_orders(table).filter(table["at"] >= moment(start), table["at"] < moment(end))
    told = orders.select(
        "customer_key", "at", item=named(orders.properties, "product_id", "sku", "name").unnest()
    )
    return told.filter(told.item.notnull(), told.item != "").distinct()


def frequent_lines(events: ir.Table, start: Instant, end: Instant, least: int) -> ir.Table:
    """`order_lines` of products in at least so many orders: only these can lie in a frequent set. Lazy."""
    lines = order_lines(events, start, end)
    counts = lines.group_by("item").agg(orders=lines.count())
    return lines.semi_join(counts.filter(counts.orders >= least), "item")


def order_sizes(events: ir.Table, start: Instant, end: Instant) -> ir.Table:
    """How many orders name how many different products: `products`, `orders`. Lazy."""
    lines = order_lines(events, start, end)
    sizes = lines.group_by("customer_key", "at").agg(products=lines.count())
    return sizes.group_by("products").agg(orders=sizes.count())


def product_names(events: ir.Table, start: Instant, end: Instant, wanted: ir.Table) -> ir.Table:
    """A name for each of the wanted products: `item`, `name`. Those that no order names are left out. Lazy."""
    orders = paid_orders(events).filter(events["at"] >= moment(start), events["at"] < moment(end))
    ids, names = named(orders.properties, "product_id", "sku", "name"), named(orders.properties, "name")
    both = orders.filter(ids.length() == names.length()).select(pair=ids.zip(names).unnest())
    pairs = both.select(item=both.pair.f1, name=both.pair.f2)
    found = pairs.semi_join(wanted, "item")
    return found.group_by("item").agg(name=found.name.max())


def named(properties: ir.Value, *keys: str) -> ir.ArrayValue:
    """The first of these that the order's products have, as a list; an empty list where none has."""
    found = _texts(properties, f"$.products[*].{keys[-1]}")
    for key in reversed(keys[:-1]):
        texts = _texts(properties, f"$.products[*].{key}")
        found = ibis.ifelse(texts.length() > 0, texts, found)
    return found

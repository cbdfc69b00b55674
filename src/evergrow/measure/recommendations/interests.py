"""What customers are interested in: which products they looked at, put into the cart and bought, fading with time."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false, reportOperatorIssue=false

from __future__ import annotations

from functools import reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import json_text
from evergrow.measure.recommendations.lines import named
from evergrow.record.events import paid_orders
from evergrow.storage.warehouse import Given, Instant, as_table, moment

LOOKED_AT: Final = ("Product Viewed", "Product Clicked", "Product Added to Wishlist")
ADDED: Final = ("Product Added",)
WEIGHTS: Final = {"looked at": 1.0, "added": 1.05, "bought": 1.1}
"""How much each deed says. Little more for a purchase: tuned, see docs/explanation/recommendations.md."""
HALF_LIFE_DAYS: Final = 90
KEYS: Final = ("product_id", "sku", "name")
MOST_OF_ONE: Final = 200
"""Products of one customer that count, the strongest first: a crawler looks at all of them."""
_DAY: Final = 86_400
_LN_2: Final = 0.6931471805599453


def deeds(events: Given, until: Instant) -> ir.Table:
    """What customers did with products before a moment, one row a product of an event.

    Args:
        events: `customer_key`, `at` (UTC), `name`, `revenue_micros`, `properties` (JSON as Segment writes products); an
            Ibis table, or any that speaks Arrow.
        until: Not in it.

    Returns:
        `customer_key`, `at`, `item` (its id, else SKU, else name), `weight`, `is_bought`. Lazy.
    """
    table = as_table(events, "customer_key", "at", "name", "revenue_micros", "properties")
    before = table.filter(table["at"] < moment(until))
    orders = paid_orders(before)
    bought = orders.select(
        "customer_key",
        "at",
        item=named(orders.properties, *KEYS).unnest(),
        weight=ibis.literal(WEIGHTS["bought"]),
        is_bought=ibis.literal(True),
    )
    told = _single(before, LOOKED_AT, "looked at").union(_single(before, ADDED, "added")).union(bought)
    return told.filter(told.item.notnull(), told.item != "")


def interests(events: Given, until: Instant, *, half_life_days: int = HALF_LIFE_DAYS) -> ir.Table:
    """How much each customer is interested in each product: the strongest deed counts, as it has faded by now.

    A deed's weight halves every `half_life_days`, as in Ding & Li (2005).

    Returns:
        `customer_key`, `item`, `weight` (above 0), `is_bought`; at most 200 products a customer. Lazy.

    Source:
        Ding & Li (2005), "Time Weight Collaborative Filtering", CIKM 485-492.
    """
    done = deeds(events, until)
    faded = done.mutate(weight=done.weight * _faded(done, until, half_life_days))
    each = faded.group_by("customer_key", "item").agg(
        weight=faded.weight.max(), is_bought=faded.is_bought.any()
    )
    order = [each.weight.desc(), each.item]
    placed = each.mutate(place=ibis.row_number().over(group_by=each.customer_key, order_by=order))
    return placed.filter(placed.place < MOST_OF_ONE).drop("place")


def order_interests(events: Given, until: Instant, *, half_life_days: int = HALF_LIFE_DAYS) -> ir.Table:
    """What lies in each order, faded by its age: `customer_key` and `at` (an order), `item`, `weight`. Lazy."""
    done = deeds(events, until)
    lines = done.filter(done.is_bought).select("customer_key", "at", "item").distinct()
    return lines.mutate(weight=_faded(lines, until, half_life_days))


def seen_products(events: Given, until: Instant) -> ir.Table:
    """Products as events tell of them: `item`, `name` and `category` (null where none was told). Lazy."""
    table = as_table(events, "customer_key", "at", "name", "revenue_micros", "properties")
    before = table.filter(table["at"] < moment(until))
    single = before.filter(before.name.isin((*LOOKED_AT, *ADDED)))
    looked = single.select(
        item=_item(single),
        name=json_text(single.properties, ["name"]),
        category=json_text(single.properties, ["category"]),
    )
    orders = paid_orders(before)
    ids, names = named(orders.properties, *KEYS), named(orders.properties, "name")
    both = orders.filter(ids.length() == names.length()).select(pair=ids.zip(names).unnest())
    nothing = ibis.null("string")
    pairs = both.select(item=both.pair.f1, name=both.pair.f2, category=nothing)
    unnamed = orders.filter(ids.length() != names.length())
    bare = unnamed.select(item=named(unnamed.properties, *KEYS).unnest(), name=nothing, category=nothing)
    told = looked.union(pairs).union(bare)
    kept = told.filter(told.item.notnull(), told.item != "")
    return kept.group_by("item").agg(name=kept.name.max(), category=kept.category.max())


def _faded(table: ir.Table, until: Instant, half_life_days: int) -> ir.FloatingValue:
    """What is left by now of something of this `at`."""
    age = moment(until).epoch_seconds() - table["at"].epoch_seconds()
    return (age.cast("float64") * (-_LN_2 / half_life_days / _DAY)).exp()


def _single(events: ir.Table, names: tuple[str, ...], deed: str) -> ir.Table:
    """Events about one product."""
    found = events.filter(events.name.isin(names))
    return found.select(
        "customer_key",
        "at",
        item=_item(found),
        weight=ibis.literal(WEIGHTS[deed]),
        is_bought=ibis.literal(False),
    )


def _item(events: ir.Table) -> ir.StringValue:
    texts = [json_text(events.properties, [key]).nullif("") for key in KEYS]
    return reduce(lambda found, other: found.coalesce(other), texts)

"""Events about one product or one category alone."""

from __future__ import annotations

import ibis.expr.types as ir

from evergrow.definitions.conditions import Comparison, Operand
from evergrow.measure.metrics import event_holds


def claims_of(product: str | None, category: str | None) -> list[Comparison]:
    """What an event must be like to be about them, as conditions say it."""
    asked = (("product", product), ("product.category", category))
    return [Comparison(Operand(name), "=", wanted) for name, wanted in asked if wanted is not None]


def about(events: ir.Table, *, product: str | None = None, category: str | None = None) -> ir.Table:
    """The events that name the product (by `product_id`, `sku` or `name`) or are of the category, themselves or in a line.

    An order counts as a whole where one of its lines does. With neither, all events. Lazy.
    """
    claims = claims_of(product, category)
    return events.filter([event_holds(events, claim) for claim in claims]) if claims else events

"""Events about one product or one category alone."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from functools import reduce
from operator import or_

import ibis.expr.types as ir

from evergrow.measure.metrics import json_text, json_texts

_PRODUCT = ("product_id", "sku", "name")
_CATEGORY = ("category",)


def about(events: ir.Table, *, product: str | None = None, category: str | None = None) -> ir.Table:
    """The events that name the product (by `product_id`, `sku` or `name`) or are of the category, themselves or in a line.

    An order counts as a whole where one of its lines does. With neither, all events. Lazy.
    """
    found = events
    for wanted, keys in ((product, _PRODUCT), (category, _CATEGORY)):
        if wanted is not None:
            found = found.filter(_names(found.properties, keys, wanted))
    return found


def _names(properties: ir.Value, keys: tuple[str, ...], wanted: str) -> ir.BooleanValue:
    own = [json_text(properties, [key]) == wanted for key in keys]
    listed = [json_texts(properties, ["products"], [key]).contains(wanted) for key in keys]
    return reduce(or_, [each.fill_null(False) for each in (*own, *listed)])

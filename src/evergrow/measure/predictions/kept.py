"""Look at what was foretold last: the models, one customer, those above a threshold."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir

from evergrow.measure.predictions.spec import ForetoldCustomer, KeptModel, Reason
from evergrow.measure.predictions.tables import MODELS_KEPT, PREDICTED
from evergrow.storage.warehouse import Compiled, compiled


@cache
def models_kept() -> Compiled:
    """`model`, `at`, `told` of each model."""
    return compiled(MODELS_KEPT.rows)


def foretold_of(key: Any) -> ir.Table:
    """What was foretold of one customer: rows of `PREDICTED`. A question."""
    return PREDICTED.rows.filter(PREDICTED.rows.customer_key == key)


def above(customers: ir.Table, name: Any, percent: Any, most: Any, skipped: Any) -> ir.Table:
    """Customers with at least so many percent, the likeliest first: `customer_id`, `name`, `number`, the reasons, and
    in every row how many there are (`total`). A question."""
    rows = PREDICTED.rows
    found = rows.filter(rows.name == name, rows.number * 100 >= percent).drop("name")
    order = [ibis.desc("number"), ibis.asc("customer_key")]
    found = found.mutate(
        total=found.count().over(ibis.window()), place=ibis.row_number().over(order_by=order)
    )
    part = found.filter(found.place >= skipped, found.place < skipped + most)
    named = part.inner_join(customers.select("customer_key", "customer_id", "name"), "customer_key")
    shown = named.order_by("place")
    return shown.select("customer_id", "name", "number", "reason_1", "reason_2", "reason_3", "total")


def reasons_kept(model: KeptModel, row: Mapping[str, Any]) -> list[Reason]:
    """What the reasons of a row say."""
    numbers = (row[f"reason_{turn}"] for turn in (1, 2, 3))
    return [model.reasons[number] for number in numbers if number in model.reasons]


def customer_of(model: KeptModel, row: Mapping[str, Any]) -> ForetoldCustomer:
    """A row of `above`, for a reader."""
    return ForetoldCustomer(
        customer_id=row["customer_id"],
        name=row["name"],
        probability=row["number"],
        reasons=reasons_kept(model, row),
    )

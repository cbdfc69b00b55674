"""Look at what was foretold last: the models, one customer, those above a threshold."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from evergrow.kernel import MICROS
from evergrow.measure.predictions.spec import ForetoldCustomer, KeptModel, Reason
from evergrow.measure.predictions.tables import MODELS_KEPT, PREDICTED
from evergrow.storage.warehouse import Compiled, compiled

_EXPECTED: Final = "value.expected"


@cache
def models_kept() -> Compiled:
    """`model`, `at`, `told` of each model."""
    return compiled(MODELS_KEPT.rows)


@cache
def kept_at() -> Compiled:
    """When it was foretold last, as one row; null where nothing has been."""
    return compiled(MODELS_KEPT.rows.aggregate(at=MODELS_KEPT.rows["at"].max()))


def foretold_of(key: Any) -> ir.Table:
    """What was foretold of one customer: rows of `PREDICTED`. A question."""
    return PREDICTED.rows.filter(PREDICTED.rows.customer_key == key)


def above(customers: ir.Table, name: Any, percent: Any, most: Any, skipped: Any) -> ir.Table:
    """Customers with at least so many percent, the likeliest first: `customer_id`, `name`, `number`, the reasons, what is
    expected of them (`value`, or null), how many have the same probability (`alike`), and in every row how many there
    are (`total`). A question.

    Customers alike in every fact get one number: among them stand first those of whom most is expected, then those
    seen last. Probabilities are the same where they read the same, to a tenth of a percent.
    """
    rows = PREDICTED.rows
    found = rows.filter(rows.name == name, rows.number * 100 >= percent).drop("name")
    values = rows.filter(rows.name == _EXPECTED).select("customer_key", value="number")
    people = customers.select("customer_key", "customer_id", "name", "last_seen_at")
    both = found.left_join(values, "customer_key").drop("customer_key_right")
    both = both.inner_join(people, "customer_key").mutate(tenths=read_as(found.number))
    order = [
        ibis.desc("tenths"),
        ibis.desc("value", nulls_first=False),
        ibis.desc("last_seen_at", nulls_first=False),
        ibis.asc("customer_key"),
    ]
    ranked = both.mutate(
        total=both.count().over(ibis.window()),
        alike=both.count().over(ibis.window(group_by="tenths")),
        place=ibis.row_number().over(order_by=order),
    )
    shown = ranked.filter(ranked.place >= skipped, ranked.place < skipped + most).order_by("place")
    return shown.drop("customer_key", "at", "last_seen_at", "tenths", "place")


def read_as(probability: ir.FloatingValue) -> ir.IntegerValue:
    """A probability as it is read: in tenths of a percent."""
    return (probability * 1000 + 0.5).floor().cast("int64")


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
        value_micros=None if row["value"] is None else round(row["value"] * MICROS),
        alike=row["alike"],
    )

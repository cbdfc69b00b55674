"""Keep what was foretold, so that pages, customers and segments look at it without fitting anything.

Writes  `predicted` and `predicted_by`, whole, in the transaction given.
Holds   segments follow by whom a number carried over a threshold: those alone have to be looked at.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

import ibis
import numpy as np
import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import MICROS, Unavailable
from evergrow.measure.metrics import Measured
from evergrow.measure.predictions.report import Foretold, foretell, report_of
from evergrow.measure.predictions.score import every_reason
from evergrow.measure.predictions.spec import KeptModel, PredictionsReport
from evergrow.measure.predictions.tables import MODELS_KEPT, PREDICTED
from evergrow.measure.value import everybody_valued
from evergrow.storage.warehouse import Compiled, WarehouseTable, WarehouseTx, compiled

_FRESH: Final = WarehouseTable("predicted_now", PREDICTED.columns)
_LEVELS: Final = WarehouseTable("predicted_levels", {"name": "string", "level": "float64"})
_SCHEMA: Final = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("name", pa.string()),
        ("number", pa.float64()),
        *((f"reason_{turn}", pa.int16()) for turn in (1, 2, 3)),
        ("at", pa.timestamp("us")),
    ]
)
_VALUED: Final = (("value.active", "probability_active", 1), ("value.expected", "value_micros", MICROS))


@dataclass(frozen=True)
class Predicted:
    """What is to be kept: the report, each model for later, and everybody's numbers (rows of `PREDICTED`)."""

    report: PredictionsReport
    models: list[KeptModel]
    rows: pa.Table


def predict(source: Measured, lifecycle_map: LifecycleMap, at: datetime) -> Predicted:
    """Fit everything as of a moment and score everybody. Reads only."""
    found = foretell(source, lifecycle_map, at)
    report = report_of(source, found, at)
    tables = [*(_scores(each, at) for each in found), *_values(source, at)]
    kept = [
        KeptModel(card=card, reasons=every_reason(each.fitted.card, each.scored) if each.scored else {})
        if not isinstance(each.fitted, Unavailable)
        else KeptModel(card=card, reasons={})
        for card, each in zip(report.models, found, strict=True)
    ]
    return Predicted(report=report, models=kept, rows=pa.concat_tables([_none(), *tables]))


def keep_predictions(
    tx: WarehouseTx, rows: pa.Table, told: pa.Table, levels: Sequence[tuple[str, float]]
) -> pa.Table:
    """Replace what was foretold before.

    Args:
        tx: The transaction.
        rows: Of `PREDICTED`.
        told: Of `MODELS_KEPT`.
        levels: Names and numbers that somebody compares with.

    Returns:
        `customer_key`, `at` of the customers that are on another side of one of the levels than before.
    """
    tx.bind(_FRESH.name, rows)
    names, numbers = zip(*levels, strict=True) if levels else ((), ())
    tx.bind(
        _LEVELS.name,
        pa.table({"name": pa.array(names, pa.string()), "level": pa.array(numbers, pa.float64())}),
    )
    crossed = tx.fetch(_crossed()) if levels else _nobody()
    tx.clear(PREDICTED)
    tx.append(PREDICTED, _fresh())
    tx.clear(MODELS_KEPT)
    tx.bind("predicted_by_now", told)
    tx.append(MODELS_KEPT, ibis.table(MODELS_KEPT.schema, name="predicted_by_now"))
    return crossed


@cache
def _fresh() -> Compiled:
    return compiled(_FRESH.rows)


@cache
def _crossed() -> Compiled:
    """Below, at or above a level, or unknown: who is elsewhere than before."""
    now = _FRESH.rows.select("customer_key", "name", number="number", was=ibis.null("float64"))
    before = PREDICTED.rows.select("customer_key", "name", number=ibis.null("float64"), was="number")
    both = now.union(before).group_by("customer_key", "name")
    both = both.agg(number=lambda rows: rows.number.max(), was=lambda rows: rows.was.max())
    asked = both.inner_join(_LEVELS.rows, "name")
    moved = asked.filter(_side(asked.number, asked.level) != _side(asked.was, asked.level))
    newest = _FRESH.rows.aggregate(newest=_FRESH.rows["at"].max())
    found = moved.select("customer_key").distinct().cross_join(newest)
    return compiled(found.filter(found.newest.notnull()).select("customer_key", at="newest"))


def _side(number: ibis.Value, level: ibis.Value) -> ibis.Value:
    return ibis.cases((number.isnull(), 0), (number < level, 1), (number == level, 2), else_=3)


def _scores(found: Foretold, at: datetime) -> pa.Table:
    if found.scored is None:
        return _none()
    reasons = found.scored.reasons
    return _rows(found.scored.keys, f"prediction.{found.target.model}", found.scored.probability, at, reasons)


def _values(source: Measured, at: datetime) -> list[pa.Table]:
    """Who is still active, and what is expected of them over a year."""
    valued = everybody_valued(source, at)
    if isinstance(valued, Unavailable):
        return []
    return [
        _rows(valued["customer_key"], name, valued[column].to_numpy() / unit, at)
        for name, column, unit in _VALUED
        if column in valued.column_names
    ]


def _rows(
    keys: pa.ChunkedArray, name: str, numbers: np.ndarray, at: datetime, reasons: np.ndarray | None = None
) -> pa.Table:
    people = len(numbers)
    reasons = np.zeros((people, 3), dtype=np.int16) if reasons is None else reasons
    return pa.table(
        {
            "customer_key": keys,
            "name": pa.repeat(pa.scalar(name, pa.string()), people),
            "number": pa.array(numbers, pa.float64()),
            **{f"reason_{turn + 1}": pa.array(reasons[:, turn], pa.int16()) for turn in range(3)},
            "at": pa.repeat(pa.scalar(at.astimezone(UTC).replace(tzinfo=None), pa.timestamp("us")), people),
        }
    )


def _none() -> pa.Table:
    return _SCHEMA.empty_table()


def _nobody() -> pa.Table:
    return pa.table({"customer_key": pa.array([], pa.int64()), "at": pa.array([], pa.timestamp("us"))})

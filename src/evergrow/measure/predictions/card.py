"""What the report says of one model."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

from typing import Any, Final

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from evergrow.measure.metrics import Figure, Measured, Unit, counted, missing, share_of
from evergrow.measure.predictions import judged
from evergrow.measure.predictions.fit import Fitted, Judged
from evergrow.measure.predictions.score import Scored, every_reason, strong_facts
from evergrow.measure.predictions.scorecard import Scorecard
from evergrow.measure.predictions.spec import ForetoldCustomer, PredictionModel, Threshold
from evergrow.measure.predictions.targets import Target

LIKELIEST: Final = 20
LEAST: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_Z_95: Final = 1.959963984540054
_FIGURES: Final[dict[str, tuple[str, Unit]]] = {
    "customers": ("prediction_customers", "customers"),
    "expected": ("prediction_expected", "customers"),
    "base_rate": ("prediction_base_rate", "share"),
    "auc": ("prediction_auc", "count"),
    "brier": ("prediction_brier", "count"),
    "base_brier": ("prediction_base_brier", "count"),
    "log_loss": ("prediction_log_loss", "count"),
    "base_log_loss": ("prediction_base_log_loss", "count"),
    "foretold": ("prediction_foretold", "customers"),
    "happened": ("prediction_happened", "customers"),
}


def refused(target: Target, reason: str) -> PredictionModel:
    """A model that there is not, and why."""
    figures = {name: missing(key, unit, reason) for name, (key, unit) in _FIGURES.items()}
    nothing: dict[str, Any] = {"learned": None, "calibrated": None, "judged": None}
    nothing |= {"curve": [], "facts": [], "thresholds": [], "likeliest": []}
    return PredictionModel(
        model=target.model,
        horizon_days=target.days,
        stage=target.stage,
        unavailable=reason,
        **figures,
        **nothing,
    )


def model_of(source: Measured, target: Target, fitted: Fitted, scored: Scored) -> PredictionModel:
    """The model's card."""
    found, rows = fitted.judged, fitted.judged.rows
    did, people = int(rows.positives.sum()), int(rows.customers.sum())
    told = found.probability, rows.customers, rows.positives
    base = did / people
    return PredictionModel(
        model=target.model,
        horizon_days=target.days,
        stage=target.stage,
        unavailable=None,
        customers=counted("prediction_customers", len(scored.probability)),
        expected=_around(
            "expected", scored.expected, float(np.hypot(scored.deviation, _drift(found, scored)))
        ),
        base_rate=share_of("prediction_base_rate", did, people),
        auc=_plain("auc", found.area.value, found.area.low, found.area.high),
        brier=_plain("brier", judged.brier(*told)),
        base_brier=_plain("base_brier", judged.brier(base, rows.customers, rows.positives)),
        log_loss=_plain("log_loss", judged.log_loss(*told)),
        base_log_loss=_plain("base_log_loss", judged.log_loss(base, rows.customers, rows.positives)),
        foretold=_around("foretold", found.foretold, found.deviation),
        happened=counted("prediction_happened", did),
        learned=fitted.tested[0].span(),
        calibrated=fitted.tested[1].span(),
        judged=rows.span(),
        curve=judged.curve(*told),
        facts=strong_facts(fitted, scored),
        thresholds=_thresholds(found, scored),
        likeliest=_likeliest(source, fitted.card, scored),
    )


def named(customers: ir.Table, wanted: ir.Table) -> ir.Table:
    """The first of those wanted (`customer_key`, `tenths`), the likeliest first, among customers alike those seen last:
    `customer_key`, `customer_id`, `name`. Lazy."""
    both = customers.inner_join(wanted.select("customer_key", "tenths"), "customer_key")
    first = both.order_by(ibis.desc("tenths"), ibis.desc("last_seen_at", nulls_first=False), "customer_key")
    return first.limit(LIKELIEST).select("customer_key", "customer_id", "name")


def _thresholds(found: Judged, scored: Scored) -> list[Threshold]:
    """As far up as anybody is above, now or then."""
    rows, whole = found.rows, int(found.rows.positives.sum())
    shown = []
    for least in LEAST:
        above = found.probability >= least
        people, did = int(rows.customers[above].sum()), int(rows.positives[above].sum())
        now = int((scored.probability >= least).sum())
        if not now and not people:
            break
        nobody = "Nobody was above it."
        shown.append(
            Threshold(
                least=least,
                customers=now,
                share_right=share_of("prediction_share_right", did, people, empty=nobody),
                share_found=share_of("prediction_share_found", did, whole),
            )
        )
    return shown


def _likeliest(source: Measured, card: Scorecard, scored: Scored) -> list[ForetoldCustomer]:
    people = len(scored.probability)
    if not people:
        return []
    tenths = np.floor(scored.probability * 1000 + 0.5).astype(np.int64)
    last = (
        np.partition(tenths, people - LIKELIEST)[people - LIKELIEST] if people > LIKELIEST else tenths.min()
    )
    best = np.flatnonzero(tenths >= last)
    keys = scored.keys.take(pa.array(best))
    wanted = pa.table({"customer_key": keys, "tenths": tenths[best]})
    said, at = every_reason(card, scored), dict(zip(keys.to_pylist(), best.tolist(), strict=True))
    return [
        ForetoldCustomer(
            customer_id=row["customer_id"],
            name=row["name"],
            probability=float(scored.probability[at[row["customer_key"]]]),
            reasons=[said[number] for number in scored.reasons[at[row["customer_key"]]].tolist() if number],
            alike=int((tenths == tenths[at[row["customer_key"]]]).sum()),
        )
        for row in source.ask(named, source.customers, wanted)
    ]


def _drift(found: Judged, scored: Scored) -> float:
    """How far the last forecast was off beyond what chance explains, as much of this one: seasons come, and prices."""
    off = (found.rows.positives.sum() - found.foretold) ** 2 - found.deviation**2
    return float(np.sqrt(max(0.0, off)) * scored.expected / found.foretold)


def _plain(name: str, value: float, low: float | None = None, high: float | None = None) -> Figure:
    key, unit = _FIGURES[name]
    return Figure(definition=key, unit=unit, value=value, low=low, high=high)


def _around(name: str, value: float, deviation: float) -> Figure:
    return _plain(name, value, max(0.0, value - _Z_95 * deviation), value + _Z_95 * deviation)

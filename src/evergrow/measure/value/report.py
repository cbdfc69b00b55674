"""The value report: who is still active, what they will buy, and what that is worth, with how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period, Unavailable, refuse
from evergrow.measure.metrics import Every, Figure, Measured, Unit, counted, missing, mixed_until
from evergrow.measure.retention import retention
from evergrow.measure.value.asking import Asking, AtAnyTime, Buying, OncePer
from evergrow.measure.value.gamma_gamma import fit_gamma_gamma
from evergrow.measure.value.ranking import bands_of, best_of, by_pattern, expected_by_pattern
from evergrow.measure.value.spec import (
    GammaGammaFit,
    Parameter,
    ValueBand,
    ValuedCustomer,
    ValueReport,
)
from evergrow.measure.value.totals import Total

LONGEST_HORIZON_DAYS: Final = 3_650
_YEAR: Final = timedelta(days=365)
_NOBODY: Final = "Nobody had bought by then."


@dataclass(frozen=True)
class _Models:
    """What was fitted, each or why not."""

    buying: Buying
    spending: GammaGammaFit | Unavailable


def value(
    source: Measured,
    lifecycle_map: LifecycleMap,
    as_of: datetime,
    *,
    now: datetime,
    horizon_days: int = 365,
    renewals: Every | None = None,
    segment: ir.Table | None = None,
) -> ValueReport:
    """What customers who bought before `as_of` are worth over the days after it.

    Args:
        source: The account's tables.
        lifecycle_map: Says who counts as a customer in the simple lifetime value.
        as_of: Purchases before this moment are known; taken as `now` when it lies beyond.
        now: The moment of asking.
        horizon_days: 1 to 3,650.
        renewals: How often a customer can buy, as a subscription or a yearly gift; None where purchases come at any
            time. Then only whole periods count, of what is known and of the time ahead (at least one of them).
        segment: Only these customers (`customer_key`); the models are fitted on them alone.

    Raises:
        Refusal: `value.horizon`.
    """
    if not 1 <= horizon_days <= LONGEST_HORIZON_DAYS:
        raise refuse(
            "value.horizon",
            f"{horizon_days} days cannot be looked ahead.",
            where="horizon_days",
            next_step=f"Ask for 1 to {LONGEST_HORIZON_DAYS}.",
        )
    source, at = source.narrowed(segment), min(as_of, now)
    asked: AtAnyTime | OncePer = AtAnyTime(source, at, horizon_days)
    if renewals is not None:
        asked = OncePer.of(source, at, horizon_days, renewals)
    models = _fit(asked)
    fit, people = models.buying.fit, models.buying.alike.people
    bands, best = _ranked(asked, models)
    checked = fit if isinstance(fit, Unavailable) else asked.calibration()
    return ValueReport(
        as_of=asked.at,
        horizon_days=horizon_days,
        renewals=renewals,
        horizon_periods=asked.periods if isinstance(asked, OncePer) else None,
        currency=source.currency,
        unavailable=fit.reason if isinstance(fit, Unavailable) else None,
        buyers=counted("value_buyers", people),
        repeat_buyers=counted(f"value_{asked.kind}repeat_buyers", models.buying.alike.repeaters),
        simple_lifetime_value=_simple(source, lifecycle_map, at, now),
        parameters=_parameters(asked, models),
        calibration=None if isinstance(checked, Unavailable) else checked,
        calibration_unavailable=checked.reason if isinstance(checked, Unavailable) else None,
        bands=bands,
        best=best,
        **_totals(models, asked.kind),
    )


def everybody_valued(source: Measured, at: datetime, *, horizon_days: int = 365) -> pa.Table | Unavailable:
    """Everybody who bought before `at`: `customer_key`, `probability_active`, and `value_micros` where spending has a model."""
    asked = AtAnyTime(source, at, horizon_days)
    models = _fit(asked)
    outlook = models.buying.outlook
    if outlook is None:
        assert isinstance(models.buying.fit, Unavailable)
        return models.buying.fit
    shown = ["customer_key", "probability_active"]
    if isinstance(models.spending, Unavailable):
        return asked.valued(by_pattern(outlook)).select(shown)
    expected = expected_by_pattern(outlook, models.spending)
    return asked.valued(expected).select([*shown, "value_micros"])


def _fit(asked: Asking) -> _Models:
    buying = asked.buying()
    if not buying.alike.people:
        nobody = Unavailable(_NOBODY)
        return _Models(Buying(buying.alike, nobody, None), nobody)
    if isinstance(buying.fit, Unavailable):
        return _Models(buying, buying.fit)
    if mixed := mixed_until(asked.source, asked.at):
        return _Models(buying, Unavailable(mixed))
    return _Models(buying, fit_gamma_gamma(asked.spending()))


def _totals(models: _Models, kind: str) -> dict[str, Figure]:
    names: dict[str, tuple[str, Unit]] = {
        "active": (f"value_{kind}active_customers", "customers"),
        "expected_purchases": (f"expected_{kind}purchases", "orders"),
        "expected_value": ("expected_value", "money_micros"),
        "value_per_customer": ("expected_value_per_customer", "money_micros"),
    }
    outlook, people = models.buying.outlook, models.buying.alike.people
    if outlook is None:
        assert isinstance(models.buying.fit, Unavailable)
        reason = models.buying.fit.reason
        return {name: missing(*of, reason) for name, of in names.items()}
    spent = models.spending if isinstance(models.spending, Unavailable) else outlook.spent(models.spending)
    figures = {
        "active": _figure(*names["active"], outlook.active()),
        "expected_purchases": _figure(*names["expected_purchases"], outlook.bought()),
    }
    if isinstance(spent, Unavailable):
        money = ("expected_value", "value_per_customer")
        return figures | {name: missing(*names[name], spent.reason) for name in money}
    share = Total(value=spent.value / people, low=spent.low / people, high=spent.high / people)
    return figures | {
        "expected_value": _figure(*names["expected_value"], spent),
        "value_per_customer": _figure(*names["value_per_customer"], share),
    }


def _figure(definition: str, unit: Unit, total: Total) -> Figure:
    return Figure(definition=definition, unit=unit, value=total.value, low=total.low, high=total.high)


def _simple(source: Measured, lifecycle_map: LifecycleMap, at: datetime, now: datetime) -> Figure:
    """The lifetime value by PRODUCT.md's formula over the year before, to stand beside the model's."""
    year = Period(at - _YEAR, at)
    return retention(source, lifecycle_map, year, year.before(), now=now).lifetime_value


def _parameters(asked: Asking, models: _Models) -> list[Parameter]:
    found = []
    fits = ((models.buying.fit, asked.parameters), (models.spending, ("p", "q", "scale")))
    for fit, names in fits:
        if isinstance(fit, Unavailable):
            continue
        assert fit.optimum is not None
        for index, name in enumerate(names):
            low, high = fit.optimum.interval(index)
            if low == high:  # not fitted: nobody was seen leaving
                continue
            found.append(Parameter(name=name, value=float(fit.optimum.values[index]), low=low, high=high))
    return found


def _ranked(asked: Asking, models: _Models) -> tuple[list[ValueBand], list[ValuedCustomer]]:
    outlook, spending = models.buying.outlook, models.spending
    if outlook is None or isinstance(spending, Unavailable):
        return [], []
    expected = expected_by_pattern(outlook, spending)
    return bands_of(asked.bands(expected)), best_of(asked.best(expected), outlook, spending)

"""The value report: who is still active, what they will buy, and what that is worth, with how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period, Unavailable, refuse
from evergrow.measure.metrics import Figure, Measured, Unit, counted, missing
from evergrow.measure.retention import retention
from evergrow.measure.value import bgnbd, gamma_gamma, purchases
from evergrow.measure.value.calibrate import calibration
from evergrow.measure.value.ranking import best_customers, by_pattern, expected_by_pattern, value_bands
from evergrow.measure.value.spec import (
    BgNbdFit,
    Calibration,
    GammaGammaFit,
    Parameter,
    Patterns,
    ValueBand,
    ValuedCustomer,
    ValueReport,
)
from evergrow.measure.value.totals import Outlook, Total

LONGEST_HORIZON_DAYS: Final = 3_650
_YEAR: Final = timedelta(days=365)
_NOBODY: Final = "Nobody had bought by then."


@dataclass(frozen=True)
class Models:
    """What was fitted, each or why not."""

    buying: BgNbdFit | Unavailable
    spending: GammaGammaFit | Unavailable


def value(
    source: Measured,
    lifecycle_map: LifecycleMap,
    as_of: datetime,
    *,
    now: datetime,
    horizon_days: int = 365,
    segment: ir.Table | None = None,
) -> ValueReport:
    """What customers who bought before `as_of` are worth over the days after it.

    Args:
        source: The account's tables.
        lifecycle_map: Says who counts as a customer in the simple lifetime value.
        as_of: Purchases before this moment are known; taken as `now` when it lies beyond.
        now: The moment of asking.
        horizon_days: 1 to 3,650.
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
    asked = _Asked(source, at, purchases.last_day(at, source.zone), horizon_days)
    patterns = asked.patterns()
    models = _fit(asked, patterns)
    outlook = None if isinstance(models.buying, Unavailable) else asked.outlook(models.buying, patterns)
    bands, best = _ranked(asked, models, outlook)
    checked = asked.calibration(models)
    return ValueReport(
        as_of=at,
        horizon_days=horizon_days,
        currency=source.currency,
        unavailable=models.buying.reason if isinstance(models.buying, Unavailable) else None,
        buyers=counted("value_buyers", patterns.people),
        repeat_buyers=counted("value_repeat_buyers", patterns.repeaters),
        simple_lifetime_value=_simple(source, lifecycle_map, at, now),
        parameters=_parameters(models),
        calibration=None if isinstance(checked, Unavailable) else checked,
        calibration_unavailable=checked.reason if isinstance(checked, Unavailable) else None,
        bands=bands,
        best=best,
        **_totals(models, outlook, patterns.people),
    )


def everybody_valued(source: Measured, at: datetime, *, horizon_days: int = 365) -> pa.Table | Unavailable:
    """Everybody who bought before `at`: `customer_key`, `probability_active`, and `value_micros` where spending has a model."""
    asked = _Asked(source, at, purchases.last_day(at, source.zone), horizon_days)
    patterns = asked.patterns()
    models = _fit(asked, patterns)
    if isinstance(models.buying, Unavailable):
        return models.buying
    shown = ["customer_key", "probability_active"]
    if isinstance(models.spending, Unavailable):
        expected = by_pattern(asked.outlook(models.buying, patterns))
    else:
        expected = expected_by_pattern(asked.outlook(models.buying, patterns), models.spending)
        shown.append("value_micros")
    rows = source.columns(purchases.valued, source.orders, at, asked.today, expected, zone=source.zone)
    return rows.select(shown)


@dataclass(frozen=True)
class _Asked:
    """One asking: the tables, until when, and how far ahead."""

    source: Measured
    at: datetime
    today: int
    days: int

    def patterns(self) -> Patterns:
        rows = self.source.ask(
            purchases.purchase_patterns, self.source.orders, self.at, self.today, zone=self.source.zone
        )
        return Patterns.of(pa.Table.from_pylist(rows, schema=_PATTERNS))

    def spending(self) -> pa.Table:
        rows = self.source.ask(
            purchases.spending_patterns, self.source.orders, self.at, self.today, zone=self.source.zone
        )
        return pa.Table.from_pylist(rows, schema=_SPENDING)

    def outlook(self, fit: BgNbdFit, patterns: Patterns) -> Outlook:
        return Outlook.over(fit, patterns, float(self.days))

    def currencies(self) -> list[str]:
        rows = self.source.ask(purchases.currencies, self.source.orders, self.at)
        return [row["currency"] or self.source.currency for row in rows]

    def calibration(self, models: Models) -> Calibration | Unavailable:
        if isinstance(models.buying, Unavailable):
            return models.buying
        first = self.source.ask(purchases.history, self.source.orders, self.at)[0]["first_at"]
        return calibration(self.source, first.replace(tzinfo=UTC), self.at, longest=timedelta(days=self.days))


_PATTERNS: Final = pa.schema(
    [
        ("repeats", pa.int64()),
        ("recency_days", pa.int64()),
        ("age_days", pa.int64()),
        ("customers", pa.int64()),
        ("repeat_micros", pa.float64()),
    ]
)
_SPENDING: Final = pa.schema([("repeats", pa.int64()), ("cents", pa.int64()), ("customers", pa.int64())])


def _fit(asked: _Asked, patterns: Patterns) -> Models:
    if not patterns.people:
        return Models(Unavailable(_NOBODY), Unavailable(_NOBODY))
    buying = bgnbd.fit_bg_nbd(patterns)
    if isinstance(buying, Unavailable):
        return Models(buying, buying)
    mixed = asked.currencies()
    if len(mixed) > 1:
        names = " and ".join([", ".join(mixed[:-1]), mixed[-1]])
        return Models(
            buying, Unavailable(f"Orders came in {names}; amounts of several currencies do not add up.")
        )
    return Models(buying, gamma_gamma.fit_gamma_gamma(asked.spending()))


def _totals(models: Models, outlook: Outlook | None, people: int) -> dict[str, Figure]:
    names: dict[str, Unit] = {
        "active": "customers",
        "expected_purchases": "orders",
        "expected_value": "money_micros",
        "value_per_customer": "money_micros",
    }
    keys = {"active": "active_customers", "value_per_customer": "expected_value_per_customer"}
    if outlook is None:
        assert isinstance(models.buying, Unavailable)
        reason = models.buying.reason
        return {name: missing(keys.get(name, name), unit, reason) for name, unit in names.items()}
    spent = models.spending if isinstance(models.spending, Unavailable) else outlook.spent(models.spending)
    figures = {
        "active": _figure("active_customers", "customers", outlook.active()),
        "expected_purchases": _figure("expected_purchases", "orders", outlook.bought()),
    }
    if isinstance(spent, Unavailable):
        whole = missing("expected_value", "money_micros", spent.reason)
        each = missing("expected_value_per_customer", "money_micros", spent.reason)
    else:
        whole = _figure("expected_value", "money_micros", spent)
        share = Total(value=spent.value / people, low=spent.low / people, high=spent.high / people)
        each = _figure("expected_value_per_customer", "money_micros", share)
    return figures | {"expected_value": whole, "value_per_customer": each}


def _figure(definition: str, unit: Unit, total: Total) -> Figure:
    return Figure(definition=definition, unit=unit, value=total.value, low=total.low, high=total.high)


def _simple(source: Measured, lifecycle_map: LifecycleMap, at: datetime, now: datetime) -> Figure:
    """The lifetime value by PRODUCT.md's formula over the year before, to stand beside the model's."""
    year = Period(at - _YEAR, at)
    return retention(source, lifecycle_map, year, year.before(), now=now).lifetime_value


def _parameters(models: Models) -> list[Parameter]:
    found = []
    for fit, names in (
        (models.buying, ("r", "alpha_days", "a", "b")),
        (models.spending, ("p", "q", "scale")),
    ):
        if not isinstance(fit, Unavailable):
            for index, name in enumerate(names):
                low, high = fit.optimum.interval(index)
                if low == high:  # not fitted: nobody was seen leaving
                    continue
                found.append(Parameter(name=name, value=float(fit.optimum.values[index]), low=low, high=high))
    return found


def _ranked(
    asked: _Asked, models: Models, outlook: Outlook | None
) -> tuple[list[ValueBand], list[ValuedCustomer]]:
    if outlook is None or isinstance(models.spending, Unavailable):
        return [], []
    expected = expected_by_pattern(outlook, models.spending)
    bands = value_bands(asked.source, asked.at, asked.today, expected)
    return bands, best_customers(asked.source, asked.at, asked.today, expected, outlook, models.spending)

"""Customers by what they are worth: tenths of them, and the best one by one."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from evergrow.kernel import MICROS
from evergrow.measure.value import gamma_gamma
from evergrow.measure.value.fitting import Z_95, Floats
from evergrow.measure.value.spec import GammaGammaFit, ValueBand, ValuedCustomer
from evergrow.measure.value.totals import Outlook

BANDS: Final = 10
BEST: Final = 20


def expected_by_pattern(outlook: Outlook, spend: GammaGammaFit) -> pa.Table:
    """What `purchases.valued` needs of each pattern; a value is linear in the customer's own average."""
    repeats = outlook.alike.repeats
    nothing, one = np.zeros_like(repeats), np.ones_like(repeats)
    base = gamma_gamma.expected_spend(spend, repeats, nothing)
    return _by_pattern(outlook, base * MICROS, gamma_gamma.expected_spend(spend, repeats, one) - base)


def by_pattern(outlook: Outlook) -> pa.Table:
    """The same where purchases have no model of their value: nothing is expected."""
    nothing = np.zeros_like(outlook.alike.repeats)
    return _by_pattern(outlook, nothing, nothing)


def _by_pattern(outlook: Outlook, base_micros: Floats, weight: Floats) -> pa.Table:
    keys = {name: values.astype(np.int64) for name, values in outlook.alike.keys().items()}
    told = {"probability_active": outlook.chances, "purchases": outlook.purchases}
    return pa.table({**keys, **told, "base_micros": base_micros, "weight": weight})


def bands_of(rows: list[dict[str, Any]]) -> list[ValueBand]:
    """Tenths of the customers, the most valuable first, with their share of the whole."""
    whole = sum(row["value_micros"] for row in rows)
    return [
        ValueBand(
            band=row["band"] + 1,
            customers=row["customers"],
            value_micros=row["value_micros"],
            share=row["value_micros"] / whole if whole else 0.0,
        )
        for row in sorted(rows, key=lambda row: row["band"])
    ]


def best_of(rows: list[dict[str, Any]], outlook: Outlook, spend: GammaGammaFit) -> list[ValuedCustomer]:
    """The most valuable, with the interval of each expectation: how far the parameters may be off."""
    spreads = _spreads(rows, outlook, spend) if rows else []
    return [
        ValuedCustomer(
            customer_id=row["customer_id"],
            name=row["name"],
            repeats=row["repeats"],
            days_since_last=row["silent_days"],
            probability_active=row["probability_active"],
            expected_purchases=row["purchases"],
            value_micros=row["value_micros"],
            low_micros=row["value_micros"] / spread,
            high_micros=row["value_micros"] * spread,
        )
        for row, spread in zip(rows, spreads, strict=True)
    ]


def _spreads(rows: list[dict[str, Any]], outlook: Outlook, spend: GammaGammaFit) -> list[float]:
    """By which factor each value may be higher or lower."""
    table = pa.Table.from_pylist(rows).append_column("customers", pa.array(np.ones(len(rows))))
    alike = type(outlook.alike).of(table)
    own = alike.repeat_micros / MICROS
    bought = outlook.model.optimum.deviation(lambda values: np.log(outlook.model.purchases(values, alike)[0]))
    spent = spend.optimum.deviation(
        lambda values: np.log(
            gamma_gamma.expected_spend(gamma_gamma.with_values(spend, values), alike.repeats, own)
        )
    )
    return np.exp(Z_95 * np.hypot(bought, spent)).tolist()

"""Customers by what they are worth: tenths of them, and the best one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import numpy as np
import pyarrow as pa

from evergrow.kernel import MICROS
from evergrow.measure.metrics import Measured
from evergrow.measure.value import bgnbd, gamma_gamma, purchases
from evergrow.measure.value.fitting import Z_95
from evergrow.measure.value.spec import GammaGammaFit, Patterns, ValueBand, ValuedCustomer
from evergrow.measure.value.totals import Outlook

BANDS: Final = 10
BEST: Final = 20


def expected_by_pattern(outlook: Outlook, spend: GammaGammaFit) -> pa.Table:
    """What `purchases.valued` needs of each pattern; a value is linear in the customer's own average."""
    patterns = outlook.patterns
    nothing, one = np.zeros_like(patterns.repeats), np.ones_like(patterns.repeats)
    base = gamma_gamma.expected_spend(spend, patterns.repeats, nothing)
    return pa.table(
        {
            "repeats": patterns.repeats.astype(np.int64),
            "recency_days": patterns.recency_days.astype(np.int64),
            "age_days": patterns.age_days.astype(np.int64),
            "probability_active": bgnbd.probability_active(outlook.fit, patterns),
            "purchases": outlook.purchases,
            "base_micros": base * MICROS,
            "weight": gamma_gamma.expected_spend(spend, patterns.repeats, one) - base,
        }
    )


def by_pattern(outlook: Outlook) -> pa.Table:
    """The same where purchases have no model of their value: nothing is expected."""
    patterns = outlook.patterns
    return pa.table(
        {
            "repeats": patterns.repeats.astype(np.int64),
            "recency_days": patterns.recency_days.astype(np.int64),
            "age_days": patterns.age_days.astype(np.int64),
            "probability_active": bgnbd.probability_active(outlook.fit, patterns),
            "purchases": outlook.purchases,
            "base_micros": np.zeros_like(patterns.repeats),
            "weight": np.zeros_like(patterns.repeats),
        }
    )


def value_bands(source: Measured, at: datetime, today: int, expected: pa.Table) -> list[ValueBand]:
    """Tenths of the customers, the most valuable first, with their share of the whole."""
    rows = source.ask(purchases.bands, source.orders, at, today, expected, zone=source.zone, count=BANDS)
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


def best_customers(
    source: Measured, at: datetime, today: int, expected: pa.Table, outlook: Outlook, spend: GammaGammaFit
) -> list[ValuedCustomer]:
    """The most valuable, with the interval of each expectation: how far the parameters may be off."""
    rows = source.ask(
        purchases.best_customers,
        source.orders,
        source.customers,
        at,
        today,
        expected,
        zone=source.zone,
        count=BEST,
    )
    spreads = _spreads(rows, outlook, spend) if rows else []
    return [
        ValuedCustomer(
            customer_id=row["customer_id"],
            name=row["name"],
            repeats=row["repeats"],
            days_since_last=row["age_days"] - row["recency_days"],
            probability_active=row["probability_active"],
            expected_purchases=row["purchases"],
            value_micros=row["value_micros"],
            low_micros=row["value_micros"] / spread,
            high_micros=row["value_micros"] * spread,
        )
        for row, spread in zip(rows, spreads, strict=True)
    ]


def _spreads(rows: list[dict], outlook: Outlook, spend: GammaGammaFit) -> list[float]:
    """By which factor each value may be higher or lower."""
    table = pa.Table.from_pylist(rows)
    alike = table.select(["repeats", "recency_days", "age_days", "repeat_micros"])
    patterns = Patterns.of(alike.append_column("customers", pa.array(np.ones(len(rows)))))
    own = patterns.repeat_micros / MICROS
    bought = outlook.fit.optimum.deviation(
        lambda values: np.log(
            bgnbd.expected_purchases(bgnbd.with_values(outlook.fit, values), patterns, outlook.days)[0]
        )
    )
    spent = spend.optimum.deviation(
        lambda values: np.log(
            gamma_gamma.expected_spend(gamma_gamma.with_values(spend, values), patterns.repeats, own)
        )
    )
    return np.exp(Z_95 * np.hypot(bought, spent)).tolist()

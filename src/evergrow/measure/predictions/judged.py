"""How good probabilities were, held against what happened.

Source:
    Area under the curve and its variance: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44(3), 837-845, for
    customers alike by their numbers; the interval on the logit scale, which stays inside 0 to 1: Pepe (2003), The
    Statistical Evaluation of Medical Tests, ch. 5. Brier (1950), Monthly Weather Review 78(1), 1-3. Tenths by
    probability: Hosmer & Lemeshow (1980), Communications in Statistics A9, 1043-1069.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evergrow.measure.metrics import wilson
from evergrow.measure.predictions.spec import CurveRow

Floats = NDArray[np.float64]
TENTHS: Final = 10
_Z_95: Final = 1.959963984540054
_SMALLEST: Final = 1e-12


@dataclass(frozen=True)
class Area:
    """The chance that of one who did it and one who did not, the first had the higher probability; with 95 % interval."""

    value: float
    low: float
    high: float


def area_under_curve(probability: Floats, customers: Floats, positives: Floats) -> Area:
    """Rows may stand for many customers; equal probabilities count half."""
    _, places = np.unique(probability, return_inverse=True)
    did, did_not = np.bincount(places, positives), np.bincount(places, customers - positives)
    m, n = did.sum(), did_not.sum()
    below = (np.cumsum(did_not) - did_not / 2) / n
    above = 1 - (np.cumsum(did) - did / 2) / m
    value = float(did @ below / m)
    variance = (did @ (below - value) ** 2) / max(m - 1, 1) / m
    variance += (did_not @ (above - value) ** 2) / max(n - 1, 1) / n
    inside = min(max(value, _SMALLEST), 1 - _SMALLEST)
    center, spread = np.log(inside / (1 - inside)), np.sqrt(variance) / (inside * (1 - inside))
    low, high = (1 / (1 + np.exp(-(center + side * _Z_95 * spread))) for side in (-1, 1))
    return Area(value, float(low), float(high)) if variance else Area(value, value, value)


def brier(probability: Floats | float, customers: Floats, positives: Floats) -> float:
    """The mean squared distance from what happened; 0 is best."""
    chance = np.broadcast_to(probability, customers.shape)
    return float(
        (positives * (1 - chance) ** 2 + (customers - positives) * chance**2).sum() / customers.sum()
    )


def log_loss(probability: Floats | float, customers: Floats, positives: Floats) -> float:
    """The mean surprise, in natural logarithms; 0 is best."""
    chance = np.clip(np.broadcast_to(probability, customers.shape), _SMALLEST, 1 - _SMALLEST)
    told = positives * np.log(chance) + (customers - positives) * np.log(1 - chance)
    return float(-told.sum() / customers.sum())


def curve(probability: Floats, customers: Floats, positives: Floats) -> list[CurveRow]:
    """Tenths of the customers by probability, the lowest first; who has the same probability is in the same one."""
    levels, places = np.unique(probability, return_inverse=True)
    people, did = np.bincount(places, customers), np.bincount(places, positives)
    middles = (np.cumsum(people) - people / 2) / people.sum()
    tenths = np.minimum((middles * TENTHS).astype(np.int64), TENTHS - 1)
    rows = []
    for tenth in np.unique(tenths):
        here = tenths == tenth
        count, hits = int(people[here].sum()), int(did[here].sum())
        low, high = wilson(hits, count)
        predicted = float(people[here] @ levels[here]) / count
        rows.append(CurveRow(customers=count, predicted=predicted, actual=hits / count, low=low, high=high))
    return rows

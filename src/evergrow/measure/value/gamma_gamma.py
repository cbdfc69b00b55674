"""Gamma-Gamma: what a customer's purchase brings on average, drawn towards everybody's mean where little was seen.

Source:
    Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value"; the likelihood is its equation (1a).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from evergrow.kernel import Unavailable
from evergrow.measure.value.fitting import Floats, Optimum, maximize
from evergrow.measure.value.spec import GammaGammaFit

FEWEST_REPEATERS: Final = 20
_ALL_EQUAL: Final = "All purchases are worth the same, so there is no spread of values to learn from."
_NO_MEAN: Final = "A few purchases are worth so much more than the others that no average can be foretold."


def fit_gamma_gamma(spent: pa.Table) -> GammaGammaFit | Unavailable:
    """The likeliest parameters from `spending`: `repeats`, `cents`, `customers`."""
    x, cents, customers = (
        spent[name].to_numpy().astype(np.float64) for name in ("repeats", "cents", "customers")
    )
    value, people = cents / 100, int(customers.sum())
    if people < FEWEST_REPEATERS:
        few = "customer" if people == 1 else "customers"
        return Unavailable(
            f"{people} {few} bought on a second day; their values need at least {FEWEST_REPEATERS}."
        )
    if np.ptp(cents) == 0:
        return Unavailable(_ALL_EQUAL)

    from scipy.special import digamma, gammaln  # 30 MB that only a fit needs

    def likelihood(values: Floats) -> tuple[float, Floats]:
        p, q, scale = values
        shape, mass = p * x, scale + x * value
        lost, kept = np.log(mass), np.log(x * value)
        each = (
            gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(scale) - np.log(value)
            + shape * kept - (shape + q) * lost
        )  # fmt: skip
        joint = digamma(shape + q)
        slopes = (
            x * (joint - digamma(shape) + kept - lost),
            joint - digamma(q) + np.log(scale) - lost,
            q / scale - (shape + q) / mass,
        )
        return float(customers @ each), np.array([customers @ slope for slope in slopes])

    mean = float(np.average(value, weights=customers))
    found = maximize(likelihood, [(2.0, 3.0, mean), (6.0, 4.0, mean / 2), (1.0, 2.0, 2 * mean)])
    if isinstance(found, Unavailable):
        return found
    return _fit(found) if found.values[1] > 1 else Unavailable(_NO_MEAN)


def expected_spend(fit: GammaGammaFit, repeats: Floats, value: Floats) -> Floats:
    """What the next purchase is expected to bring of who spent `value` on average in `repeats` purchases.

    Without repeats it is everybody's mean.
    """
    return fit.p * (fit.scale + repeats * value) / (fit.p * repeats + fit.q - 1)


def spend_variance(fit: GammaGammaFit, repeats: Floats, value: Floats) -> Floats:
    """How much one next purchase of theirs varies; infinite where the model has no variance."""
    shape, scale = fit.p * repeats + fit.q, fit.scale + repeats * value
    with np.errstate(divide="ignore", invalid="ignore"):
        square = fit.p * (fit.p + 1) * scale**2 / ((shape - 1) * (shape - 2))
    return np.where(shape > 2, square - expected_spend(fit, repeats, value) ** 2, np.inf)


def with_values(fit: GammaGammaFit, values: Floats) -> GammaGammaFit:
    """The same fit with other parameters, to ask what they would change."""
    p, q, scale = (float(value) for value in values)
    return GammaGammaFit(p=p, q=q, scale=scale, optimum=fit.optimum)


def _fit(found: Optimum) -> GammaGammaFit:
    p, q, scale = (float(value) for value in found.values)
    return GammaGammaFit(p=p, q=q, scale=scale, optimum=found)

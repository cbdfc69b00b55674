"""Gamma-Gamma: what a customer's purchase brings on average, drawn towards everybody's mean where little was seen.

Source:
    Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value"; the likelihood is its equation (1a).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evergrow.kernel import Unavailable
from evergrow.measure.value.fitting import Floats, Optimum, maximize
from evergrow.measure.value.spec import GammaGammaFit
from evergrow.storage.warehouse import Given, as_rows

FEWEST_REPEATERS: Final = 20
_PART: Final = 10_000
_ALL_EQUAL: Final = "All purchases are worth the same, so there is no spread of values to learn from."
_NO_MEAN: Final = "A few purchases are worth so much more than the others that no average can be foretold."


def fit_gamma_gamma(spent: Given) -> GammaGammaFit | Unavailable:
    """The likeliest parameters from `spending`: `repeats`, `cents`, `customers`; an Ibis table, or any that speaks Arrow."""
    names = ("repeats", "cents", "customers")
    rows = as_rows(spent, *names, what="spending")
    x, cents, customers = (rows[name].to_numpy().astype(np.float64) for name in names)
    value, people = cents / 100, int(customers.sum())
    if people < FEWEST_REPEATERS:
        few = "customer" if people == 1 else "customers"
        return Unavailable(
            f"{people} {few} bought on a second day; their values need at least {FEWEST_REPEATERS}."
        )
    if np.ptp(cents) == 0:
        return Unavailable(_ALL_EQUAL)

    seen = Spent.of(x, value, customers)
    mean = float(np.average(value, weights=customers))
    starts = [(2.0, 3.0, mean), (6.0, 4.0, mean / 2), (1.0, 2.0, 2 * mean)]
    found = maximize(seen.likelihood, starts, curved=seen.curved, rough=seen.part().likelihood)
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


@dataclass(frozen=True)
class Spent:
    """Purchases by number and total. Gamma functions know only the number, so each is asked once a number.

    Attributes:
        x: Repeats, of each line.
        spent: Of each line, by one customer in all repeats; `log_spent` its logarithm.
        people: Customers of each line.
    """

    x: Floats
    spent: Floats
    log_spent: Floats
    people: Floats

    @classmethod
    def of(cls, x: Floats, value: Floats, people: Floats) -> Spent:
        return cls(x, x * value, np.log(x * value), people)

    def part(self) -> Spent:
        """A sample; everybody where they are few."""
        if len(self.x) <= _PART:
            return self
        kept = np.random.default_rng(1).choice(len(self.x), _PART, replace=False)
        return Spent(self.x[kept], self.spent[kept], self.log_spent[kept], self.people[kept])

    def likelihood(self, values: Floats) -> tuple[float, Floats]:
        """Of p, q and the scale: the log-likelihood and its gradient."""
        whole, gradient, _ = self.curved(values)
        return whole, gradient

    def curved(self, values: Floats) -> tuple[float, Floats, Floats]:
        """The same, and the matrix of second derivatives."""
        from scipy.special import digamma, gammaln, polygamma  # 30 MB that only a fit needs

        p, q, scale = values
        each = np.bincount(self.x.astype(np.int64), weights=self.people)
        x = np.flatnonzero(each).astype(float)
        each, total = each[each > 0], self.people.sum()
        shape, joint, bent = p * x, digamma(p * x + q), polygamma(1, p * x + q)
        mass = 1 / (scale + self.spent)
        lost, times, of_times = -np.log(mass), self.people * self.x, self.people * mass
        some, weight = self.people @ lost, times @ lost
        whole = (
            each @ (gammaln(shape + q) - gammaln(shape)) + total * (q * np.log(scale) - gammaln(q))
            + self.people @ (np.log(self.x) - self.log_spent) + p * (times @ self.log_spent - weight) - q * some
        )  # fmt: skip
        heavy = times @ mass
        gradient = [
            (each * x) @ (joint - digamma(shape)) + times @ self.log_spent - weight,
            each @ joint + total * (np.log(scale) - digamma(q)) - some,
            total * q / scale - p * heavy - q * of_times.sum(),
        ]
        p_q = (each * x) @ bent
        q_scale = total / scale - of_times.sum()
        bend = [
            [(each * x**2) @ (bent - polygamma(1, shape)), p_q, -heavy],
            [p_q, each @ bent - total * polygamma(1, q), q_scale],
            [-heavy, q_scale, p * (times @ mass**2) + q * (of_times @ mass) - total * q / scale**2],
        ]
        return float(whole), np.array(gradient), np.array(bend)


def _fit(found: Optimum) -> GammaGammaFit:
    p, q, scale = (float(value) for value in found.values)
    return GammaGammaFit(p=p, q=q, scale=scale, optimum=found)

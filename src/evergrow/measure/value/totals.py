"""What all customers together are expected to buy, and how far the truth may lie from it.

Two things make an expectation miss: the parameters are estimated, and customers buy at random even if they were known.
An interval of a total has both in it, so the truth falls into it 19 times of 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from evergrow.kernel import MICROS, Unavailable
from evergrow.measure.value import bgnbd, gamma_gamma
from evergrow.measure.value.fitting import Z_95, Floats
from evergrow.measure.value.spec import BgNbdFit, GammaGammaFit, Patterns

_NO_INTERVAL: Final = "A few purchases are worth so much more than the others that nobody can tell how sure a forecast would be."


@dataclass(frozen=True, kw_only=True)
class Total:
    """A sum over customers with its 95 % interval; never below 0."""

    value: float
    low: float
    high: float

    @classmethod
    def around(cls, value: float, deviation: float) -> Total:
        """The interval of a sum of many: about normal."""
        return cls(value=value, low=max(0.0, value - Z_95 * deviation), high=value + Z_95 * deviation)


@dataclass(frozen=True)
class Outlook:
    """What is expected of each pattern over the next `days`."""

    fit: BgNbdFit
    patterns: Patterns
    days: float
    purchases: Floats
    variances: Floats

    @classmethod
    def over(cls, fit: BgNbdFit, patterns: Patterns, days: float) -> Outlook:
        return cls(fit, patterns, days, *bgnbd.expected_purchases(fit, patterns, days))

    def active(self) -> Total:
        """Customers still active, of all."""
        people = self.patterns.customers

        def among(values: Floats) -> Floats:
            return people @ bgnbd.probability_active(bgnbd.with_values(self.fit, values), self.patterns)

        chance = bgnbd.probability_active(self.fit, self.patterns)
        estimated = float(self.fit.optimum.deviation(among))
        return Total.around(
            float(people @ chance), float(np.hypot(estimated, np.sqrt(people @ (chance * (1 - chance)))))
        )

    def bought(self, who: Floats | None = None) -> Total:
        """Purchases of everybody, or of the patterns that `who` is true of."""
        people = self.patterns.customers if who is None else self.patterns.customers * who

        def among(values: Floats) -> Floats:
            fit = bgnbd.with_values(self.fit, values)
            return people @ bgnbd.expected_purchases(fit, self.patterns, self.days)[0]

        estimated = float(self.fit.optimum.deviation(among))
        return Total.around(
            float(people @ self.purchases), float(np.hypot(estimated, np.sqrt(people @ self.variances)))
        )

    def spent(self, spend: GammaGammaFit) -> Total | Unavailable:
        """Revenue of everybody, in micros; unavailable where the model of values has no variance, so no interval."""
        people, repeats = self.patterns.customers, self.patterns.repeats
        own = self.patterns.repeat_micros / people / MICROS

        def by_purchases(values: Floats) -> Floats:
            bought, _ = bgnbd.expected_purchases(
                bgnbd.with_values(self.fit, values), self.patterns, self.days
            )
            return (people * bought) @ gamma_gamma.expected_spend(spend, repeats, own)

        def by_values(values: Floats) -> Floats:
            each = gamma_gamma.expected_spend(gamma_gamma.with_values(spend, values), repeats, own)
            return (people * self.purchases) @ each

        each = gamma_gamma.expected_spend(spend, repeats, own)
        variance = self.purchases * gamma_gamma.spend_variance(spend, repeats, own) + self.variances * each**2
        at_random = people @ np.where(self.purchases > 0, variance, 0.0)
        estimated = self.fit.optimum.deviation(by_purchases) ** 2 + spend.optimum.deviation(by_values) ** 2
        if not np.isfinite(at_random):
            return Unavailable(_NO_INTERVAL)
        value = float((people * self.purchases) @ each)
        whole = Total.around(value, float(np.sqrt(at_random + estimated)))
        return Total(value=whole.value * MICROS, low=whole.low * MICROS, high=whole.high * MICROS)

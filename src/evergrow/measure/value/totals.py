"""What all customers together are expected to buy, and how far the truth may lie from it.

Two things make an expectation miss: the parameters are estimated, and customers buy at random even if they were known.
An interval of a total has both in it, so the truth falls into it 19 times of 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from evergrow.kernel import MICROS, Unavailable
from evergrow.measure.value import bgbb, bgnbd, gamma_gamma
from evergrow.measure.value.fitting import Z_95, Floats, Optimum
from evergrow.measure.value.spec import BgBbFit, BgNbdFit, GammaGammaFit, Patterns, Seasons

Alike = Patterns | Seasons
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


class Model(Protocol):
    """A model of buying, fitted: what it tells of patterns with its own parameters, or any others."""

    @property
    def optimum(self) -> Optimum:
        """Its own parameters, and how sure they are."""
        ...

    def chances(self, values: Floats, alike: Alike) -> Floats:
        """That a customer of each pattern is still active."""
        ...

    def purchases(self, values: Floats, alike: Alike) -> tuple[Floats, Floats]:
        """Of a customer of each pattern over the time ahead: their mean and their variance."""
        ...


@dataclass(frozen=True)
class Continuous:
    """BG/NBD over the next `days`."""

    fit: BgNbdFit
    days: float

    @property
    def optimum(self) -> Optimum:
        return self.fit.optimum

    def chances(self, values: Floats, alike: Alike) -> Floats:
        assert isinstance(alike, Patterns)
        return bgnbd.probability_active(bgnbd.with_values(self.fit, values), alike)

    def purchases(self, values: Floats, alike: Alike) -> tuple[Floats, Floats]:
        assert isinstance(alike, Patterns)
        return bgnbd.expected_purchases(bgnbd.with_values(self.fit, values), alike, self.days)


@dataclass(frozen=True)
class Discrete:
    """BG/BB over the next `periods`."""

    fit: BgBbFit
    periods: int

    @property
    def optimum(self) -> Optimum:
        assert self.fit.optimum is not None
        return self.fit.optimum

    def chances(self, values: Floats, alike: Alike) -> Floats:
        assert isinstance(alike, Seasons)
        return bgbb.probability_still_there(bgbb.with_values(self.fit, values), alike)

    def purchases(self, values: Floats, alike: Alike) -> tuple[Floats, Floats]:
        assert isinstance(alike, Seasons)
        return bgbb.purchases_in_periods(bgbb.with_values(self.fit, values), alike, self.periods)


@dataclass(frozen=True)
class Outlook:
    """What is expected of each pattern over the time ahead."""

    model: Model
    alike: Alike
    chances: Floats
    purchases: Floats
    variances: Floats

    @classmethod
    def over(cls, fit: BgNbdFit, patterns: Patterns, days: float) -> Outlook:
        """Purchases at any time, over the next `days`."""
        return cls._of(Continuous(fit, days), patterns)

    @classmethod
    def over_periods(cls, fit: BgBbFit, seasons: Seasons, periods: int) -> Outlook:
        """Purchases once a period at most, over the next `periods`."""
        return cls._of(Discrete(fit, periods), seasons)

    @classmethod
    def _of(cls, model: Model, alike: Alike) -> Outlook:
        values = model.optimum.values
        return cls(model, alike, model.chances(values, alike), *model.purchases(values, alike))

    def active(self) -> Total:
        """Customers still active, of all."""
        people = self.alike.customers

        def among(values: Floats) -> Floats:
            return people @ self.model.chances(values, self.alike)

        estimated = float(self.model.optimum.deviation(among))
        at_random = np.sqrt(people @ (self.chances * (1 - self.chances)))
        return Total.around(float(people @ self.chances), float(np.hypot(estimated, at_random)))

    def bought(self, who: Floats | None = None) -> Total:
        """Purchases of everybody, or of the patterns that `who` is true of."""
        people = self.alike.customers if who is None else self.alike.customers * who

        def among(values: Floats) -> Floats:
            return people @ self.model.purchases(values, self.alike)[0]

        estimated = float(self.model.optimum.deviation(among))
        at_random = np.sqrt(people @ self.variances)
        return Total.around(float(people @ self.purchases), float(np.hypot(estimated, at_random)))

    def spent(self, spend: GammaGammaFit) -> Total | Unavailable:
        """Revenue of everybody, in micros; unavailable where the model of values has no variance, so no interval."""
        people, repeats = self.alike.customers, self.alike.repeats
        own = self.alike.repeat_micros / people / MICROS
        each = gamma_gamma.expected_spend(spend, repeats, own)

        def by_purchases(values: Floats) -> Floats:
            return (people * self.model.purchases(values, self.alike)[0]) @ each

        def by_values(values: Floats) -> Floats:
            other = gamma_gamma.expected_spend(gamma_gamma.with_values(spend, values), repeats, own)
            return (people * self.purchases) @ other

        variance = self.purchases * gamma_gamma.spend_variance(spend, repeats, own) + self.variances * each**2
        at_random = people @ np.where(self.purchases > 0, variance, 0.0)
        estimated = self.model.optimum.deviation(by_purchases) ** 2 + spend.optimum.deviation(by_values) ** 2
        if not np.isfinite(at_random):
            return Unavailable(_NO_INTERVAL)
        value = float((people * self.purchases) @ each)
        whole = Total.around(value, float(np.sqrt(at_random + estimated)))
        return Total(value=whole.value * MICROS, low=whole.low * MICROS, high=whole.high * MICROS)

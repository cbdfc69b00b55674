"""How sure a share of the credit is: conversions are few, and another month would have brought others.

A rule gives a label between 0 and 1 of every conversion, so its share is a mean over conversions: its interval is that of
a share, with the conversions counted as their spread says. The removal effect is no mean but a function of the chain;
its interval is what remains when the chain is drawn anew from what is known of it. Both take conversions (and walks) as
independent of each other, which those of one customer are not quite.

Source:
    Korn & Graubard (1998), "Confidence Intervals for Proportions with Small Expected Number of Positive Counts
    Estimated from Survey Data", Survey Methodology 24(2), 193-201 (the effective number of trials), with the interval of
    Wilson (1927). Rubin (1981), "The Bayesian Bootstrap", Annals of Statistics 9(1), 130-134, for the steps of the
    chain, which are independent from label to label: Billingsley (1961), "Statistical Methods in Markov Chains", Annals
    of Mathematical Statistics 32(1), 12-40.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from evergrow.measure.attribution.markov import Chain, removal_effects, steps_of
from evergrow.measure.attribution.models import PARTS
from evergrow.measure.attribution.spec import Model
from evergrow.measure.attribution.ways import Floats, Ways

DRAWS: Final = 200
_SEED: Final = 1981
_Z_95: Final = 1.959963984540054
_LEAST_VARIANCE: Final = 1e-12


def intervals(
    ways: Ways, given: Mapping[Model, Floats], squares: Floats | None = None
) -> dict[Model, Floats]:
    """The 95 % interval of every label's share of the conversions: `low` and `high`, one row a label.

    Args:
        ways: With at least one conversion.
        given: What `credits` gave.
        squares: Of the model by age: the sum over conversions of the square of what each label got of it. Without it,
            that model has no interval.
    """
    total = float(ways.total[0])
    found: dict[Model, Floats] = {}
    for model, matrix in given.items():
        if model == "markov":
            found[model] = _of_chain(ways, matrix[:, 0] / total)
        elif model in PARTS:
            found[model] = _of_mean(matrix[:, 0] / total, _squares(ways, PARTS[model](ways)) / total, total)
        elif squares is not None:
            found[model] = _of_mean(matrix[:, 0] / total, squares / total, total)
    return found


def _squares(ways: Ways, part: Floats) -> Floats:
    """For each label the sum over conversions of the square of what it got of each."""
    way, label, _ = ways.pairs
    squares = np.bincount(label, weights=ways.brought[way, 0] * part**2, minlength=len(ways.labels))
    return squares.astype(np.float64)


def _of_mean(share: Floats, square: Floats, total: float) -> Floats:
    """Wilson's interval of a mean of numbers between 0 and 1, with as many trials as a plain share of this spread has."""
    share = np.clip(share, 0.0, 1.0)
    variance = np.maximum(square - share**2, 0.0)
    plain = share * (1 - share)
    is_spread = (variance > _LEAST_VARIANCE) & (plain > _LEAST_VARIANCE)
    trials = np.where(is_spread, total * plain / np.where(is_spread, variance, 1.0), total)
    z2 = _Z_95 * _Z_95
    center = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = _Z_95 / (1 + z2 / trials) * np.sqrt(plain / trials + z2 / (4 * trials**2))
    low = np.where(share <= 0, 0.0, np.maximum(center - half, 0.0))
    high = np.where(share >= 1, 1.0, np.minimum(center + half, 1.0))
    return np.stack([low, high], axis=1)


def _of_chain(ways: Ways, share: Floats) -> Floats:
    """The middle 95 % of the shares that chains drawn anew give."""
    steps, chance = steps_of(ways), np.random.default_rng(_SEED)
    drawn = []
    for _ in range(DRAWS):
        walk = _drawn(steps.begin, chance), _drawn(steps.onward, chance)
        count = len(ways.labels)
        effects = removal_effects(Chain(walk[0], walk[1][:, :count], walk[1][:, count]))
        if isinstance(effects, np.ndarray):
            drawn.append(effects / effects.sum())
    low, high = np.quantile(np.stack(drawn), [0.025, 0.975], axis=0)
    return np.stack([np.minimum(low, share), np.maximum(high, share)], axis=1)


def _drawn(counts: Floats, chance: np.random.Generator) -> Floats:
    """Shares of each row drawn anew from its counts; what never happened never happens."""
    weights = chance.standard_gamma(counts)
    whole = weights.sum(axis=-1, keepdims=True)
    return weights / np.where(whole > 0, whole, 1.0)

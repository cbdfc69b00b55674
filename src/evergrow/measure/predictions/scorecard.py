"""A scorecard: every range of every fact has a weight, and a customer's weights add up to the log-odds.

A logistic regression on ranges, with weights drawn to zero by a normal prior of one log-odds' width, so that a range
with few customers says little. Fitted on customers alike and their numbers by Newton's steps.

Source:
    Le Cessie & van Houwelingen (1992), "Ridge Estimators in Logistic Regression", Applied Statistics 41(1), 191-201;
    scorecards: Siddiqi (2006), Credit Risk Scorecards; how many weights some events carry: Peduzzi et al. (1996),
    Journal of Clinical Epidemiology 49(12), 1373-1379; calibration: Platt (1999), Advances in Large Margin Classifiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evergrow.kernel import Unavailable
from evergrow.measure.predictions.ranges import Binning

Floats = NDArray[np.float64]
Places = NDArray[np.int16]
A_WEIGHT_TAKES: Final = 10
"""Customers who did it, and who did not, for each weight."""
_PRIOR: Final = 1.0
_STEPS: Final = 50
_CLOSE: Final = 1e-5
_AT_ONCE: Final = 2_048
_NO_BETTER: Final = "In a later period it told customers apart no better than chance."


@dataclass(frozen=True)
class Scorecard:
    """Weights for the groups of each fact; `level` and `slope` calibrate their sum, `covariance` is theirs."""

    facts: tuple[Binning, ...]
    weights: tuple[Floats, ...]
    intercept: float
    level: float = 0.0
    slope: float = 1.0
    covariance: Floats = field(default_factory=lambda: np.zeros((2, 2)))

    def log_odds(self, groups: Sequence[Places]) -> Floats:
        """Calibrated, for the group of each fact of each row."""
        return self.level + self.slope * self.score(groups)

    def score(self, groups: Sequence[Places]) -> Floats:
        """Before calibration."""
        total = np.full(len(groups[0]), self.intercept)
        for weights, group in zip(self.weights, groups, strict=True):
            total += weights[group]
        return total


def fit_scorecard(
    facts: Sequence[Binning], groups: Sequence[Places], customers: Floats, positives: Floats
) -> Scorecard:
    """The likeliest weights under the prior. As many facts as the events carry, those that tell most first."""
    fewer = min(positives.sum(), (customers - positives).sum())
    chosen = _chosen(groups, [len(fact.ranges) for fact in facts], customers, positives, fewer)
    facts, groups = [facts[each] for each in chosen], [groups[each] for each in chosen]
    starts = np.cumsum([0, *(len(fact.ranges) for fact in facts)])
    columns = np.stack([group.astype(np.int64) + start for group, start in zip(groups, starts, strict=False)])
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):  # a second thread only waits where matrices are so small
        whole = _newton(columns, int(starts[-1]), customers, positives)
    weights, intercept = [], float(whole[0])
    for start, end, group in zip(starts[:-1], starts[1:], groups, strict=True):
        each = whole[1 + start : 1 + end]
        mean = float(
            np.average(each[group], weights=customers)
        )  # so that a weight is a difference from the average
        weights.append(each - mean)
        intercept += mean
    return Scorecard(facts=tuple(facts), weights=tuple(weights), intercept=intercept)


def calibrated(
    card: Scorecard, groups: Sequence[Places], customers: Floats, positives: Floats
) -> Scorecard | Unavailable:
    """The card with level and slope by which it fits a later period; unavailable where more score is not more chance."""
    score = card.score(groups)
    level, slope, curvature = 0.0, 1.0, np.eye(2)
    for _ in range(_STEPS):
        chance = _chance(level + slope * score)
        weight = customers * chance * (1 - chance)
        off = positives - customers * chance
        curvature = np.array([[weight.sum(), weight @ score], [weight @ score, weight @ score**2]])
        try:
            step = np.linalg.solve(curvature, np.array([off.sum(), off @ score]))
        except np.linalg.LinAlgError:
            return Unavailable(_NO_BETTER)
        step *= min(1.0, 2.0 / max(np.abs(step).max(), 1e-12))
        level, slope = level + float(step[0]), slope + float(step[1])
        if np.abs(step).max() < _CLOSE:
            break
    if not slope > 0:
        return Unavailable(_NO_BETTER)
    return replace(card, level=level, slope=slope, covariance=np.linalg.inv(curvature))


def chance(log_odds: Floats) -> Floats:
    """The probability of log-odds."""
    return _chance(log_odds)


def _chance(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def _chosen(
    groups: Sequence[Places], sizes: Sequence[int], customers: Floats, positives: Floats, fewer: float
) -> list[int]:
    """The facts by how far the odds differ between their ranges (information value), while events carry their weights."""
    told = [_told(group, size, customers, positives) for group, size in zip(groups, sizes, strict=True)]
    most, taken, chosen = fewer / A_WEIGHT_TAKES, 0, []
    for each in sorted(range(len(sizes)), key=lambda place: -told[place]):
        if sizes[each] > 1 and (not chosen or taken + sizes[each] - 1 <= most):
            chosen.append(each)
            taken += sizes[each] - 1
    return sorted(chosen)


def _told(group: Places, size: int, customers: Floats, positives: Floats) -> float:
    did = np.bincount(group, positives, size) + 0.5
    did_not = np.bincount(group, customers - positives, size) + 0.5
    did, did_not = did / did.sum(), did_not / did_not.sum()
    return float(((did - did_not) * np.log(did / did_not)).sum())


def _newton(columns: NDArray[np.int64], width: int, customers: Floats, positives: Floats) -> Floats:
    """The intercept, which has no prior, and the weight of every column."""
    share = positives.sum() / customers.sum()
    found = np.zeros(width + 1)
    found[0] = np.log(share / (1 - share))
    prior = np.full(width + 1, _PRIOR)
    prior[0] = 0.0
    reached = _height(found, prior, columns, customers, positives)
    for _ in range(_STEPS):
        likely = _chance(_sums(found, columns))
        slope = _slope(positives - customers * likely, columns, width) - prior * found
        curvature = _curvature(customers * likely * (1 - likely), columns, width) + np.diag(prior)
        step, height = np.linalg.solve(curvature, slope), reached
        for _ in range(_STEPS):  # halved until it climbs
            height = _height(found + step, prior, columns, customers, positives)
            if height >= reached - _CLOSE:
                break
            step = step / 2
        found, reached = found + step, height
        if np.abs(step).max() < _CLOSE:
            break
    return found


def _sums(found: Floats, columns: NDArray[np.int64]) -> Floats:
    total = np.full(columns.shape[1], found[0])
    for column in columns:
        total += found[1 + column]
    return total


def _height(
    found: Floats, prior: Floats, columns: NDArray[np.int64], customers: Floats, positives: Floats
) -> float:
    odds = _sums(found, columns)
    return float(positives @ odds - customers @ np.logaddexp(0, odds) - (prior * found**2).sum() / 2)


def _slope(off: Floats, columns: NDArray[np.int64], width: int) -> Floats:
    parts = sum((np.bincount(column, off, width) for column in columns), np.zeros(width))
    return np.concatenate([[off.sum()], parts])


def _curvature(weight: Floats, columns: NDArray[np.int64], width: int) -> Floats:
    """Of some thousand rows at a time laid out in full, so that a million customers do not fill the memory.

    Half as exact as the slope, and so twice as fast: it says how far to step, never where the top is.
    """
    found, roots = np.zeros((width + 1, width + 1)), np.sqrt(weight).astype(np.float32)
    for start in range(0, columns.shape[1], _AT_ONCE):
        root = roots[start : start + _AT_ONCE]
        laid_out = np.zeros(len(root) * (width + 1), dtype=np.float32)
        firsts = np.arange(len(root)) * (width + 1)
        laid_out[firsts] = root
        for column in columns:
            laid_out[firsts + 1 + column[start : start + _AT_ONCE]] = root
        rows = laid_out.reshape(len(root), width + 1)
        found += rows.T @ rows
    return found

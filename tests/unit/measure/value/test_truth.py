"""Fitted on customers who behave as supposed, the models find the truth, and their intervals hold it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import hyp2f1

from evergrow.kernel import Unavailable
from evergrow.measure import value
from tests.unit.measure.value.truth import bg_nbd_lives

TRUTH = {"r": 0.8, "alpha_days": 40.0, "a": 1.2, "b": 4.0}
SEEDS = 400
COVERED = (0.93, 0.97)


def fitted(seed: int, customers: int, ahead_days: float = 0.0):
    lives = bg_nbd_lives(seed, customers, ahead_days=ahead_days, **TRUTH)
    fit = value.fit_bg_nbd(lives.patterns())
    assert not isinstance(fit, Unavailable)
    return lives, fit


def test_intervals_hold_the_truth_19_times_of_20() -> None:
    parameters, totals = np.zeros(4), 0
    for seed in range(SEEDS):
        lives, fit = fitted(seed, 1_500, ahead_days=180)
        for index, truth in enumerate(TRUTH.values()):
            low, high = fit.optimum.interval(index)
            parameters[index] += low <= truth <= high
        outlook = value.Outlook.over(fit, lives.patterns(), 180)
        told = outlook.bought()
        totals += told.low <= lives.bought_in(180).sum() <= told.high

    low, high = COVERED
    assert low <= totals / SEEDS <= high
    assert low <= parameters.mean() / SEEDS <= high
    assert parameters.min() / SEEDS >= low - 0.01
    assert parameters.max() / SEEDS <= high + 0.01


def test_many_customers_tell_the_parameters() -> None:
    _, fit = fitted(1, 200_000)
    assert fit.optimum.values == pytest.approx(list(TRUTH.values()), rel=0.05)


def test_the_chance_to_be_active_is_the_share_still_active() -> None:
    lives, fit = fitted(2, 60_000, ahead_days=3_000)
    patterns = lives.patterns()
    chance = value.probability_active(fit, patterns)
    comes_back = lives.bought_in(3_000) > 0

    for low, high in ((0.05, 0.35), (0.35, 0.65), (0.65, 0.9), (0.9, 0.99)):
        band = (patterns.repeats > 1) & (chance >= low) & (chance < high)
        slack = 4 * np.sqrt(0.25 / band.sum()) + 0.02  # some who are active do not come back in 3,000 days
        assert comes_back[band].mean() == pytest.approx(chance[band].mean(), abs=slack)


def test_where_nobody_leaves_the_model_says_so_instead_of_nothing() -> None:
    lives = bg_nbd_lives(6, 3_000, r=0.8, alpha_days=40.0, a=1e-9, b=4.0, ahead_days=180)
    fit = value.fit_bg_nbd(lives.patterns())

    assert isinstance(fit, value.BgNbdFit)
    assert (fit.r, fit.alpha_days) == pytest.approx((0.8, 40.0), rel=0.1)
    told = value.Outlook.over(fit, lives.patterns(), 180).bought()
    assert told.low <= lives.bought_in(180).sum() <= told.high


def test_where_everybody_leaves_alike_a_day_more_does_not_take_the_model_away() -> None:
    """The size of the two parameters of leaving has no top to climb then; what is foretold does not depend on it."""
    held = 0
    for seed in range(5):
        lives = bg_nbd_lives(seed, 1_500, ahead_days=180, r=0.8, alpha_days=40.0, a=200.0, b=800.0)
        fit = value.fit_bg_nbd(lives.patterns())
        assert not isinstance(fit, Unavailable)
        assert fit.a / (fit.a + fit.b) == pytest.approx(0.2, abs=0.06)
        told = value.Outlook.over(fit, lives.patterns(), 180).bought()
        held += told.low <= lives.bought_in(180).sum() <= told.high
    assert held >= 4


def test_the_expectation_equals_the_published_formula() -> None:
    lives, fit = fitted(3, 2_000)
    seen, days = lives.patterns(), 200.0
    x, age, shape = seen.repeats, fit.alpha_days + seen.age_days, fit.r + seen.repeats
    series = hyp2f1(shape, fit.b + x, fit.a + fit.b + x - 1, days / (age + days))
    closed = (fit.a + fit.b + x - 1) / (fit.a - 1) * (1 - (age / (age + days)) ** shape * series)

    told, _ = value.expected_purchases(fit, seen, days)

    assert told == pytest.approx(closed * value.probability_active(fit, seen), rel=1e-9)


def test_the_spread_of_what_one_customer_buys_is_told_too() -> None:
    lives, fit = fitted(4, 100_000, ahead_days=365)
    told, variance = value.expected_purchases(fit, lives.patterns(), 365)
    off = (lives.bought_in(365) - told) ** 2

    assert off.mean() == pytest.approx(variance.mean(), rel=0.05)


def test_values_of_purchases_are_found_again() -> None:
    draw = np.random.default_rng(5)
    truth, customers = {"p": 6.0, "q": 4.0, "scale": 20.0}, 30_000
    repeats = draw.integers(1, 9, customers)
    rate = draw.gamma(truth["q"], 1 / truth["scale"], customers)
    mean = draw.gamma(truth["p"] * repeats, 1 / (rate * repeats))
    table = pa.table(
        {"repeats": repeats, "cents": np.rint(100 * mean).astype(int), "customers": np.ones(customers)}
    )

    fit = value.fit_gamma_gamma(table)

    assert isinstance(fit, value.GammaGammaFit)
    assert (fit.p, fit.q, fit.scale) == pytest.approx(tuple(truth.values()), rel=0.05)
    told = value.expected_spend(fit, repeats.astype(float), mean)
    assert told.mean() == pytest.approx((truth["p"] / rate).mean(), rel=0.02)


def test_values_that_are_all_the_same_tell_nothing() -> None:
    table = pa.table({"repeats": [1, 2, 3], "cents": [2_500] * 3, "customers": [50, 30, 20]})
    assert value.fit_gamma_gamma(table) == Unavailable(
        "All purchases are worth the same, so there is no spread of values to learn from."
    )

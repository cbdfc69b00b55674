"""The curvature that a fit climbs by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from evergrow.measure.value.bgnbd_likelihood import Seen
from evergrow.measure.value.fitting import Optimum, maximize
from evergrow.measure.value.gamma_gamma import Spent
from evergrow.measure.value.spec import Patterns

Floats = NDArray[np.float64]
BUYING, SPENDING = np.array([0.4, 40.0, 0.9, 2.2]), np.array([5.0, 4.0, 30.0])


def bought() -> Seen:
    random = np.random.default_rng(3)
    repeats = np.minimum(random.poisson(2.0, 400), 9).astype(float)
    age = random.integers(30, 700, 400).astype(float)
    recency = np.where(repeats > 0, np.floor(age * random.random(400)), 0.0)
    return Seen.of(Patterns(repeats, recency, age, random.integers(1, 5, 400).astype(float), np.zeros(400)))


def spent() -> Spent:
    random = np.random.default_rng(3)
    repeats = random.integers(1, 9, 300).astype(float)
    means = 30 / random.gamma(4.0, 1 / 5.0, 300)
    return Spent.of(repeats, means * random.gamma(5 * repeats, 1 / (5 * repeats)), np.ones(300))


@pytest.mark.parametrize(
    ("curved", "values"), [(bought().curved, BUYING), (spent().curved, SPENDING)], ids=["buying", "spending"]
)
def test_slopes_and_curvature_are_those_of_small_steps(
    curved: Callable[[Floats], tuple[float, Floats, Floats]], values: Floats
) -> None:
    _, gradient, bend = curved(values)

    for place, step in enumerate(np.diag(values * 1e-5)):
        above, below = curved(values + step), curved(values - step)
        width = 2 * step[place]
        assert (above[0] - below[0]) / width == pytest.approx(gradient[place], rel=1e-5, abs=1e-5)
        assert (above[1] - below[1]) / width == pytest.approx(bend[place], rel=1e-5, abs=1e-5)


def test_the_climb_by_curvature_ends_where_the_one_by_slopes_does() -> None:
    seen = spent()

    plain = maximize(seen.likelihood, [tuple(SPENDING)])
    curved = maximize(seen.likelihood, [tuple(SPENDING)], curved=seen.curved)

    assert isinstance(plain, Optimum)
    assert isinstance(curved, Optimum)
    assert curved.values == pytest.approx(plain.values, rel=1e-3)
    assert curved.covariance == pytest.approx(plain.covariance, rel=1e-2)
    assert curved.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-4)

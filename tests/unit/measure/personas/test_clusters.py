"""Clusters are found where there are some, told why not where there are none, and shares are compared as published."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evergrow.kernel import Unavailable
from evergrow.measure.personas import Found, difference, find_clusters, standardized

Points = NDArray[np.float64]


def blobs(count: int, rng: np.random.Generator) -> tuple[Points, NDArray[np.int64]]:
    """Groups of 200 to 400, each six standard deviations from the next."""
    which = np.repeat(np.arange(count), rng.integers(200, 400, count))
    middles = np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0], [6.0, 6.0]])[:count]
    return middles[which] + rng.normal(size=(len(which), 2)), which


@pytest.mark.parametrize("count", [2, 3, 4])
def test_simulated_groups_are_recovered(count: int) -> None:
    points, which = blobs(count, np.random.default_rng(count))
    found = find_clusters(standardized(points))

    assert isinstance(found, Found)
    assert len(found.centers) == count
    table = np.zeros((count, count))
    np.add.at(table, (which, found.labels), 1)
    assert table.max(axis=1).sum() / len(which) > 0.98
    assert min(found.stability) > 0.9
    assert list(np.bincount(found.labels)) == sorted(np.bincount(found.labels), reverse=True)
    again = find_clusters(standardized(points))
    assert isinstance(again, Found)
    assert (again.labels == found.labels).all()


def clouds(seed: int) -> list[Points]:
    """Data without groups: round, long, skewed, flat, whole numbers, heavy tails."""
    rng = np.random.default_rng(seed)
    one = rng.normal(size=600)
    return [
        rng.normal(size=(600, 3)),
        rng.normal(size=(600, 3)) * [6, 1, 1],
        np.c_[rng.exponential(size=600), rng.exponential(size=600)],
        rng.random((600, 2)),
        np.log1p(rng.geometric(0.4, size=(600, 2)) + rng.random((600, 2))),
        np.c_[one, one + 0.3 * rng.normal(size=600), rng.standard_t(3, 600)],
    ]


@pytest.mark.parametrize("seed", range(3))
def test_noise_holds_no_clusters(seed: int) -> None:
    for cloud in clouds(seed):
        assert isinstance(find_clusters(standardized(cloud), seed=seed), Unavailable)


def test_too_few_and_all_alike_hold_none_either() -> None:
    few = find_clusters(standardized(np.random.default_rng(1).normal(size=(199, 2))))
    assert few == Unavailable("199 customers are too few to look for clusters; it takes 200.")
    alike = find_clusters(standardized(np.ones((500, 2))))
    assert alike == Unavailable("These customers are all alike, so there are no clusters.")


@pytest.mark.parametrize(
    ("hits", "of", "rest_hits", "rest_of", "published"),
    [(56, 70, 48, 80, (0.0524, 0.3339)), (9, 10, 3, 10, (0.1705, 0.8090)), (10, 10, 0, 10, (0.6075, 1.0))],
)
def test_differences_have_newcombes_intervals(
    hits: int, of: int, rest_hits: int, rest_of: int, published: tuple[float, float]
) -> None:
    """Newcombe (1998), table II, method 10, examples a, b and g."""
    found = difference(hits, of, rest_hits, rest_of, 1.959963984540054)
    assert found == pytest.approx(published, abs=0.00006)

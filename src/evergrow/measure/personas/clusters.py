"""Clusters within a persona, where the data hold them, and the reason why not where they do not.

k-means makes parts of anything, a single cloud included. So parts are called clusters only where
1. they lie apart: on the line between the middles of any two, the third halfway has at most half as many customers as
   the third around either middle, and fewer beyond chance. No single hump, however long or skewed, does that: between
   two points of it the density is at least the smaller of both. The middles come from one half of the customers, the
   counts from the other, so that no part is judged by those who made it;
2. they are stable: drawn again with replacement, the customers fall into much the same parts (mean Jaccard similarity
   0.75 or more for each, 40 draws);
3. none is tiny: 5 % of the customers and 30 of them at least.
Of the numbers of clusters from 2 to 5 that pass, the largest counts.

Source:
    Hennig (2007), "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52, 258-271;
    Arthur & Vassilvitskii (2007), "k-means++: the advantages of careful seeding", SODA, 1027-1035. The comparison of
    three windows follows from unimodality alone; both of its parts must hold (Berger 1982, Technometrics 24, 295-300).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from evergrow.kernel import Unavailable

LEAST: Final = 200
"""Fewer customers carry no search for clusters."""
MOST_CLUSTERS: Final = 5
STABLE: Final = 0.75
DRAWS: Final = 40
_LEAST_SHARE, _LEAST_CUSTOMERS = 0.05, 30
_HALF_AS_MANY: Final = 0.5
_BEYOND_CHANCE: Final = 3.1  # standard errors: 1 in 1,000
_STARTS: Final = 6
_ROUNDS: Final = 60
Points = NDArray[np.float64]
Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """The clusters of some customers: which is whose (0, 1, ...), their middles (standardized), and how stable each is."""

    labels: Labels
    centers: Points
    stability: list[float]


def standardized(values: Points) -> Points:
    """Each column with mean 0 and standard deviation 1; columns that do not vary are left out."""
    spread = values.std(axis=0)
    varying = spread > 1e-9
    return (values[:, varying] - values[:, varying].mean(axis=0)) / spread[varying]


def nearest_to_middle(points: Points) -> int:
    """The row nearest to the mean of all."""
    if not points.shape[1]:
        return 0
    return int(np.argmin(((points - points.mean(axis=0)) ** 2).sum(axis=1)))


def find_clusters(points: Points, *, seed: int = 1) -> Found | Unavailable:
    """The clusters of standardized points, the largest first. The same points and seed find the same clusters."""
    if len(points) < LEAST:
        return Unavailable(f"{len(points)} customers are too few to look for clusters; it takes {LEAST}.")
    if not points.shape[1]:
        return Unavailable("These customers are all alike, so there are no clusters.")
    rng = np.random.default_rng(seed)
    mixed = rng.permutation(len(points))
    makers, judges = points[mixed[::2]], points[mixed[1::2]]
    for k in range(MOST_CLUSTERS, 1, -1):
        if not _lie_apart(kmeans(makers, k, rng), judges):
            continue
        centers = kmeans(points, k, rng)
        labels = labels_of(points, centers)
        sizes = np.bincount(labels, minlength=k)
        if sizes.min() < max(_LEAST_CUSTOMERS, _LEAST_SHARE * len(points)):
            continue
        stability = _stability(points, labels, k, rng)
        if stability.min() < STABLE:
            continue
        order = np.argsort(-sizes, kind="stable")
        place = np.argsort(order)
        return Found(place[labels].astype(np.int64), centers[order], [float(stability[one]) for one in order])
    return Unavailable(
        "The data hold no clusters: no split leaves a gap and comes out the same when the customers are drawn again."
    )


def labels_of(points: Points, centers: Points) -> Labels:
    """The nearest center of each point."""
    return np.argmin(_squares(points, centers), axis=1).astype(np.int64)


def kmeans(points: Points, k: int, rng: np.random.Generator, *, starts: int = _STARTS) -> Points:
    """The centers of the best of some k-means runs, each begun by k-means++."""
    best, least = points[:k], np.inf
    for _ in range(starts):
        centers = _lloyd(points, _seeds(points, k, rng))
        inertia = float(_squares(points, centers).min(axis=1).sum())
        if inertia < least:
            best, least = centers, inertia
    return best


def _seeds(points: Points, k: int, rng: np.random.Generator) -> Points:
    chosen = [points[rng.integers(len(points))]]
    for _ in range(k - 1):
        away = _squares(points, np.array(chosen)).min(axis=1)
        total = away.sum()
        chance = away / total if total > 0 else np.full(len(points), 1 / len(points))
        chosen.append(points[rng.choice(len(points), p=chance)])
    return np.array(chosen)


def _lloyd(points: Points, centers: Points) -> Points:
    for _ in range(_ROUNDS):
        labels = labels_of(points, centers)
        sizes = np.bincount(labels, minlength=len(centers))
        sums = np.stack(
            [np.bincount(labels, weights=column, minlength=len(centers)) for column in points.T], axis=1
        )
        moved = np.where(sizes[:, None] > 0, sums / np.maximum(sizes, 1)[:, None], centers)
        if np.allclose(moved, centers):
            break
        centers = moved
    return centers


def _squares(points: Points, centers: Points) -> Points:
    """Squared distances, points by centers."""
    cross = points @ centers.T
    return np.maximum((points**2).sum(axis=1)[:, None] + (centers**2).sum(axis=1)[None, :] - 2 * cross, 0.0)


def _lie_apart(centers: Points, judges: Points) -> bool:
    labels = labels_of(judges, centers)
    return all(
        _has_gap(judges[(labels == one) | (labels == other)], centers[one], centers[other])
        for one, other in combinations(range(len(centers)), 2)
    )


def _has_gap(points: Points, one: Points, other: Points) -> bool:
    """Whether fewer lie halfway between two middles than around either, each window a third of the way wide."""
    way = other - one
    length = float(way @ way)
    if length == 0:
        return False
    place = (points - one) @ way / length

    def within(middle: float) -> int:
        return int(((place >= middle - 1 / 6) & (place < middle + 1 / 6)).sum())

    between, around = within(0.5), min(within(0.0), within(1.0))
    if around == 0 or between > _HALF_AS_MANY * around:
        return False
    return (around - between) / sqrt(around + between) >= _BEYOND_CHANCE


def _stability(points: Points, labels: Labels, k: int, rng: np.random.Generator) -> Points:
    """The mean Jaccard similarity of each cluster with its most alike when the points are drawn again."""
    total = np.zeros(k)
    for _ in range(DRAWS):
        drawn = rng.integers(len(points), size=len(points))
        again = labels_of(points[drawn], kmeans(points[drawn], k, rng, starts=2))
        here = np.unique(drawn, return_index=True)[1]  # each point once
        both = np.zeros((k, k))
        np.add.at(both, (labels[drawn[here]], again[here]), 1)
        either = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
        total += (both / np.maximum(either, 1)).max(axis=1)
    return total / DRAWS

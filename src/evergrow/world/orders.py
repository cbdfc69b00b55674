"""When people buy: a first order, then again at a personal rate until they have had enough.

The repeat process is that of Fader, Hardie & Lee (2005): a Poisson process whose rate is gamma over the
customers, left for good with a chance after every purchase. The first order is harder to follow up
than any later one, so that the shop has the leak that most shops have.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evergrow.world.people import People

MOST_ORDERS = 48
LEAVES_AFTER_FIRST = 0.4
DAYS_BETWEEN_ORDERS = 46.0
COMES_BACK = 0.15
"""Share of those who had left that are won back half a year later or more."""


@dataclass(frozen=True)
class Orders:
    """One entry per order: the person's index, the shop day, and its place among the person's orders."""

    person: np.ndarray
    at: np.ndarray
    nth: np.ndarray
    is_with_joining: np.ndarray

    def __len__(self) -> int:
        return len(self.person)


def draw_orders(people: People, until: float, rng: np.random.Generator) -> Orders:
    """All orders before the shop day `until`, grouped by person and ordered by time."""
    buyers = np.flatnonzero(people.will_buy & (people.joined < until))
    n = len(buyers)
    at_once = rng.random(n) < 0.42
    first = people.joined[buyers] + np.where(at_once, 0.0, 0.5 + rng.lognormal(2.0, 1.1, n))
    days_between = 1.0 / (rng.gamma(1.5, 1.0, n) / 1.5 / DAYS_BETWEEN_ORDERS)
    gaps = 0.5 + rng.exponential(1.0, (n, MOST_ORDERS - 1)) * days_between[:, None]
    at = first[:, None] + np.concatenate([np.zeros((n, 1)), np.cumsum(gaps, axis=1)], axis=1)
    stays = _stays(n, rng)
    at = _win_back(at, stays, rng)
    happens = stays & (at < until)
    row, nth = np.nonzero(happens)
    return Orders(buyers[row], at[row, nth], nth, (nth == 0) & at_once[row])


def _stays(n: int, rng: np.random.Generator) -> np.ndarray:
    """Whether the customer is still a customer at each of the possible orders."""
    later = rng.beta(1.3, 5.5, n)
    leaves = rng.random((n, MOST_ORDERS - 1)) < np.where(
        np.arange(MOST_ORDERS - 1) == 0, LEAVES_AFTER_FIRST, later[:, None]
    )
    return np.concatenate([np.ones((n, 1), dtype=bool), ~np.logical_or.accumulate(leaves, axis=1)], axis=1)


def _win_back(at: np.ndarray, stays: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Bring some who left back for one or two more orders, after 190 to 330 days. Changes `stays`."""
    n = len(at)
    made = stays.sum(axis=1)
    back = np.flatnonzero((made < MOST_ORDERS - 2) & (rng.random(n) < COMES_BACK))
    place = made[back]
    at = at.copy()
    at[back, place] = at[back, place - 1] + rng.uniform(190.0, 330.0, len(back))
    stays[back, place] = True
    twice = rng.random(len(back)) < 0.5
    back, place = back[twice], place[twice] + 1
    at[back, place] = at[back, place - 1] + 5 + rng.exponential(40.0, len(back))
    stays[back, place] = True
    return at

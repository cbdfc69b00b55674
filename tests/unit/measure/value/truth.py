"""Customers who behave exactly as the models suppose, drawn with a seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evergrow.measure.value import Patterns, Seasons

DAYS = 14.0 * 26


@dataclass(frozen=True)
class Lives:
    """Purchase times of simulated customers, in days; rows are customers, nan where there was none."""

    age_days: np.ndarray
    bought_at: np.ndarray
    """After the first purchase, which is at 0; whether seen or still to come."""

    def patterns(self) -> Patterns:
        """What was seen of them by the end of their age."""
        seen = self.bought_at <= self.age_days[:, None]
        last = np.where(seen, self.bought_at, 0.0).max(axis=1, initial=0.0)
        ones = np.ones_like(self.age_days)
        return Patterns(seen.sum(axis=1).astype(float), last, self.age_days, ones, 0 * ones)

    def bought_in(self, days: float) -> np.ndarray:
        """How often each bought in the `days` after that."""
        after = self.bought_at > self.age_days[:, None]
        return (after & (self.bought_at <= self.age_days[:, None] + days)).sum(axis=1)


def bg_nbd_lives(
    seed: int, customers: int, *, r: float, alpha_days: float, a: float, b: float, ahead_days: float = 0.0
) -> Lives:
    """Everybody's purchases: at a rate of their own, until a coin of their own after one of them says no more."""
    draw = np.random.default_rng(seed)
    rate = draw.gamma(r, 1 / alpha_days, customers)
    chance_to_leave = draw.beta(a, b, customers)
    age = 14.0 * draw.integers(13, 27, customers)  # they came in every second week of half a year
    clock, is_there, columns = np.zeros(customers), np.ones(customers, dtype=bool), []
    while np.any(is_there & (clock < DAYS + ahead_days)):
        clock = clock + draw.exponential(1 / rate)
        columns.append(np.where(is_there, clock, np.nan))
        is_there &= draw.random(customers) >= chance_to_leave
    return Lives(age, np.stack(columns, axis=1))


RENEWING = {"alpha": 1.5, "beta": 1.0, "gamma": 0.9, "delta": 4.0}


def renewing(seed: int, customers: int, *, ahead: int, cohorts: int = 6) -> tuple[Seasons, np.ndarray]:
    """Customers who came in one of some periods and may buy once in each after it, and how often they buy `ahead`.

    Before every period they leave for good with a chance of their own; while there, they buy with another.
    """
    draw = np.random.default_rng(seed)
    buying = draw.beta(RENEWING["alpha"], RENEWING["beta"], customers)
    stays = draw.geometric(draw.beta(RENEWING["gamma"], RENEWING["delta"], customers)) - 1
    periods = draw.integers(3, 3 + cohorts, customers)
    number = np.arange(1, 3 + cohorts + ahead)
    bought = (number <= stays[:, None]) & (draw.random((customers, len(number))) < buying[:, None])
    seen = bought & (number <= periods[:, None])
    later = bought & (number > periods[:, None]) & (number <= periods[:, None] + ahead)
    last = np.where(seen, number, 0).max(axis=1)
    rows = np.column_stack([seen.sum(axis=1), last, periods])
    alike, back, count = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    seen_of = alike.astype(float)
    seasons = Seasons(seen_of[:, 0], seen_of[:, 1], seen_of[:, 2], count.astype(float))
    return seasons, np.bincount(back.ravel(), later.sum(axis=1))

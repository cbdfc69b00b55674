"""When people shop: more in the evening, at the weekend and before Christmas.

Everything in the world is drawn on a *shop clock* on which trade is even, and then mapped to the wall
clock. A Poisson process drawn evenly becomes one with the rhythm of the year, the week and the day,
and the order of events is kept (time change of a Poisson process; Cinlar 1975, chapter 4.7).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from evergrow.world.plan import WorldPlan

HOUR_US = 3_600_000_000
BY_MONTH = [0.86, 0.84, 0.92, 0.95, 1.02, 0.95, 0.86, 0.84, 0.98, 1.06, 1.42, 1.48]
BY_WEEKDAY = [0.98, 0.94, 0.93, 0.97, 1.0, 1.14, 1.2]
BY_HOUR = [
    *(0.35, 0.2, 0.12, 0.1, 0.12, 0.25, 0.5, 0.8, 0.95, 1.0, 1.1, 1.15),
    *(1.3, 1.2, 1.1, 1.1, 1.15, 1.25, 1.4, 1.7, 2.0, 2.1, 1.6, 0.85),
]


def microseconds(instant: datetime) -> int:
    """An aware instant as microseconds since 1970."""
    return int(instant.timestamp()) * 1_000_000 + instant.microsecond


class Rhythm:
    """Maps shop days (0 at the plan's start, `days` at its end) to microseconds since 1970."""

    def __init__(self, plan: WorldPlan) -> None:
        hours = plan.days * 24
        moments = [plan.start + timedelta(hours=hour) for hour in range(hours)]
        weights = np.array([BY_WEEKDAY[at.weekday()] * BY_HOUR[at.hour] * season_of(at) for at in moments])
        passed = np.concatenate([[0.0], np.cumsum(weights)])
        self.days = float(plan.days)
        self._shop_days = passed / passed[-1] * plan.days
        self._wall_us = microseconds(plan.start) + np.arange(hours + 1) * float(HOUR_US)

    def wall(self, shop_days: np.ndarray) -> np.ndarray:
        """The wall clock (int64 microseconds) at these shop days; beyond the end, an even clock goes on."""
        inside = np.interp(shop_days, self._shop_days, self._wall_us)
        beyond = np.maximum(shop_days - self.days, 0.0) * 24 * HOUR_US
        return (inside + beyond).astype(np.int64)


def season_of(at: datetime) -> float:
    """The weight of the month, gliding from the middle of one to the middle of the next."""
    place = at.month - 1 + (at.day - 15) / 30.5
    before = int(np.floor(place))
    share = place - before
    return BY_MONTH[before % 12] * (1 - share) + BY_MONTH[(before + 1) % 12] * share

"""Who comes to the shop: where from, on which devices, and whether they ever leave an address."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evergrow.world.places import CHANNELS, DEVICES, PLACES
from evergrow.world.plan import WorldPlan
from evergrow.world.rhythm import Rhythm

NEVER = np.inf
GROWTH = 0.9
"""By the end, arrivals run at 1.9 times their first rate."""
LATEST_ZONE_DAYS = 1.0
"""Nobody arrives earlier, so that nobody in the east arrives before the start."""
SHARED_DEVICES = 0.004
SECOND_DEVICES = 0.18


@dataclass(frozen=True)
class People:
    """One entry per person in each array. `arrived` and `joined` are shop days; `joined` may be NEVER."""

    numbers: np.ndarray
    arrived: np.ndarray
    joined: np.ndarray
    will_buy: np.ndarray
    place: np.ndarray
    device: np.ndarray
    second_device: np.ndarray  # -1: has none
    channel: np.ndarray
    is_subscriber: np.ndarray
    lines_per_order: np.ndarray
    user_ids: np.ndarray
    anonymous_ids: np.ndarray
    second_ids: np.ndarray

    def __len__(self) -> int:
        return len(self.numbers)


def draw_people(plan: WorldPlan, rhythm: Rhythm, rng: np.random.Generator) -> People:
    """The people of the plan, in no order of time."""
    n = plan.customers
    channel = rng.choice(len(CHANNELS), n, p=_shares([c.share for c in CHANNELS]))
    arrived = LATEST_ZONE_DAYS + _arrivals(n, rng) * (rhythm.days - LATEST_ZONE_DAYS)
    joins = rng.random(n) < np.array([c.joins for c in CHANNELS])[channel]
    waits = np.where(rng.random(n) < 0.5, 0.0, 0.6 + rng.exponential(8.0, n))
    has_second = joins & (rng.random(n) < SECOND_DEVICES)
    numbers = np.arange(plan.first_number, plan.first_number + n)
    place = rng.choice(len(PLACES), n, p=_shares([p.share for p in PLACES]))
    anonymous_ids = _device_ids(n, rng)
    _share_devices(anonymous_ids, np.flatnonzero(joins), place, rng)
    return People(
        numbers=numbers,
        arrived=arrived,
        joined=np.where(joins, arrived + waits, NEVER),
        will_buy=joins & (rng.random(n) < np.array([c.buys for c in CHANNELS])[channel]),
        place=place,
        device=rng.choice(len(DEVICES), n, p=_shares([d[2] for d in DEVICES])),
        second_device=np.where(has_second, rng.integers(0, len(DEVICES), n), -1),
        channel=channel,
        is_subscriber=joins & (rng.random(n) < 0.63),
        lines_per_order=1.0 + rng.gamma(0.9, 0.9, n),
        user_ids=np.array([f"c{number:06d}" for number in numbers.tolist()], dtype=object),
        anonymous_ids=anonymous_ids,
        second_ids=_device_ids(n, rng),
    )


def _shares(weights: list[float]) -> np.ndarray:
    return np.array(weights) / sum(weights)


def _arrivals(n: int, rng: np.random.Generator) -> np.ndarray:
    """Shares of the whole time; the density grows in a straight line from 1 to 1 + GROWTH."""
    area = rng.random(n) * (1 + GROWTH / 2)
    return (np.sqrt(1 + 2 * GROWTH * area) - 1) / GROWTH


def _device_ids(n: int, rng: np.random.Generator) -> np.ndarray:
    """Ids as a browser's SDK would draw them."""
    high, low = rng.integers(0, 2**63, n).tolist(), rng.integers(0, 2**63, n).tolist()
    texts = (f"{a:016x}{b:016x}" for a, b in zip(high, low, strict=True))
    return np.array([f"{t[:8]}-{t[8:12]}-4{t[13:16]}-a{t[17:20]}-{t[20:]}" for t in texts], dtype=object)


def _share_devices(ids: np.ndarray, members: np.ndarray, place: np.ndarray, rng: np.random.Generator) -> None:
    """Let a few pairs of members of one country use the same browser, as families do."""
    mixed = rng.permutation(members)[: 2 * int(len(members) * SHARED_DEVICES)]
    for one, other in mixed.reshape(-1, 2):
        if place[one] == place[other]:
            ids[other] = ids[one]

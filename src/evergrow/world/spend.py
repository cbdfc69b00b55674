"""What the shop paid to be found, day by day: so much for everybody who came by a channel that costs."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pyarrow as pa

from evergrow.world.people import People
from evergrow.world.places import CHANNELS
from evergrow.world.plan import CURRENCY, WorldPlan
from evergrow.world.rhythm import HOUR_US, Rhythm

DAY_US = 24 * HOUR_US
_SEED = 11


def draw_spend(plan: WorldPlan, people: People, rhythm: Rhythm) -> pa.Table:
    """`day` (2026-11-22, UTC), `channel`, `campaign`, `currency`, `amount_micros`: one row a day and channel that costs.

    Drawn apart from everything else, so that the shop stays the same whatever was paid.
    """
    rng = np.random.default_rng([plan.seed, _SEED])
    first = plan.start.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (plan.end - first).days + 1
    came_us = rhythm.wall(people.arrived) - int(first.timestamp()) * 1_000_000
    rows = []
    for index, channel in enumerate(CHANNELS):
        if not channel.cents_each:
            continue
        here = (people.channel == index) & (came_us >= 0) & (came_us < days * DAY_US)
        came = np.bincount((came_us[here] // DAY_US).astype(np.int64), minlength=days)
        clicks = np.maximum(came.mean() * 0.4, came + rng.normal(0, 0.15 * (came.mean() + 1), days))
        cents = np.round(clicks * channel.cents_each).astype(np.int64)
        rows += [
            {
                "day": (first + timedelta(days=day)).date().isoformat(),
                "channel": channel.billed_as,
                "campaign": channel.campaign,
                "currency": CURRENCY,
                "amount_micros": amount * 10_000,
            }
            for day, amount in enumerate(cents.tolist())
        ]
    return pa.Table.from_pylist(rows)

"""What is asked of a simulated shop: how many people, over which time, and which seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

CURRENCY = "USD"
"""The shop sells in one currency everywhere."""


@dataclass(frozen=True, kw_only=True)
class WorldPlan:
    """The same plan always makes the same shop, byte for byte.

    `end` is an aware UTC instant; nothing happens at or after it. `first_number` is the number of the
    first person, so that several plans can fill one shop without sharing an id.
    """

    end: datetime
    customers: int = 20_000
    days: int = 548
    seed: int = 7
    first_number: int = 1

    @property
    def start(self) -> datetime:
        return self.end - timedelta(days=self.days)

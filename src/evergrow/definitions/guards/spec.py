"""The declared shape of the guards: caps, quiet hours, throttle, tracking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Final

EVERY_CHANNEL: Final = "all"


@dataclass(frozen=True, kw_only=True)
class Cap:
    """At most so many messages to a customer on a channel, or in `all`, in a sliding window.

    A message sent exactly `window` ago no longer counts.
    """

    channel: str
    at_most: int
    in_days: float

    @property
    def window(self) -> timedelta:
        return timedelta(days=self.in_days)


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """From `start` (inside) to `end` (outside) on the customer's wall clock; over midnight where it ends before it starts."""

    start: time
    end: time


@dataclass(frozen=True, kw_only=True)
class BestHour:
    """Messages of these channels wait for the hour in which the customer mostly comes, but no longer than `at_most`."""

    channels: tuple[str, ...]
    at_most: timedelta = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Guards:
    """What every message is judged by. Messages of transactional topics neither count for caps nor are held.

    `throttle` is messages a second by channel. `tracks_opens`: whether those of emails are noted.
    `tracks_clicks`: whether those of emails, pushes, messengers and the inbox are.
    """

    caps: tuple[Cap, ...] = ()
    quiet_hours: QuietHours | None = None
    best_hour: BestHour | None = None
    throttle: Mapping[str, float] = field(default_factory=dict)
    tracks_opens: bool = True
    tracks_clicks: bool = True

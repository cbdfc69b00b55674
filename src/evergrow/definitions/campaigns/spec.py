"""The declared shape of a campaign: one message to an audience, at a time or again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.definitions.conditions import Condition
from evergrow.definitions.schedules import Schedule


@dataclass(frozen=True, kw_only=True)
class Once:
    """One sending at `at`: a wall-clock time without a zone, in the account's zone or each customer's own.

    None: as soon as it is launched.
    """

    at: datetime | None = None
    is_local: bool = False


@dataclass(frozen=True, kw_only=True)
class Recurring:
    """A sending each time the schedule says."""

    schedule: Schedule
    is_local: bool = False


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """A document, read. `audience` None: everybody the message may reach."""

    name: str
    title: str
    message: str
    when: Once | Recurring
    audience: Condition | None = None

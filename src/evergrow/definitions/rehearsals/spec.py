"""The declared shape of a rehearsal: given these customers and events, expect these messages at these times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A customer of the rehearsal: a name, traits, and the channel and topic pairs they have agreed to.

    An anonymous one is a browser that nobody has named yet.
    """

    name: str
    traits: Mapping[str, Any] = field(default_factory=dict)
    consents: tuple[str, ...] = ()  # `email.offers`
    is_anonymous: bool = False


@dataclass(frozen=True, kw_only=True)
class Given:
    """Something a customer does."""

    at: datetime
    customer: str
    event: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    traits: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A message that goes out to a customer, or is suppressed with a reason, at about this time."""

    at: datetime
    customer: str
    message: str
    reason: str | None = None
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Forbidden:
    """A message that must not go out to a customer, or to nobody; None: no message at all."""

    customer: str | None
    message: str | None
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """A document, read. Instants are aware UTC; `zone` is the account's.

    Attributes:
        journeys: Those that are launched at the start; empty: all of the folder.
        allows_others: Whether messages that nobody expects are fine.
        tolerance: How far from its time a message may be.
    """

    name: str
    title: str
    starts: datetime
    ends: datetime
    zone: str
    actors: tuple[Actor, ...]
    given: tuple[Given, ...]
    expected: tuple[Expected, ...]
    forbidden: tuple[Forbidden, ...] = ()
    journeys: tuple[str, ...] = ()
    allows_others: bool = False
    tolerance: timedelta = timedelta(minutes=1)

"""What the engine works on: one journey's versions, a slice of time, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import polars as pl
import pyarrow as pa

from evergrow.definitions.journeys import Journey

INSTANT: Final = pl.Datetime("us")

ENTRIES: Final = pl.Schema(
    {
        "entry_key": pl.Int64(),
        "version": pl.Int64(),
        "identity_key": pl.Int64(),
        "customer_key": pl.Int64(),  # whom the identity belongs to today
        "customer_id": pl.String(),
        "key": pl.String(),
        "trigger": pl.String(),
        "entered_at": INSTANT,
        "step": pl.String(),
        "arrived_at": INSTANT,
        "due_at": INSTANT,
        "ended_at": INSTANT,
        "end_reason": pl.String(),
        "goal_at": INSTANT,
        "path": pl.String(),
    }
)
"""An entry with its position, as the engine sees it. Instants are UTC without a zone."""

LOADED: Final = pl.Schema({name: kind for name, kind in ENTRIES.items() if name not in ("trigger", "path")})
"""What the engine asks of an entry that a slice concerns. Of one that is due, and to whose customer nothing happened,
`customer_id`, `key`, `entered_at` and `arrived_at` may be null: see book.py."""

STANDING: Final = pl.Schema(
    {
        "entry_key": pl.Int64(),
        "version": pl.Int64(),
        "identity_key": pl.Int64(),
        "customer_key": pl.Int64(),
        "customer_id": pl.String(),
        "key": pl.String(),
        "entered_at": INSTANT,
        "step": pl.String(),
        "arrived_at": INSTANT,
        "due_at": INSTANT,
        "gained": pl.String(),  # what its path gained in this slice
        "stood_due": INSTANT,  # when it was due where it stood before the slice; null: it was not in yet
        "passed": pl.String(),  # the steps of `gained`, as long as it came to all of them at `stood_due`; else null
        "goal_hit": INSTANT,  # when the customer reached the goal in this slice
        "exit_hit": INSTANT,  # when they did what ends the journey
    }
)
"""What a round needs of an entry; the rest waits until the end."""

MOVED: Final = pl.Schema(
    {
        "entry_key": pl.Int64(),
        "version": pl.Int64(),
        "identity_key": pl.Int64(),
        "step": pl.String(),
        "arrived_at": INSTANT,
        "due_at": INSTANT,
        "ended_at": INSTANT,
        "end_reason": pl.String(),
        "goal_at": INSTANT,
        "gained": pl.String(),  # behind its path, a space between; empty where it ended without another step
        "stood_due": INSTANT,
        "passed": pl.String(),
    }
)
"""An entry that something happened to: where it stands now, or how it ended (`due_at` null). The last two as STANDING."""

GOALS: Final = pl.Schema({"entry_key": pl.Int64(), "version": pl.Int64(), "goal_at": INSTANT})
"""An entry that was over before, and reached its goal within its window."""

CANDIDATES: Final = pl.Schema(
    {
        "entry_key": pl.Int64(),
        "customer_key": pl.Int64(),
        "customer_id": pl.String(),
        "key": pl.String(),
        "at": INSTANT,
        "trigger": pl.String(),
    }
)
"""Somebody who might come in: at this moment, because of this."""

SENDS: Final = pl.Schema(
    {
        "entry_key": pl.Int64(),
        "version": pl.Int64(),
        "step": pl.String(),
        "template": pl.String(),
        "at": INSTANT,
    }
)
"""A message that an entry's step asks for."""

DEEDS: Final = pl.Schema(
    {
        "entry_key": pl.Int64(),
        "version": pl.Int64(),
        "customer_id": pl.String(),
        "step": pl.String(),
        "at": INSTANT,
    }
)
"""A trait to set or an event to emit, because an entry passed that step."""

COUNTS: Final = pl.Schema(
    {"version": pl.Int64(), "step": pl.String(), "what": pl.String(), "count": pl.Int64()}
)


@dataclass(frozen=True, kw_only=True)
class Course:
    """One journey as it runs: the versions that somebody is on, and the one that customers come in on.

    Attributes:
        open_since: What happened before brings nobody in; None: nobody comes in at all.
        is_paused: Goals and exits still count, but nobody moves on.
    """

    name: str
    versions: Mapping[int, Journey]
    version: int
    open_since: datetime | None = None
    is_paused: bool = False

    @property
    def journey(self) -> Journey:
        """The version that customers come in on."""
        return self.versions[self.version]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What a step of time brings: (since, now], and what came to be known in it.

    Attributes:
        arrivals: Events, as `facts.ARRIVALS`: live those that came in, in a backtest those that happened.
        moves: Stages entered: `customer_key`, `stage`, `at`.
        changes: Segments entered and left: `customer_key`, `segment`, `change` (entered, left), `at`.
        requests: Customers asked for: `journey`, `customer_key`, `asked_at`, `request_key`.
    """

    since: datetime
    now: datetime
    arrivals: pa.Table
    moves: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=MOVES))
    changes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=CHANGES))
    requests: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REQUESTS))


MOVES: Final = pl.Schema({"customer_key": pl.Int64(), "stage": pl.String(), "at": INSTANT})
CHANGES: Final = pl.Schema(
    {"customer_key": pl.Int64(), "segment": pl.String(), "change": pl.String(), "at": INSTANT}
)
REQUESTS: Final = pl.Schema(
    {"journey": pl.String(), "customer_key": pl.Int64(), "at": INSTANT, "request_key": pl.Int64()}
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a slice changed: entries new (ENTRIES), moved (MOVED) and of late goals (GOALS), what they send (SENDS) and
    do (DEEDS), and how many passed which step (COUNTS)."""

    new: pl.DataFrame
    moved: pl.DataFrame
    goals: pl.DataFrame
    sends: pl.DataFrame
    deeds: pl.DataFrame
    counts: pl.DataFrame


def naive(instant: datetime) -> datetime:
    """An aware instant as frames hold it: UTC without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def aware(instant: datetime) -> datetime:
    """An instant of a frame as the rest of the program writes it."""
    return instant.replace(tzinfo=UTC)

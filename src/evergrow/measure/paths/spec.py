"""What paths are asked with, and what their report says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from evergrow.definitions.conditions import Span
from evergrow.measure.metrics import Figure

MOST_SHOWN: Final = 30
MOST_EARLIER: Final = 6
Kind = Literal["event", "other", "end"]
Direction = Literal["after", "before"]


@dataclass(frozen=True, kw_only=True)
class Paths:
    """Which paths to draw. Hashable: their SQL is kept by it.

    Attributes:
        event: Where they begin; None: where sessions begin.
        direction: What comes after the event, or what came before it.
        steps: How many steps from it are told apart.
        quiet: Without an event for longer than this, the next one begins another session.
        without: Events that are looked through as if they had not been.
        most: How many events are shown at each step; the rest is one, "other".
        earlier: Of how many periods before each share is told, too.
    """

    event: str | None = None
    direction: Direction = "after"
    steps: int = 4
    quiet: Span = Span(30, "minutes")
    without: tuple[str, ...] = ()
    most: int = 7
    earlier: int = 0

    @property
    def quiet_micros(self) -> int:
        """The quiet in microseconds."""
        return self.quiet.seconds * 1_000_000


@dataclass(frozen=True, kw_only=True)
class PathNode:
    """What sessions did at a step from the chosen event, which is step 0.

    `kind` end: their session was over (or had not begun). `again` of them did it several times in a row, which counts
    as once. `events` is how many different events "other" stands for.
    """

    id: str
    step: int
    kind: Kind
    event: str | None
    sessions: int
    share: float
    again: int
    events: int


@dataclass(frozen=True, kw_only=True)
class PathLink:
    """Sessions that went from a node to one of the next step. `loops` of them had done the target's event before.

    `trend` is its share in each of the report's `earlier` periods, None where it is not known.
    """

    source: str
    target: str
    sessions: int
    share: float
    loops: int
    trend: list[float | None] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PathNext:
    """What comes first after (or before) the chosen event; `share` with that of the period compared with, and `trend` with
    that of the report's `earlier` periods, None where it is not known."""

    kind: Kind
    event: str | None
    sessions: int
    share: Figure
    trend: list[float | None] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class EarlierPaths:
    """A period before the one asked about, and how many sessions it had at the chosen event."""

    start: datetime
    end: datetime
    sessions: int


@dataclass(frozen=True, kw_only=True)
class PathsReport:
    """Where sessions went from an event, or came from.

    A session is counted once, from the first time it did the event (before: to the last time). Shares of a node are of
    all these sessions, those of a link of its source's. `earlier` are the periods before, as many as were asked for, the
    oldest first.
    """

    start: datetime
    end: datetime
    event: str | None
    direction: Direction
    steps: int
    quiet_minutes: float
    without: list[str]
    unavailable: str | None
    sessions: Figure
    ended: Figure
    looped: Figure
    following: list[PathNext]
    nodes: list[PathNode]
    links: list[PathLink]
    earlier: list[EarlierPaths]

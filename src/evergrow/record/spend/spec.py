"""What is said of the spend that was told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SpendKept:
    """What came of a file of spend. `replaced` of the entries were there before, with the same or another amount."""

    rows_read: int
    entries: int
    replaced: int
    first_day: str
    last_day: str


@dataclass(frozen=True, kw_only=True)
class SpendKnown:
    """One channel as it was written in the files, with what was spent on it in one currency."""

    channel: str
    currency: str
    entries: int
    first_day: str
    last_day: str
    amount_micros: int

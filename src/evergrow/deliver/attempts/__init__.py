"""Attempts: what was tried for each message, and how it ended."""

from evergrow.deliver.attempts.note import (
    LOST,
    attempts_of,
    count_attempts,
    give_back,
    mark_handing,
    note_endings,
    settle_lost,
)
from evergrow.deliver.attempts.spec import Attempt, Ending
from evergrow.deliver.attempts.tables import attempts

__all__ = [
    "LOST",
    "Attempt",
    "Ending",
    "attempts",
    "attempts_of",
    "count_attempts",
    "give_back",
    "mark_handing",
    "note_endings",
    "settle_lost",
]

"""A number that cannot be computed says why, instead of being 0, 1 or NaN."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unavailable:
    """Stands where a number would. `reason` is a sentence for the reader of the report."""

    reason: str

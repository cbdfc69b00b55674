"""The declared shape of a segment: a name and a condition about customers."""

from __future__ import annotations

from dataclasses import dataclass

from evergrow.definitions.conditions import Condition


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Customers for whom `when` holds."""

    name: str
    title: str
    when: Condition
    description: str = ""

"""The names under which conditions ask for what was foretold of a customer: `prediction.churn >= 0.6`."""

from __future__ import annotations

from typing import Final

CHANCES: Final = (
    "prediction.churn",
    "prediction.conversion",
    "prediction.next_purchase",
    "prediction.tier",
    "value.active",
)
"""Probabilities, 0 to 1."""
FORETOLD: Final = (*CHANCES, "value.expected")

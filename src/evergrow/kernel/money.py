"""Money as whole millionths of the currency: exact, fast to sum, and the same on every engine."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MICROS = 1_000_000
LARGEST_MICROS = 10**12 * MICROS  # a single order above a trillion is a mistake, not a sale


def micros_of(amount: str | int | float | Decimal) -> int | None:
    """The amount in millionths, rounded half to even, or None where it is no finite, sensible number.

    A float is read as the shortest decimal that prints the same, so 0.1 is exactly 100,000.
    """
    try:
        value = Decimal(repr(amount) if isinstance(amount, float) else amount)
        micros = int((value * MICROS).to_integral_value())
    except (InvalidOperation, OverflowError, ValueError):
        return None
    return micros if abs(micros) <= LARGEST_MICROS else None


def amount_of(micros: int) -> Decimal:
    """The amount in units of the currency."""
    return Decimal(micros) / MICROS

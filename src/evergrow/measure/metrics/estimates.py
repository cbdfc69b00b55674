"""Put numbers into figures: shares with their interval, ratios, medians, and what cannot be computed."""

from __future__ import annotations

from math import sqrt
from typing import Final

from evergrow.measure.metrics.spec import Figure, Unit

SMALL_SAMPLE: Final = 30
Z_95: Final = 1.959963984540054


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of a share, which stays inside 0 to 1 and works for few trials.

    Source:
        Wilson (1927), "Probable Inference, the Law of Succession, and Statistical Inference",
        Journal of the American Statistical Association 22, 209-212.
    """
    if trials <= 0:
        raise ValueError("an interval needs at least one trial")
    share, z2 = hits / trials, Z_95 * Z_95
    center = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = Z_95 / (1 + z2 / trials) * sqrt(share * (1 - share) / trials + z2 / (4 * trials * trials))
    low = 0.0 if hits == 0 else max(0.0, center - half)
    high = 1.0 if hits == trials else min(1.0, center + half)
    return low, high


def quotient(numerator: float, denominator: float) -> float | None:
    """The ratio, or None where there is nothing to divide by."""
    return numerator / denominator if denominator else None


def counted(
    definition: str, value: float, *, previous: float | None = None, unit: Unit = "customers"
) -> Figure:
    """A number that was counted or summed, so it has no interval and always exists."""
    return Figure(definition=definition, unit=unit, value=value, previous=previous)


def share_of(
    definition: str,
    hits: int,
    trials: int,
    *,
    previous: float | None = None,
    empty: str = "Nobody is counted.",
) -> Figure:
    """`hits` out of `trials` with its Wilson interval; `empty` says why there is none without trials."""
    if trials <= 0:
        return missing(definition, "share", empty, previous=previous)
    low, high = wilson(hits, trials)
    return Figure(
        definition=definition,
        unit="share",
        value=hits / trials,
        previous=previous,
        low=low,
        high=high,
        is_small_sample=trials < SMALL_SAMPLE,
    )


def measured(
    definition: str,
    unit: Unit,
    value: float | None,
    *,
    behind: int,
    empty: str,
    previous: float | None = None,
    interval: tuple[float | None, float | None] = (None, None),
) -> Figure:
    """A mean, median or ratio over `behind` customers; `empty` says why there is none where `value` is None."""
    if value is None:
        return missing(definition, unit, empty, previous=previous)
    return Figure(
        definition=definition,
        unit=unit,
        value=value,
        previous=previous,
        low=interval[0],
        high=interval[1],
        is_small_sample=behind < SMALL_SAMPLE,
    )


def missing(definition: str, unit: Unit, reason: str, *, previous: float | None = None) -> Figure:
    """A number that cannot be computed, and the sentence that says why."""
    return Figure(definition=definition, unit=unit, unavailable=reason, previous=previous)

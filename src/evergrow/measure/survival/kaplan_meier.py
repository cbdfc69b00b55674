"""The share that has not yet come to an end, by the time since the beginning, although many are still on the way.

    S(t) = product over times up to t of (1 - ended / at risk)

Who is still on the way at the time of the report is at risk up to then and leaves without an end.

Source: Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481; the variance by Greenwood
    (1926), Reports on Public Health 33; the interval on the log-log scale, which stays inside 0 to 1, by Kalbfleisch &
    Prentice (1980), The Statistical Analysis of Failure Time Data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from evergrow.kernel import Unavailable
from evergrow.measure.metrics import SMALL_SAMPLE
from evergrow.measure.survival.spec import Curve, CurvePoint
from evergrow.storage.warehouse import Given, as_rows

Z_95: Final = 1.959963984540054
Floats = NDArray[np.float64]
_READ: Final = ("days", "has_ended", "customers")


def kaplan_meier(
    rows: Given | Sequence[dict[str, Any]], *, nobody: str = "Nobody was followed."
) -> Curve | Unavailable:
    """The curve of what was counted.

    Args:
        rows: `days` (whole, 0 or more), `has_ended`, `customers`; days may come more than once. A table (see `as_table`)
            or a list of rows.
        nobody: Says why there is no curve without customers.
    """
    rows = rows if isinstance(rows, Sequence) else as_rows(rows, *_READ, what="rows").to_pylist()
    if not sum(row["customers"] for row in rows):
        return Unavailable(nobody)
    days = np.unique(np.array([row["days"] for row in rows], dtype=np.int64))
    ended, left = np.zeros(len(days)), np.zeros(len(days))
    for row in rows:
        place = np.searchsorted(days, row["days"])
        left[place] += row["customers"]
        ended[place] += row["customers"] if row["has_ended"] else 0
    at_risk = left[::-1].cumsum()[::-1]
    share = np.cumprod((at_risk - ended) / at_risk).astype(np.float64)
    low, high = _interval(share, ended, at_risk)
    shown = [place for place in range(len(days)) if ended[place]]
    begun = int(at_risk[0])
    points = (
        [CurvePoint(days=0, share=1.0, low=None, high=None, at_risk=begun)] if days[0] or not ended[0] else []
    )
    points += [
        CurvePoint(
            days=int(days[place]),
            share=float(share[place]),
            low=_known(low[place]),
            high=_known(high[place]),
            at_risk=int(at_risk[place]),
        )
        for place in shown
    ]
    return Curve(
        customers=begun,
        ended=int(ended.sum()),
        observed_days=int(days[-1]),
        median_days=_first_at(points, 0.5),
        points=points,
        is_small_sample=begun < SMALL_SAMPLE,
    )


def share_at(curve: Curve, days: int) -> CurvePoint | None:
    """The curve at a time; None beyond what was observed."""
    if days > curve.observed_days:
        return None
    return max(
        (point for point in curve.points if point.days <= days), key=lambda point: point.days, default=None
    )


def _interval(share: Floats, ended: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """Undefined (NaN) where nobody has ended yet, and where everybody has."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(ended / (at_risk * (at_risk - ended)))
        spread = np.exp(Z_95 * np.sqrt(variance) / np.abs(np.log(share)))
        low, high = share**spread, share ** (1 / spread)
    is_open = (share > 0) & (share < 1)
    return np.where(is_open, low, np.nan), np.where(is_open, high, np.nan)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _first_at(points: Sequence[CurvePoint], share: float) -> int | None:
    return next((point.days for point in points if point.share <= share), None)

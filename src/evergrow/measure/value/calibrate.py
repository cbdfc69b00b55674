"""Hold the model against what happened: fit it on the first part of the history, compare it with the second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import numpy as np
import pyarrow as pa

from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Figure, Measured, counted
from evergrow.measure.value.bgnbd import fit_bg_nbd
from evergrow.measure.value.purchases import followed, last_day
from evergrow.measure.value.spec import Calibration, CalibrationRow, Patterns
from evergrow.measure.value.totals import Outlook, Total

MOST_REPEATS: Final = 7
_SHORTEST: Final = timedelta(days=28)
_SHARE: Final = 3  # the last third of the history is held out
_TOO_SHORT: Final = "The history is shorter than three months, too short to hold a part of it back."


def calibration(
    source: Measured, first_at: datetime, as_of: datetime, *, longest: timedelta
) -> Calibration | Unavailable:
    """What a model of the history up to a split tells of the rest, beside the rest itself.

    Args:
        source: The account's tables.
        first_at: The first purchase of all.
        as_of: Where the second part ends.
        longest: The second part is a third of the history, but no longer than this.
    """
    held_out = min((as_of - first_at) / _SHARE, longest)
    if held_out < _SHORTEST:
        return Unavailable(_TOO_SHORT)
    split_at = as_of - held_out
    day = last_day(split_at, source.zone)
    rows = source.ask(followed, source.orders, split_at, day, as_of, zone=source.zone)
    if not rows:
        return Unavailable("Nobody had bought by the time of the split.")
    return held_against(pa.Table.from_pylist(rows), held_out, split_at)


def held_against(rows: pa.Table, held_out: timedelta, split_at: datetime) -> Calibration | Unavailable:
    """The comparison from the rows of `followed`."""
    patterns = Patterns.of(rows)
    fit = fit_bg_nbd(patterns)
    if isinstance(fit, Unavailable):
        return fit
    later = rows["later"].to_numpy().astype(np.float64)
    outlook = Outlook.over(fit, patterns, held_out.total_seconds() / 86_400)
    groups = np.minimum(patterns.repeats, MOST_REPEATS)
    total = outlook.bought()
    return Calibration(
        split_at=split_at,
        rows=[_row(outlook, groups, later, int(group)) for group in np.unique(groups)],
        predicted=predicted_purchases(total),
        actual=counted("actual_purchases", float(later.sum()), unit="orders"),
    )


def predicted_purchases(total: Total) -> Figure:
    """A foretold number of purchases with its interval."""
    return Figure(
        definition="predicted_purchases", unit="orders", value=total.value, low=total.low, high=total.high
    )


def _row(outlook: Outlook, groups: np.ndarray, later: np.ndarray, group: int) -> CalibrationRow:
    here = groups == group
    people = int(outlook.patterns.customers[here].sum())
    told = outlook.bought(here.astype(np.float64))
    return CalibrationRow(
        repeats=group,
        is_last=group == MOST_REPEATS,
        customers=people,
        predicted=told.value / people,
        low=told.low / people,
        high=told.high / people,
        actual=float(later[here].sum()) / people,
    )

"""Hold the model against what happened: fit it on the first part of the history, compare it with the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Every, Figure, Measured, counted, period_start
from evergrow.measure.value.bgbb import FEWEST_PERIODS, fit_bg_bb
from evergrow.measure.value.bgnbd import fit_bg_nbd
from evergrow.measure.value.fitting import Floats
from evergrow.measure.value.purchases import followed, last_day
from evergrow.measure.value.renewing import renewals_followed
from evergrow.measure.value.spec import Calibration, CalibrationRow, Patterns, Seasons
from evergrow.measure.value.totals import Outlook

MOST_REPEATS: Final = 7
_SHORTEST: Final = timedelta(days=28)
_SHARE: Final = 3  # the last third of the history is held out
_TOO_SHORT: Final = "The history is shorter than three months, too short to hold a part of it back."
_TOO_FEW: Final = "The history has too few whole periods to hold a part of them back."
_NOBODY: Final = "Nobody had bought by the time of the split."


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
    about = as_of - min((as_of - first_at) / _SHARE, longest)
    split_at = _midnight(about, source.zone)
    held_out = as_of - split_at
    if held_out < _SHORTEST:
        return Unavailable(_TOO_SHORT)
    day = last_day(split_at, source.zone)
    rows = source.ask(followed, source.orders, split_at, day, as_of, zone=source.zone)
    if not rows:
        return Unavailable(_NOBODY)
    return held_against(pa.Table.from_pylist(rows), held_out, split_at)


def _midnight(at: datetime, zone: str) -> datetime:
    """Where its day began: a split that moves with every second would tell something else at every look."""
    return (
        at.astimezone(ZoneInfo(zone))
        .replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
        .astimezone(UTC)
    )


def held_against(rows: pa.Table, held_out: timedelta, split_at: datetime) -> Calibration | Unavailable:
    """The comparison from the rows of `followed`."""
    patterns = Patterns.of(rows)
    fit = fit_bg_nbd(patterns)
    if isinstance(fit, Unavailable):
        return fit
    return _compared(Outlook.over(fit, patterns, held_out.total_seconds() / 86_400), rows, split_at, "")


def renewals_calibration(
    source: Measured, first: int, running: int, *, every: Every, longest: int
) -> Calibration | Unavailable:
    """The same where purchases can come once a period.

    Args:
        source: The account's tables.
        first: The period of the first purchase of all.
        running: The period where the second part ends, which is not in it.
        every: How long a period is.
        longest: The second part is a third of the history, but no longer than so many periods.
    """
    held_out = min((running - first) // _SHARE, longest)
    if held_out < 1 or running - first - held_out <= FEWEST_PERIODS:
        return Unavailable(_TOO_FEW)
    split = running - held_out
    split_at, until = (period_start(number, source.zone, every) for number in (split, running))
    rows = source.ask(renewals_followed, source.orders, split_at, split, until, every=every, zone=source.zone)
    if not rows:
        return Unavailable(_NOBODY)
    return renewals_held_against(pa.Table.from_pylist(rows), held_out, split_at)


def renewals_held_against(rows: pa.Table, held_out: int, split_at: datetime) -> Calibration | Unavailable:
    """The comparison from the rows of `renewals_followed`."""
    seasons = Seasons.of(rows)
    fit = fit_bg_bb(seasons)
    if isinstance(fit, Unavailable):
        return fit
    return _compared(Outlook.over_periods(fit, seasons, held_out), rows, split_at, "renewal_")


def _compared(outlook: Outlook, rows: pa.Table, split_at: datetime, kind: str) -> Calibration:
    later = rows["later"].to_numpy().astype(np.float64)
    groups = np.minimum(outlook.alike.repeats, MOST_REPEATS)
    total = outlook.bought()
    return Calibration(
        split_at=split_at,
        rows=[_row(outlook, groups, later, int(group)) for group in np.unique(groups)],
        predicted=Figure(
            definition=f"predicted_{kind}purchases",
            unit="orders",
            value=total.value,
            low=total.low,
            high=total.high,
        ),
        actual=counted(f"actual_{kind}purchases", float(later.sum()), unit="orders"),
    )


def _row(outlook: Outlook, groups: Floats, later: Floats, group: int) -> CalibrationRow:
    here = groups == group
    people = int(outlook.alike.customers[here].sum())
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

"""The report of retention curves: who comes back when, and how often customers are there, together and in groups.

Three ways to count coming back, each with its own use: on day N exactly (a habit), within week N (a rhythm), on day N
or any later one (not lost yet). The power-user curve shows how many are there every day, and how many once a month.

Source:
    N-day and unbounded retention as Amplitude's and Mixpanel's documentation define them; the power-user curve ("L28"):
    Jin & Chen (2018), "The Power User Curve", Andreessen Horowitz. Intervals: Wilson (1927), see `metrics.wilson`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import ibis.expr.types as ir

from evergrow.kernel import Period, refuse
from evergrow.measure.curves.counts import active_days, return_counts
from evergrow.measure.curves.spec import (
    ActiveDays,
    CurvesAsked,
    CurvesReport,
    GroupOfCurves,
    ReturnCurves,
    Returned,
)
from evergrow.measure.metrics import (
    Figure,
    Measured,
    counted,
    day_number,
    measured,
    missing,
    share_of,
    until_now,
    wilson,
)

MOST_DAYS: Final = 365
MOST_GROUPS: Final = 8
WINDOW_DAYS: Final = 28
_WEEK: Final = 7
Row = dict[str, Any]
Counts = Mapping[str, Mapping[int, int]]
"""By kind and n, see `return_counts`."""


def retention_curves(
    source: Measured,
    asked: CurvesAsked,
    period: Period,
    *,
    now: datetime,
    segment: ir.Table | None = None,
    groups: ir.Table | None = None,
    by: str | None = None,
) -> CurvesReport:
    """How the customers came back who began in the period, by all that is known at `now`; and how often they are there.

    Args:
        source: The account's tables.
        asked: The events, and up to which day.
        period: When customers began; the power-user curve is that of the 28 days up to its end.
        now: The moment of asking.
        segment: Only these customers (`customer_key`).
        groups: Tells customers apart: `customer_key`, each once, and `value`.
        by: What the values are of, for the reader.

    Raises:
        Refusal: `curves.days`, `period.future`.
    """
    if not 1 <= asked.days <= MOST_DAYS:
        raise refuse(
            "curves.days",
            f"Customers cannot be followed for {asked.days} days.",
            where="days",
            next_step=f"Ask for 1 to {MOST_DAYS}.",
        )
    here, source = until_now(period, now), source.narrowed(segment)
    active_from, active_to = _window(here.end, source.zone)
    returned, active = _counts(source, asked, here, now, groups)
    curves, spread = _curves(_by_kind(returned), asked.days), _active(active)
    found = [] if groups is None else _groups(returned, active, asked.days)
    did = "did anything" if asked.began is None else f"did {asked.began.event}"
    nobody = (
        None if curves.customers else f"Nobody began: no customer {did} for the first time in this period."
    )
    return CurvesReport(
        start=period.start,
        end=period.end,
        as_of=now,
        began=None if asked.began is None else str(asked.began),
        back=None if asked.back is None else str(asked.back),
        unavailable=nobody,
        customers=counted("curve_customers", curves.customers),
        day_1=_read("day_retention", curves.on_day, 1, nobody, asked.days),
        day_7=_read("day_retention", curves.on_day, 7, nobody, asked.days),
        day_30=_read("day_retention", curves.on_day, 30, nobody, asked.days),
        week_4=_read("week_retention", curves.in_week, 4, nobody, (asked.days + 1) // _WEEK - 1),
        since_30=_read("unbounded_retention", curves.since_day, 30, nobody, asked.days),
        curves=curves,
        active_start=active_from,
        active_end=active_to,
        **_there(spread),
        by=by,
        groups=found[:MOST_GROUPS],
        groups_left_out=max(0, len(found) - MOST_GROUPS),
    )


def _window(end: datetime, zone: str) -> tuple[datetime, datetime]:
    """The 28 whole days up to a moment."""
    last = day_number(end, zone)
    return _midnight(last - WINDOW_DAYS, zone), _midnight(last, zone)


def _counts(
    source: Measured, asked: CurvesAsked, here: Period, now: datetime, groups: ir.Table | None
) -> tuple[list[Row], list[Row]]:
    """The rows of `return_counts` and of `active_days`."""
    more, zone = [] if groups is None else [groups], source.zone
    today = day_number(now, zone)
    returned, active = source.together(
        lambda: source.ask(
            return_counts,
            *(source.events, here.start, here.end, now, today, *more),
            began=asked.began,
            back=asked.back,
            days=asked.days,
            zone=zone,
        ),
        lambda: source.ask(
            active_days, source.events, *_window(here.end, zone), *more, event=asked.back, zone=zone
        ),
    )
    return returned, active


def _by_kind(rows: list[Row]) -> Counts:
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        found[row["kind"]][row["n"]] += row["customers"]
    return found


def _curves(counts: Counts, days: int) -> ReturnCurves:
    """A customer's days are over one after the other, and who came on or after a day came on or after all before it."""
    is_over = _at_least(counts["open"], days)
    still_came = _at_least(counts["since"], days)
    weeks = (days + 1) // _WEEK
    return ReturnCurves(
        customers=sum(counts["open"].values()),
        on_day=_points({n: (is_over[n], counts["day"].get(n, 0)) for n in range(1, days + 1)}),
        in_week=_points(
            {n: (is_over[n * _WEEK + _WEEK - 1], counts["week"].get(n, 0)) for n in range(1, weeks)}
        ),
        since_day=_points({n: (is_over[n], still_came[n]) for n in range(1, days + 1)}),
    )


def _at_least(counts: Mapping[int, int], most: int) -> list[int]:
    """How many have n or more, for n from 0."""
    found = [0] * (most + 2)
    for n in range(most, -1, -1):
        found[n] = found[n + 1] + counts.get(n, 0)
    return found


def _points(counts: Mapping[int, tuple[int, int]]) -> list[Returned]:
    points = []
    for n, (customers, returned) in counts.items():
        if customers:
            low, high = wilson(returned, customers)
            share = returned / customers
            points.append(
                Returned(n=n, customers=customers, returned=returned, share=share, low=low, high=high)
            )
    return points


def _active(rows: list[Row]) -> list[ActiveDays]:
    """A point for each number of days from 1 to 28, where anybody was there."""
    counts: dict[int, int] = defaultdict(int)
    for row in rows:
        counts[row["days"]] += row["customers"]
    whole = sum(counts.values())
    points = []
    for days in range(1, WINDOW_DAYS + 1) if whole else ():
        low, high = wilson(counts[days], whole)
        points.append(
            ActiveDays(days=days, customers=counts[days], share=counts[days] / whole, low=low, high=high)
        )
    return points


def _there(spread: list[ActiveDays]) -> dict[str, Any]:
    customers = sum(point.customers for point in spread)
    nobody = f"Nobody was there in these {WINDOW_DAYS} days."
    mean = sum(point.days * point.customers for point in spread) / customers if customers else None
    often = sum(point.customers for point in spread if 2 * point.days >= WINDOW_DAYS)
    return {
        "active_unavailable": None if customers else nobody,
        "active": counted("active_customers", customers),
        "mean_days": measured("active_days", "days", mean, behind=customers, empty=nobody),
        "half_of_days": share_of("active_half", often, customers, empty=nobody),
        "active_days": spread,
    }


def _groups(returned: list[Row], active: list[Row], days: int) -> list[GroupOfCurves]:
    """The groups, the largest first."""
    values: dict[str | None, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate((returned, active)):
        for row in rows:
            values[row["value"]][place].append(row)
    found = [
        GroupOfCurves(value=value, curves=_curves(_by_kind(mine), days), active_days=_active(there))
        for value, (mine, there) in values.items()
    ]
    return sorted(found, key=lambda group: (-group.curves.customers, group.value is None, group.value or ""))


def _read(definition: str, points: list[Returned], n: int, nobody: str | None, last: int) -> Figure:
    point = next((each for each in points if each.n == n), None)
    if point is not None:
        return share_of(definition, point.returned, point.customers)
    unit = "week" if definition == "week_retention" else "day"
    not_over = (
        f"Nobody's {unit} {n} is over yet." if n <= last else f"{unit.capitalize()} {n} was not asked for."
    )
    return missing(definition, "share", nobody or not_over)


def _midnight(day: int, zone: str) -> datetime:
    """The first moment of a day (`day_number`) in the zone."""
    local = date(1970, 1, 1) + timedelta(days=day)
    return datetime.combine(local, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)

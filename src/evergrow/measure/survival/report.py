"""The survival report: how long customers stay, and how soon they order again, all together and in groups."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, Final

import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Figure, Measured, measured, missing
from evergrow.measure.retention import paying_stages
from evergrow.measure.survival.counts import second_order_times, staying_times
from evergrow.measure.survival.kaplan_meier import kaplan_meier, share_at
from evergrow.measure.survival.spec import Curve, GroupCurves, SurvivalReport

MOST_GROUPS: Final = 8
YEAR: Final = 365
QUARTER: Final = 90
_NOBODY_PAID: Final = "Nobody had become a paying customer by then."
_NOBODY_BOUGHT: Final = "Nobody had ordered by then."
Row = dict[str, Any]


def survival(
    source: Measured,
    lifecycle_map: LifecycleMap,
    as_of: datetime,
    *,
    now: datetime,
    segment: ir.Table | None = None,
    groups: ir.Table | None = None,
    by: str | None = None,
) -> SurvivalReport:
    """How long customers stay and how soon they order again, by all that was known before `as_of`.

    Args:
        source: The account's tables.
        lifecycle_map: Says which stages are paying.
        as_of: Taken as `now` when it lies beyond.
        now: The moment of asking.
        segment: Only these customers (`customer_key`).
        groups: Tells customers apart: `customer_key`, each once, and `value`.
        by: What the values are of, for the reader.
    """
    source, at = source.narrowed(segment), min(as_of, now)
    stages = tuple(paying_stages(lifecycle_map))
    more = [] if groups is None else [groups]
    stayed = source.ask(staying_times, source.stays, at, *more, paying=stages)
    ordered = source.ask(second_order_times, source.orders, at, *more)
    staying = kaplan_meier(stayed, nobody=_NOBODY_PAID)
    again = kaplan_meier(ordered, nobody=_NOBODY_BOUGHT)
    found = [] if groups is None else _groups(stayed, ordered)
    return SurvivalReport(
        as_of=at,
        staying=_curve(staying),
        staying_unavailable=_reason(staying),
        stay_year=_read("survival_year", staying, YEAR),
        median_stay=_median(staying),
        second_order=_curve(again),
        second_order_unavailable=_reason(again),
        again_90=_read("second_order_90", again, QUARTER, is_rising=True),
        again_year=_read("second_order_year", again, YEAR, is_rising=True),
        by=by,
        groups=found[:MOST_GROUPS],
        groups_left_out=max(0, len(found) - MOST_GROUPS),
    )


def _groups(stayed: list[Row], ordered: list[Row]) -> list[GroupCurves]:
    """The groups, the largest first."""
    values: dict[str | None, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for place, rows in enumerate((stayed, ordered)):
        for row in rows:
            values[row["value"]][place].append(row)
    found = [
        GroupCurves(
            value=value,
            customers=max(_customers(stays), _customers(orders)),
            staying=_curve(kaplan_meier(stays, nobody=_NOBODY_PAID)),
            second_order=_curve(kaplan_meier(orders, nobody=_NOBODY_BOUGHT)),
        )
        for value, (stays, orders) in values.items()
    ]
    return sorted(found, key=lambda group: (-group.customers, group.value is None, group.value or ""))


def _customers(rows: list[Row]) -> int:
    return sum(row["customers"] for row in rows)


def _curve(found: Curve | Unavailable) -> Curve | None:
    return None if isinstance(found, Unavailable) else found


def _reason(found: Curve | Unavailable) -> str | None:
    return found.reason if isinstance(found, Unavailable) else None


def _read(definition: str, found: Curve | Unavailable, days: int, *, is_rising: bool = False) -> Figure:
    """The curve at so many days; rising: the share that has come to the end."""
    if isinstance(found, Unavailable):
        return missing(definition, "share", found.reason)
    point = share_at(found, days)
    if point is None:
        return missing(definition, "share", f"Nobody was followed for {days} days yet.")
    low, high = (point.low, point.high) if not is_rising else (_rest(point.high), _rest(point.low))
    value = 1 - point.share if is_rising else point.share
    return measured(definition, "share", value, behind=found.customers, empty="", interval=(low, high))


def _rest(share: float | None) -> float | None:
    return None if share is None else 1 - share


def _median(found: Curve | Unavailable) -> Figure:
    if isinstance(found, Unavailable):
        return missing("survival_median", "days", found.reason)
    return measured(
        "survival_median",
        "days",
        found.median_days,
        behind=found.customers,
        empty="More than half of the customers have not lapsed, so it does not tell yet.",
    )

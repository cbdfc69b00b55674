"""What was spent, put beside what it brought."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from evergrow.kernel import Period
from evergrow.measure.attribution.channels import channel_of_name
from evergrow.measure.attribution.spec import By, OtherSpend
from evergrow.measure.attribution.touches import REST

NO_SPEND = "No spend is known for this period."
NO_SPEND_HERE = "No spend is known for this source."
OF_ALL = "Spend is known for all customers together, not for a segment of them."


@dataclass(frozen=True)
class Spent:
    """Spend by label. `problem` says why there is none to reckon with; `other` belongs to no label."""

    total_micros: int = 0
    by_label: dict[str, int] = field(default_factory=dict)
    other: list[OtherSpend] = field(default_factory=list)
    problem: str | None = None


def spend_days(period: Period, zone: str) -> tuple[str, str]:
    """The first and the last day whose noon, in the zone, lies in the period: spend is told by whole days."""
    half = timedelta(hours=12)
    zoned = [
        edge.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - half for edge in (period.start, period.end)
    ]
    first, last = (edge.date() - timedelta(days=edge.time() == time()) for edge in zoned)
    return (first + timedelta(days=1)).isoformat(), last.isoformat()


def spent(rows: pa.Table, currency: str, labels: Iterable[str], *, by: By, is_whole: bool) -> Spent:
    """Give each entry of spend to the label that it paid for.

    Args:
        rows: `channel`, `campaign`, `currency`, `amount_micros`.
        currency: Of the revenue.
        labels: That visits came by.
        by: What the labels are.
        is_whole: All customers are counted.
    """
    entries = rows.to_pylist()
    if not entries:
        return Spent(problem=NO_SPEND)
    if not is_whole:
        return Spent(problem=OF_ALL)
    strange = sorted({row["currency"] for row in entries} - {currency})
    if strange:
        names = " and ".join(strange)
        return Spent(problem=f"Spend came in {names}, revenue in {currency}; they cannot be compared.")
    known = {label.casefold(): label for label in labels}
    found, other = dict[str, int](), dict[tuple[str, str], int]()
    for row in entries:
        label = _label(row, known, by)
        if label is None:
            name = row["channel"], row["campaign"]
            other[name] = other.get(name, 0) + row["amount_micros"]
        else:
            found[label] = found.get(label, 0) + row["amount_micros"]
    unmatched = [
        OtherSpend(channel=channel, campaign=campaign, amount_micros=amount)
        for (channel, campaign), amount in sorted(other.items(), key=lambda one: (-one[1], one[0]))
    ]
    return Spent(sum(row["amount_micros"] for row in entries), found, unmatched)


def _label(row: dict[str, Any], known: dict[str, str], by: By) -> str | None:
    channel = channel_of_name(row["channel"])
    if channel is None:
        return None
    if by == "channel":
        return known.get(channel)
    wanted = (f"{channel}/{row['campaign']}".casefold(), f"{channel}/{REST}")
    if not row["campaign"]:
        wanted = (channel, f"{channel}/{row['channel']}".casefold())
    return next((known[name] for name in wanted if name in known), None)

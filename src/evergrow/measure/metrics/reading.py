"""Ask one question about many periods with as few runs as they allow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from evergrow.kernel import Period, refuse
from evergrow.measure.metrics.source import Measured
from evergrow.storage.warehouse import Question


def by_period(
    source: Measured, periods: Iterable[Period], question: Question, *given: Any
) -> dict[Period, list[dict]]:
    """The rows of each period. `question` takes what is given and edges, and answers with a `slice` for each pair of them.

    Periods that do not overlap are asked about in one run.
    """
    found: dict[Period, list[dict]] = {}
    for chain in _chains(set(periods)):
        edges = sorted({edge for period in chain for edge in (period.start, period.end)})
        rows = source.ask(question, *given, edges)
        for period in chain:
            number = edges.index(period.start)
            found[period] = [row for row in rows if row["slice"] == number]
    return found


def until_now(period: Period, now: datetime) -> Period:
    """The part of the period that has happened.

    Raises:
        Refusal: `period.future`, when none of it has.
    """
    if period.start >= now:
        raise refuse(
            "period.future",
            f"The period {period} has not begun.",
            where="period",
            next_step="Choose one that starts in the past.",
        )
    return period if period.end <= now else Period(period.start, now)


def _chains(periods: set[Period]) -> list[list[Period]]:
    chains: list[list[Period]] = []
    for period in sorted(periods, key=lambda each: (each.start, each.end)):
        chain = next((chain for chain in chains if chain[-1].end <= period.start), None)
        if chain is None:
            chains.append([period])
        else:
            chain.append(period)
    return chains

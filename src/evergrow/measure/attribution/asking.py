"""Everything the report asks, at once, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.kernel import Period
from evergrow.measure.attribution import questions
from evergrow.measure.attribution.landing import landings
from evergrow.measure.attribution.paths import by_currency
from evergrow.measure.attribution.spec import By
from evergrow.measure.metrics import Measured, several_currencies

ORDER: Final = "Order Completed"
_WAYS: Final = pa.schema(
    [
        ("path", pa.string()),
        ("conversions", pa.int64()),
        ("value_micros", pa.int64()),
        ("newcomers", pa.int64()),
        ("nulls", pa.int64()),
    ]
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One asking: the tables, the time, what counts as a conversion, how far back, and what gets credit."""

    source: Measured
    period: Period
    conversion: str
    window_days: int
    by: By

    @property
    def goals(self) -> ir.Table:
        """The events that are conversions."""
        events = self.source.events
        return (
            self.source.orders if self.conversion == ORDER else events.filter(events.name == self.conversion)
        )


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the tables told. `arrivals` by label: visits and visitors. `value_problem`: why values do not add up."""

    conversions: int
    newcomers: int
    value_micros: int
    currency: str
    value_problem: str | None
    arrivals: dict[str, dict[str, int]]
    ways: pa.Table
    decayed: list[dict[str, Any]]
    landings: list[dict[str, Any]]

    @property
    def visits(self) -> int:
        """Visits that began in the period."""
        return sum(each["visits"] for each in self.arrivals.values())


def ask(asked: Asked) -> Found:
    """Visits and what does without them at the same time; then what is made of visits."""
    source, goals = asked.source, asked.goals
    start, end, window = asked.period.start, asked.period.end, timedelta(days=asked.window_days)
    since, seconds = start - window, int(window.total_seconds())
    visits, landed, totals, currencies = source.together(
        lambda: source.columns(questions.visits_of, source.events, since, end, by=asked.by),
        lambda: source.ask(landings, source.events, start, end),
        lambda: source.ask(questions.totals_of, goals, start, end),
        lambda: source.ask(by_currency, goals, start, end),
    )
    led = (visits, goals, start, end, seconds)
    ways, decayed, arrivals = source.together(
        lambda: source.ask(questions.ways_of, *led),
        lambda: source.ask(questions.decayed_of, *led),
        lambda: source.ask(questions.arrivals_of, visits, start),
    )
    names = sorted({row["currency"] or source.currency for row in currencies})
    return Found(
        conversions=totals[0]["conversions"],
        newcomers=totals[0]["newcomers"],
        value_micros=totals[0]["value_micros"],
        currency=names[0] if len(names) == 1 else source.currency,
        value_problem=_value_problem(names, totals[0]["value_micros"], asked.conversion),
        arrivals={row["label"]: row for row in arrivals},
        ways=pa.Table.from_pylist(ways, schema=_WAYS),
        decayed=decayed,
        landings=landed,
    )


def _value_problem(currencies: list[str], value_micros: int, conversion: str) -> str | None:
    if mixed := several_currencies(currencies):
        return mixed
    if value_micros <= 0:
        told = "orders" if conversion == ORDER else f"'{conversion}'"
        return f"There is no revenue in the {told} of this period."
    return None

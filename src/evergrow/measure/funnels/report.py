"""The funnel report: how many came how far, how long it took, where the most are lost, and who differs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import ibis.expr.types as ir

from evergrow.definitions.conditions import Both
from evergrow.kernel import Period, refuse
from evergrow.measure.funnels.reached import reached_step
from evergrow.measure.funnels.spec import Funnel, FunnelGroup, FunnelReport, FunnelStep
from evergrow.measure.funnels.steps import funnel_steps, step_numbers
from evergrow.measure.funnels.walked import can_be_walked, walked
from evergrow.measure.metrics import (
    Figure,
    Measured,
    counted,
    measured,
    missing,
    quotient,
    share_of,
    until_now,
)
from evergrow.record.sequences import Sequences

MOST_GROUPS: Final = 12
_MICROS_A_DAY: Final = 86_400_000_000
Row = dict[str, Any]


def funnel(
    source: Measured,
    asked: Funnel,
    period: Period,
    versus: Period | None = None,
    *,
    now: datetime,
    segment: ir.Table | None = None,
    groups: ir.Table | None = None,
    by: str | None = None,
) -> FunnelReport:
    """How far the customers came who began in the period.

    Args:
        source: The account's tables.
        asked: The steps.
        period: When customers began.
        versus: Beside whom: those who began in this period, looked at when they were as far from it as these are now,
            so that a window that is not over yet makes no difference.
        now: The moment of asking.
        segment: Only these customers (`customer_key`).
        groups: Tells customers apart: `customer_key`, each once, and `value`.
        by: What the values are of, for the reader.

    Raises:
        Refusal: `period.future`.
    """
    source = source.narrowed(segment)
    spans = [period] if versus is None else [period, versus]
    over = Period(min(span.start for span in spans), max(span.end for span in spans))
    sequences = source.in_sequence(over) if can_be_walked(asked) else None
    askings = [lambda: _rows(source, asked, period, now, groups, sequences)]
    if versus is not None:
        then = min(now, now - (period.start - versus.start))
        askings.append(lambda: _rows(source, asked, versus, then, None, sequences))
    rows, *earlier = source.together(*askings)
    before = _Counts.of(earlier[0], asked) if earlier else None
    counts = _Counts.of([row for row in rows if not row["is_grouped"]], asked, before)
    grouped = [row for row in rows if row["is_grouped"]]
    return _report(asked, period, counts, grouped, by)


def _rows(
    source: Measured,
    asked: Funnel,
    period: Period,
    now: datetime,
    groups: ir.Table | None,
    sequences: Sequences | None,
) -> list[Row]:
    here = until_now(period, now)
    until = _until(asked, here, now)
    has_open = (until if asked.is_ordered else period.end) >= now
    more = [now - timedelta(seconds=asked.window.seconds)] if has_open else []
    more = [*more, *([] if groups is None else [groups])]
    if sequences is not None:
        every = walked(sequences, here.start, here.end, until, funnel=asked)
        return source.ask(step_numbers, every, *more, last=len(asked.steps), has_open=has_open)
    return source.ask(
        funnel_steps,
        source.events,
        here.start,
        here.end,
        until,
        asked.window_micros,
        *more,
        funnel=asked,
        has_open=has_open,
    )


def lost_customers(
    source: Measured, asked: Funnel, period: Period, step: int, *, now: datetime, is_lost: bool = True
) -> ir.Table:
    """The customers (`customer_key`) who came to the step before this one and no further; or, not lost, those who reached it.

    Raises:
        Refusal: `funnel.no_step`, `period.future`.
    """
    first = 2 if is_lost else 1
    if not first <= step <= len(asked.steps):
        raise refuse(
            "funnel.no_step",
            f"The funnel has no step {step} at which customers are {'lost' if is_lost else 'counted'}.",
            where="at_step",
            next_step=f"Choose {first} to {len(asked.steps)}.",
        )
    here = until_now(period, now)
    return reached_step(
        source.events,
        here.start,
        here.end,
        _until(asked, here, now),
        funnel=asked,
        step=step,
        is_lost=is_lost,
    )


@dataclass(frozen=True)
class _Counts:
    """The rows of all customers, or of a group, by step; and those of the period compared with."""

    asked: Funnel
    rows: dict[int, Row]
    before: _Counts | None = None

    @classmethod
    def of(cls, rows: list[Row], asked: Funnel, before: _Counts | None = None) -> _Counts:
        return cls(asked, {row["step"]: row for row in rows}, before)

    def then(self, part: int, whole: int) -> float | None:
        """The share of those at a step who came to another one, in the period compared with."""
        return (
            None
            if self.before is None
            else quotient(self.before.customers(part), self.before.customers(whole))
        )

    def number_then(self, step: int) -> float | None:
        """How many came to a step in the period compared with."""
        return None if self.before is None else self.before.customers(step)

    def customers(self, step: int) -> int:
        return self.rows[step]["customers"] if step in self.rows else 0

    @property
    def began(self) -> int:
        return self.customers(1)

    @property
    def last(self) -> int:
        return len(self.asked.steps)

    @property
    def converted(self) -> int:
        return self.customers(self.last)

    @property
    def nobody_began(self) -> str:
        return (
            f"Nobody began: no customer did {self.asked.steps[0].event} in this period."
            if self.asked.is_ordered
            else ("Nobody began: no customer did any of the steps in this period.")
        )

    def conversion(self) -> Figure:
        previous = self.then(self.last, 1)
        return share_of(
            "funnel_conversion", self.converted, self.began, previous=previous, empty=self.nobody_began
        )

    def days(self, step: int, column: str, definition: str) -> Figure:
        row, previous = self.rows.get(step), None
        if self.before is not None:
            previous = self.before.days(step, column, definition).value
        if row is None or row[column] is None:
            return missing(definition, "days", "Nobody came so far." if self.began else self.nobody_began)
        return measured(
            definition,
            "days",
            row[column] / _MICROS_A_DAY,
            behind=row["customers"],
            empty="Nobody came so far.",
            previous=previous,
        )

    def steps(self) -> list[FunnelStep]:
        return [self._step(number) for number in range(1, self.last + 1)]

    def _step(self, number: int) -> FunnelStep:
        step, here, before = self.asked.steps[number - 1], self.customers(number), self.customers(number - 1)
        is_first, row = number == 1, self.rows.get(number)
        nobody = "Nobody came to the step before." if self.began else self.nobody_began
        return FunnelStep(
            number=number,
            event=step.event,
            text=str(step),
            customers=counted("funnel_reached", here, previous=self.number_then(number)),
            share=share_of(
                "funnel_conversion",
                here,
                self.began,
                previous=self.then(number, 1),
                empty=self.nobody_began,
            ),
            rate=None
            if is_first
            else share_of(
                "funnel_step_rate", here, before, previous=self.then(number, number - 1), empty=nobody
            ),
            lost=None if is_first else counted("funnel_lost", before - here),
            days=None if is_first else self.days(number, "middle", "funnel_step_days"),
            days_low=None if is_first or row is None else row["low"] / _MICROS_A_DAY,
            days_high=None if is_first or row is None else row["high"] / _MICROS_A_DAY,
            days_from_first=None if is_first else self.days(number, "total", "funnel_days"),
            lost_when=None if is_first or not self.asked.is_ordered else lost_when(self.asked, number),
        )

    def worst_step(self) -> int | None:
        """The step before which the largest share is lost; None where nobody is."""
        rates = {
            number: self.customers(number) / self.customers(number - 1)
            for number in range(2, self.last + 1)
            if self.customers(number - 1)
        }
        worst = min(rates, key=lambda number: rates[number], default=None)
        return None if worst is None or rates[worst] == 1 else worst


def lost_when(asked: Funnel, number: int) -> str:
    """A condition for customers who did every step before the one of this number within the window, and not that one.

    What a segment can keep up with: it looks at what was done, not in which order, and counts back from now.
    """
    done = [step.claim(asked.window) for step in dict.fromkeys(asked.steps[: number - 1])]
    missed = asked.steps[number - 1]
    if missed in asked.steps[: number - 1]:  # the same again: not a second time
        return str(done[0] if len(done) == 1 else Both(tuple(done)))
    return str(Both((*done, missed.claim(asked.window, is_done=False))))


def _until(asked: Funnel, here: Period, now: datetime) -> datetime:
    """Until when steps count: the window of who began last, or now."""
    if not asked.is_ordered:
        return here.end
    return min(here.end + timedelta(seconds=asked.window.seconds, microseconds=1), now)


def _report(
    asked: Funnel, period: Period, counts: _Counts, grouped: list[Row], by: str | None
) -> FunnelReport:
    groups = _groups(grouped, asked)
    return FunnelReport(
        start=period.start,
        end=period.end,
        window=str(asked.window),
        is_ordered=asked.is_ordered,
        hold=asked.hold,
        without=[str(each) for each in asked.without],
        unavailable=None if counts.began else counts.nobody_began,
        began=counted("funnel_began", counts.began, previous=counts.number_then(1)),
        converted=counted("funnel_converted", counts.converted, previous=counts.number_then(counts.last)),
        conversion=counts.conversion(),
        days_to_convert=counts.days(counts.last, "total", "funnel_days"),
        still_open=counted("funnel_open", counts.customers(0)),
        steps=counts.steps(),
        worst_step=counts.worst_step(),
        by=by,
        groups=groups[:MOST_GROUPS],
        groups_left_out=max(0, len(groups) - MOST_GROUPS),
    )


def _groups(rows: list[Row], asked: Funnel) -> list[FunnelGroup]:
    """The groups, by how many began; the same order whenever as many did."""
    values: dict[str | None, list[Row]] = {}
    for row in rows:
        values.setdefault(row["value"], []).append(row)
    found = [(value, _Counts.of(mine, asked)) for value, mine in values.items()]
    found.sort(key=lambda each: (-each[1].began, each[0] is None, each[0] or ""))
    return [
        FunnelGroup(
            value=value,
            customers=[counts.customers(number) for number in range(1, counts.last + 1)],
            conversion=counts.conversion(),
            days=counts.days(counts.last, "total", "funnel_days"),
        )
        for value, counts in found
    ]

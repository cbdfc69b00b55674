"""Learn from one period, calibrate on the next, judge on a third: time goes one way, as in use.

The model in use learned from the period before last and was calibrated on the last one; how good it is was found by
the same procedure one period earlier, judged on what happened since. So no figure was seen before it was foretold.

Source:
    How many are needed to judge: Collins, Ogundimu & Altman (2016), Statistics in Medicine 35, 214-226.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.kernel import Unavailable
from evergrow.measure.predictions import judged
from evergrow.measure.predictions.catalogue import Fact, OwnFact
from evergrow.measure.predictions.ranges import binning
from evergrow.measure.predictions.scorecard import Scorecard, calibrated, chance, fit_scorecard
from evergrow.measure.predictions.spec import FoldSpan
from evergrow.measure.predictions.targets import Target

Floats = NDArray[np.float64]
FEWEST: Final = 100
"""Customers who did it, and who did not, in each period."""


@dataclass(frozen=True)
class Rows:
    """Those one model asks about at a moment: alike customers with their number, and how many of them did it."""

    start: datetime
    end: datetime
    table: pa.Table
    customers: Floats
    positives: Floats

    @classmethod
    def of(cls, table: pa.Table, target: Target, start: datetime, end: datetime) -> Rows:
        rows = target.among(table)
        numbers = (rows[name].to_numpy().astype(np.float64) for name in ("customers", target.outcome))
        return cls(start, end, rows, *numbers)

    def span(self) -> FoldSpan:
        """The period with its counts."""
        return FoldSpan(
            start=self.start,
            end=self.end,
            customers=int(self.customers.sum()),
            positives=int(self.positives.sum()),
        )


@dataclass(frozen=True)
class Judged:
    """How a card did on rows it had not seen."""

    rows: Rows
    probability: Floats
    area: judged.Area
    foretold: float
    deviation: float


@dataclass(frozen=True)
class Fitted:
    """A card in use with the rows it learned from, and how its elder did."""

    card: Scorecard
    learned: Rows
    tested: tuple[Rows, Rows]
    judged: Judged


def fit(three: tuple[Rows, Rows, Rows], facts: Sequence[Fact | OwnFact]) -> Fitted | Unavailable:
    """The card in use, or a sentence why these customers do not carry one."""
    for rows in three:
        reason = _too_few(rows)
        if reason:
            return Unavailable(reason)
    elder = _learned(three[0], three[1], facts)
    card = _learned(three[1], three[2], facts)
    if isinstance(elder, Unavailable):
        return elder
    if isinstance(card, Unavailable):
        return card
    found = _judge(elder, three[2])
    if found.area.low <= 0.5:
        return Unavailable(
            f"In a later period it told customers apart no better than chance: the area under the curve was "
            f"{found.area.value:.2f} ({found.area.low:.2f} to {found.area.high:.2f}), and chance is 0.50."
        )
    return Fitted(card, three[1], three[:2], found)


def groups_in(card: Scorecard, table: pa.Table) -> list[NDArray[np.int16]]:
    """The group of every row, for each fact of the card."""
    return [fact.groups(table[fact.fact.key]) for fact in card.facts]


def spread(card: Scorecard, log_odds: Floats, customers: Floats) -> float:
    """The standard error of how many will do it: chance itself, and the calibration's two numbers."""
    p = chance(log_odds)
    each = customers * p * (1 - p)
    score = (log_odds - card.level) / card.slope
    slopes = np.array([each.sum(), each @ score])
    return float(np.sqrt(each.sum() + slopes @ card.covariance @ slopes))


def _too_few(rows: Rows) -> str:
    people, did = int(rows.customers.sum()), int(rows.positives.sum())
    if min(did, people - did) >= FEWEST:
        return ""
    who = "customer" if people == 1 else "customers"
    return (
        f"Of {people:,} {who} asked about on {rows.start:%Y-%m-%d}, {did:,} did it by {rows.end:%Y-%m-%d}; "
        f"a model needs at least {FEWEST} who did and {FEWEST} who did not."
    )


def _learned(rows: Rows, later: Rows, facts: Sequence[Fact | OwnFact]) -> Scorecard | Unavailable:
    cut = [binning(fact, rows.table[fact.key], rows.customers) for fact in facts]
    groups = [each.groups(rows.table[each.fact.key]) for each in cut]
    card = fit_scorecard(cut, groups, rows.customers, rows.positives)
    return calibrated(card, groups_in(card, later.table), later.customers, later.positives)


def _judge(card: Scorecard, rows: Rows) -> Judged:
    odds = card.log_odds(groups_in(card, rows.table))
    probability = chance(odds)
    return Judged(
        rows=rows,
        probability=probability,
        area=judged.area_under_curve(probability, rows.customers, rows.positives),
        foretold=float(rows.customers @ probability),
        deviation=spread(card, odds, rows.customers),
    )

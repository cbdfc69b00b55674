"""Everybody's probability now, and the three facts that move it most from the average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evergrow.measure.predictions.fit import Fitted, groups_in, spread
from evergrow.measure.predictions.scorecard import Scorecard, chance
from evergrow.measure.predictions.spec import FactGroup, Reason, StrongFact
from evergrow.measure.predictions.words import kind_of, range_text, reason_text, title_of

Floats = NDArray[np.float64]
REASONS: Final = 3
_A_FACT: Final = 100
"""A reason is kept as one number: the fact's place times this, and the group's place and 1; negative where it lowers."""


@dataclass(frozen=True)
class Scored:
    """Those asked about, each with a probability; `reasons` has a row of `REASONS` numbers for each, 0 for none.

    `means` is each fact's average weight over them, and `spreads` how far its weights vary.
    """

    keys: pa.ChunkedArray
    probability: Floats
    reasons: NDArray[np.int16]
    expected: float
    deviation: float
    means: Floats
    spreads: Floats


def score(card: Scorecard, rows: pa.Table) -> Scored:
    """The probabilities of the rows of `facts_of`."""
    groups = groups_in(card, rows)
    odds = card.log_odds(groups) if rows.num_rows else np.zeros(0)
    probability = chance(odds)
    moves = np.zeros((len(card.facts), rows.num_rows))
    for place, (weights, group) in enumerate(zip(card.weights, groups, strict=True)):
        moves[place] = card.slope * weights[group]
    means = moves.mean(axis=1) if rows.num_rows else np.zeros(len(card.facts))
    moves -= means[:, None]
    everybody = np.ones(rows.num_rows)
    return Scored(
        keys=rows["customer_key"],
        probability=probability,
        reasons=_strongest(moves, np.stack(groups)),
        expected=float(probability.sum()),
        deviation=spread(card, odds, everybody),
        means=means,
        spreads=moves.var(axis=1) if rows.num_rows else np.zeros(len(card.facts)),
    )


def every_reason(card: Scorecard, scored: Scored) -> dict[int, Reason]:
    """What each number kept as a reason says."""
    found = {}
    for place, cut in enumerate(card.facts):
        for group, range_ in enumerate(cut.ranges):
            effect = float(card.slope * card.weights[place][group] - scored.means[place])
            number = (place * _A_FACT + group + 1) * (1 if effect >= 0 else -1)
            found[number] = Reason(
                fact=cut.fact.key,
                kind=kind_of(cut.fact),
                range=range_,
                effect=effect,
                text=reason_text(cut.fact, range_),
            )
    return found


def strong_facts(fitted: Fitted, scored: Scored) -> list[StrongFact]:
    """The facts by the differences they make, with the groups of each as they were learned."""
    card, rows = fitted.card, fitted.learned
    whole = scored.spreads.sum() or 1.0
    found = []
    for place in np.argsort(-scored.spreads).tolist():
        cut, group = card.facts[place], card.facts[place].groups(rows.table[card.facts[place].fact.key])
        people = np.bincount(group, rows.customers, len(cut.ranges))
        did = np.bincount(group, rows.positives, len(cut.ranges))
        found.append(
            StrongFact(
                fact=cut.fact.key,
                title=title_of(cut.fact),
                kind=kind_of(cut.fact),
                strength=float(scored.spreads[place] / whole),
                groups=[
                    FactGroup(
                        range=range_,
                        customers=int(people[index]),
                        share=float(did[index] / people[index]),
                        weight=float(card.slope * card.weights[place][index] - scored.means[place]),
                        text=range_text(cut.fact, range_),
                    )
                    for index, range_ in enumerate(cut.ranges)
                    if people[index]
                ],
            )
        )
    return found


def _strongest(moves: Floats, groups: NDArray[np.int16]) -> NDArray[np.int16]:
    """For every customer the facts of the largest moves, in either direction."""
    facts, people = moves.shape
    found = np.zeros((people, REASONS), dtype=np.int16)
    if not people:
        return found
    left, everybody = np.abs(moves), np.arange(people)
    for turn in range(min(REASONS, facts)):
        place = left.argmax(axis=0)
        move = moves[place, everybody]
        number = place * _A_FACT + groups[place, everybody] + 1
        found[:, turn] = np.where(move == 0, 0, np.sign(move) * number)
        left[place, everybody] = -1.0
    return found

"""Foretell: fit every model as of a moment, score everybody, and say how far each can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Measured, mixed_until
from evergrow.measure.predictions.card import model_of, refused
from evergrow.measure.predictions.catalogue import FACTS, OF_MONEY, Fact, OwnFact
from evergrow.measure.predictions.facts import OUTCOMES, alike, facts_of, first_seen, origins
from evergrow.measure.predictions.fit import Fitted, Rows, fit
from evergrow.measure.predictions.leaks import refuse_leaks
from evergrow.measure.predictions.score import Scored, score
from evergrow.measure.predictions.spec import MODELS, ModelKey, PredictionModel, PredictionsReport
from evergrow.measure.predictions.targets import Stages, Target, stages_of, targets_of

_PERIODS: Final = 3
_NOBODY: Final = "Nobody had been seen by then."


@dataclass(frozen=True)
class Foretold:
    """One model in use and everybody's score by it, or why there is none."""

    target: Target
    fitted: Fitted | Unavailable
    scored: Scored | None


def predictions(
    source: Measured,
    lifecycle_map: LifecycleMap,
    as_of: datetime,
    *,
    now: datetime,
    models: Sequence[ModelKey] = MODELS,
    stage: str | None = None,
    own: Sequence[OwnFact] = (),
) -> PredictionsReport:
    """Who will lapse, order first, order again or come up to a stage, and how good these predictions were.

    Args:
        source: The account's tables.
        lifecycle_map: Says which stages are paying, and which one is the tier.
        as_of: What came at or after it is not known; taken as `now` when it lies beyond.
        now: The moment of asking.
        models: Which ones.
        stage: The tier; the highest paying stage when None.
        own: Facts of one's own besides ours.

    Raises:
        Refusal: `prediction.stage`; `prediction.leak`, where a fact of one's own looks ahead.
    """
    at = min(as_of, now)
    return report_of(source, foretell(source, lifecycle_map, at, models=models, stage=stage, own=own), at)


def report_of(source: Measured, found: Sequence[Foretold], at: datetime) -> PredictionsReport:
    """What was foretold, for a reader."""
    models = [_model(source, each) for each in found]
    return PredictionsReport(as_of=at, currency=source.currency, models=models)


def _model(source: Measured, found: Foretold) -> PredictionModel:
    if isinstance(found.fitted, Unavailable):
        return refused(found.target, found.fitted.reason)
    assert found.scored is not None
    return model_of(source, found.target, found.fitted, found.scored)


def foretell(
    source: Measured,
    lifecycle_map: LifecycleMap,
    at: datetime,
    *,
    models: Sequence[ModelKey] = MODELS,
    stage: str | None = None,
    own: Sequence[OwnFact] = (),
) -> list[Foretold]:
    """Every model fitted by what was known before `at`, and those it asks about scored as of then."""
    stages = stages_of(lifecycle_map, stage)
    every = targets_of(stages)
    targets = [target for target in every if target.model in models]
    began = source.ask(first_seen, source.customers)[0]["first_at"]
    began = began.replace(tzinfo=UTC) if began is not None else None
    if began is None or began >= at:
        return [Foretold(target, Unavailable(_NOBODY), None) for target in targets]
    asked = _Asked(source, at, stages, every, tuple(own))
    if own:
        refuse_leaks(source, own, at - (at - began) / 2)
    facts = asked.usable_facts()
    fits = {target.model: _fitted(asked, target, began, facts) for target in targets}
    everybody = None
    found = []
    for target in targets:
        fitted = fits[target.model]
        if isinstance(fitted, Unavailable):
            found.append(Foretold(target, fitted, None))
            continue
        everybody = asked.everybody() if everybody is None else everybody
        found.append(Foretold(target, fitted, score(fitted.card, target.among(everybody))))
    return found


def _fitted(
    asked: _Asked, target: Target, began: datetime, facts: Sequence[Fact | OwnFact]
) -> Fitted | Unavailable:
    days, length = (asked.at - began).days, timedelta(days=target.days)
    if asked.at - _PERIODS * length - length < began:
        return Unavailable(
            f"The history is {days} {'day' if days == 1 else 'days'} long; to look {target.days} days ahead takes "
            f"{(_PERIODS + 1) * target.days}: one such period to know customers by, and three to learn, calibrate and judge."
        )
    three = [asked.rows(target, asked.at - number * length) for number in (3, 2, 1)]
    return fit((three[0], three[1], three[2]), facts)


class _Asked:
    """One asking: what the warehouse was asked for is kept, for several models look at the same moments."""

    def __init__(
        self, source: Measured, at: datetime, stages: Stages, targets: list[Target], own: tuple[OwnFact, ...]
    ) -> None:
        self.at, self._source, self._stages, self._own = at, source, stages, own
        ahead = {target.outcome: target.days for target in targets}
        self._ahead = [timedelta(days=ahead[outcome]) for outcome in OUTCOMES]
        self._tables: dict[datetime, pa.Table] = {}
        self._came: pa.Table | None = None

    def rows(self, target: Target, at: datetime) -> Rows:
        if at not in self._tables:
            until = [at + length for length in self._ahead]
            self._tables[at] = self._source.columns(
                alike,
                *self._given(),
                at,
                until,
                self._origins(),
                zone=self._source.zone,
                paying=self._stages.paying,
                tiers=self._stages.tiers,
                own=self._own,
            )
        return Rows.of(self._tables[at], target, at, at + timedelta(days=target.days))

    def everybody(self) -> pa.Table:
        return self._source.columns(
            facts_of, *self._given(), self.at, self._origins(), zone=self._source.zone, own=self._own
        )

    def usable_facts(self) -> list[Fact | OwnFact]:
        """Amounts of several currencies do not add up, so money is left out where there are several."""
        mixed = mixed_until(self._source, self.at) is not None
        return [fact for fact in (*FACTS, *self._own) if not (mixed and fact.key in OF_MONEY)]

    def _origins(self) -> pa.Table:
        """Asked once: of all facts it takes longest to find, and it is the same at every moment."""
        if self._came is None:
            source = self._source
            self._came = source.columns(origins, source.events, source.customers, self.at)
        return self._came

    def _given(self) -> Sequence[Any]:
        source = self._source
        return source.events, source.orders, source.stays, source.customers

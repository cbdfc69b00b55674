"""What is foretold, and what the predictions report says of each model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from evergrow.measure.metrics import Figure
from evergrow.measure.predictions.catalogue import Kind

ModelKey = Literal["churn", "conversion", "next_purchase", "tier"]
MODELS: Final[tuple[ModelKey, ...]] = ("churn", "conversion", "next_purchase", "tier")
HORIZONS: Final[dict[ModelKey, int]] = {"churn": 90, "conversion": 30, "next_purchase": 30, "tier": 90}
"""How many days each model looks ahead."""


@dataclass(frozen=True, kw_only=True)
class FactRange:
    """A range of a fact: [low, high) in days, numbers, shares or micros of money; one end may be open. `word` where it
    is one; `is_unknown` where nothing is known, `is_rest` for all words seldom seen."""

    low: float | None = None
    high: float | None = None
    word: str | None = None
    is_unknown: bool = False
    is_rest: bool = False


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a probability differs from the average: the fact, its range, and by how many log-odds it moves it."""

    fact: str
    kind: Kind
    range: FactRange
    effect: float
    text: str


@dataclass(frozen=True, kw_only=True)
class FactGroup:
    """Customers of one range, in the period the model learned from: how many, the share who did it, and the weight."""

    range: FactRange
    customers: int
    share: float
    weight: float
    text: str


@dataclass(frozen=True, kw_only=True)
class StrongFact:
    """A fact by how much of the differences between customers it makes: 0 to 1 over all facts."""

    fact: str
    title: str
    kind: Kind
    strength: float
    groups: list[FactGroup]


@dataclass(frozen=True, kw_only=True)
class CurveRow:
    """A tenth of the customers judged on, by their probability: what was foretold, and the share who did it."""

    customers: int
    predicted: float
    actual: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """What a segment at this probability holds now; and of those above it back then, how many were right, and how many
    of all who did it were among them."""

    least: float
    customers: int
    share_right: Figure
    share_found: Figure


@dataclass(frozen=True, kw_only=True)
class ForetoldCustomer:
    """One customer with the probability, and the three strongest reasons for it.

    `value_micros` is what is expected of them over a year; None where their purchases do not carry it. `alike` is how
    many have the same probability, read to a tenth of a percent: None where nobody counted.
    """

    customer_id: str
    name: str | None
    probability: float
    reasons: list[Reason]
    value_micros: int | None = None
    alike: int | None = None


@dataclass(frozen=True, kw_only=True)
class FoldSpan:
    """A period with the customers whom the question was about at its start, and how many of them did it."""

    start: datetime
    end: datetime
    customers: int
    positives: int


@dataclass(frozen=True, kw_only=True)
class PredictionModel:
    """One model. The figures are of the model as it would have been used one horizon ago, judged on what happened since.

    `unavailable` says why nothing is foretold; figures and lists are empty then. `learned`, `calibrated` and `judged`
    are the periods of that test. `stage` is what `tier` foretells the entry into.
    """

    model: ModelKey
    horizon_days: int
    stage: str | None
    unavailable: str | None
    customers: Figure
    expected: Figure
    base_rate: Figure
    auc: Figure
    brier: Figure
    base_brier: Figure
    log_loss: Figure
    base_log_loss: Figure
    foretold: Figure
    happened: Figure
    learned: FoldSpan | None
    calibrated: FoldSpan | None
    judged: FoldSpan | None
    curve: list[CurveRow]
    facts: list[StrongFact]
    thresholds: list[Threshold]
    likeliest: list[ForetoldCustomer]


@dataclass(frozen=True, kw_only=True)
class KeptModel:
    """A model as it is kept: its card, and what each number of a kept reason says."""

    card: PredictionModel
    reasons: dict[int, Reason]


@dataclass(frozen=True, kw_only=True)
class PredictionsReport:
    """All models as of a moment."""

    as_of: datetime
    currency: str
    models: list[PredictionModel]

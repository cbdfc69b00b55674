"""What the report of sources says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from evergrow.measure.metrics import Figure

Model = Literal["first", "last", "linear", "position", "decay", "markov", "shapley"]
By = Literal["channel", "campaign"]
MODELS: Final[tuple[Model, ...]] = ("first", "last", "linear", "position", "decay", "markov", "shapley")


@dataclass(frozen=True, kw_only=True)
class Credit:
    """What a model gives to a source. `value_micros` is missing where amounts do not add up."""

    model: Model
    conversions: float
    share: Figure
    value_micros: float | None
    newcomers: float


@dataclass(frozen=True, kw_only=True)
class VisitSource:
    """Where visits came from, and what they are given credit for; `credits` in the order of MODELS.

    `campaign` is None in a report by channel, and "*" for all campaigns of a channel that are not shown alone.
    `cost_per_newcomer`, `return_on_spend` and `value_per_visit` are by the model asked for.
    """

    channel: str
    campaign: str | None
    visits: int
    visitors: int
    credits: list[Credit]
    spend_micros: float | None
    cost_per_newcomer: Figure
    return_on_spend: Figure
    value_per_visit: Figure


@dataclass(frozen=True, kw_only=True)
class OtherSpend:
    """Spend of the period under a name that no visit came by."""

    channel: str
    campaign: str
    amount_micros: float


@dataclass(frozen=True, kw_only=True)
class VisitPath:
    """A way that many went. `nulls`: how often it led nowhere."""

    steps: list[str]
    conversions: int
    value_micros: float | None
    nulls: int


@dataclass(frozen=True, kw_only=True)
class LandingPage:
    """Where visits begin. `is_leaky`: its visitors leave at once more often than those of all pages, beyond chance."""

    page: str
    visits: int
    bounce: Figure
    is_leaky: bool


@dataclass(frozen=True, kw_only=True)
class SourcesReport:
    """Where customers and their orders came from. Lists are empty where `unavailable` says why.

    `models` are those that could be computed; `value_unavailable` and `spend_unavailable` say why money is missing.
    """

    start: datetime
    end: datetime
    conversion: str
    window_days: int
    by: By
    model: Model
    currency: str
    unavailable: str | None
    value_unavailable: str | None
    spend_unavailable: str | None
    visits: Figure
    conversions: Figure
    revenue: Figure
    newcomers: Figure
    without_visit: Figure
    spend: Figure
    cost_per_newcomer: Figure
    return_on_spend: Figure
    models: list[Model]
    sources: list[VisitSource]
    other_spend: list[OtherSpend]
    paths: list[VisitPath]
    bounce: Figure
    landing_pages: list[LandingPage]

"""What the check of the map says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evergrow.measure.metrics import Figure

Kind = Literal["skipped", "back", "unexpected", "stuck", "left"]
Who = Literal["everyone", "began"]
MoveKind = Literal["both", "map", "walk"]
"""A stage that map and walk have, that only the map has, or only the walk."""


@dataclass(frozen=True, kw_only=True)
class AlignedStage:
    """One move of an alignment."""

    kind: MoveKind
    stage: str


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """The cheapest way to lay a walk beside the map: `cost` is how many stages only one of the two has."""

    cost: int
    fitness: float
    moves: tuple[AlignedStage, ...]


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """One way in which walks differ from the map.

    `id` names it in addresses. `source` is the stage it starts from, `target` the one it is about, each where there is
    one. `is_drawn`: the map allows it, so it costs no fitness. `when` is a condition for a segment of these customers,
    where there is one; else their list is all there is. `days` is from when on customers are stuck.
    """

    id: str
    kind: Kind
    source: str | None
    target: str | None
    is_drawn: bool
    customers: Figure
    share: Figure
    value_micros: Figure
    value_per_customer_micros: Figure
    days: Figure | None
    when: str | None


@dataclass(frozen=True, kw_only=True)
class Variant:
    """Customers who walked the same way, and how it lies beside the map; no `value_micros` where amounts do not add up."""

    stages: list[str]
    moves: list[AlignedStage]
    customers: int
    share: float
    fitness: float
    value_micros: int | None


@dataclass(frozen=True, kw_only=True)
class Trait:
    """A fact that customers with a deviation have more often. `ratio`: their rate against everybody else's, with its interval."""

    fact: str
    value: str
    customers: int
    deviating: int
    rate: Figure
    rate_of_others: Figure
    ratio: Figure


@dataclass(frozen=True, kw_only=True)
class CommonReport:
    """What customers with a deviation have in common, told apart from chance; `tested` values were compared."""

    deviation: str | None
    unavailable: str | None
    tested: int
    traits: list[Trait]


@dataclass(frozen=True, kw_only=True)
class ConformanceReport:
    """Designed map against actual walks, as they stood at the period's end, beside the period before.

    `who` everyone: all walks until then; began: of the customers who came onto the map in the period. Deviations are
    the most frequent first. Variants are the most frequent; `variants_left_out` counts the others. `common` is of the
    deviation that was asked about.
    """

    start: datetime
    end: datetime
    map_name: str
    who: Who
    limit: str
    currency: str
    unavailable: str | None
    customers: Figure
    fitness: Figure
    keep: Figure
    deviating_value_micros: Figure
    deviations: list[Deviation]
    variants: list[Variant]
    variants_left_out: int
    starts: list[str]
    limits_unavailable: list[str]
    common: CommonReport | None = None

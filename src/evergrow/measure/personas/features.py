"""The few features in which customers of a persona are compared, and the parts that fall out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from evergrow.kernel import Unavailable
from evergrow.measure.metrics import share_of
from evergrow.measure.personas.clusters import (
    Found,
    Points,
    find_clusters,
    nearest_to_middle,
    standardized,
)
from evergrow.measure.personas.spec import Cluster, Middle, PersonaId

_DAYS, _QUIET = "days", "quiet_days"
FEATURES: Final[dict[PersonaId, tuple[str, ...]]] = {
    "bouncer": (_QUIET,),
    "passive_browser": (_DAYS, "viewed", _QUIET),
    "cart_abandoner": (_DAYS, "viewed", "added", _QUIET),
    "one_time_low": (_DAYS, "viewed", "order_value", _QUIET),
    "one_time_high": (_DAYS, "viewed", "order_value", _QUIET),
    "repeat_buyer": ("orders", "order_value", _DAYS, _QUIET),
}
"""On how many days, how many products looked at and put into the cart, orders, their average value, and days of silence."""
COUNTS: Final = frozenset({_DAYS, "viewed", "added", "orders"})
_MICROS: Final = 1_000_000
Row = dict[str, Any]


def values_of(persona: PersonaId, rows: Sequence[Row]) -> Points:
    """The features as they are: customers by features."""
    return np.array([[_value(row, name) for name in FEATURES[persona]] for row in rows], dtype=np.float64)


def features_of(persona: PersonaId, rows: Sequence[Row], *, seed: int = 1) -> Points:
    """The features as they are compared: logarithms, standardized.

    A count stands for anything up to the next one and is spread so, or its whole numbers would pass for clusters.
    """
    values, rng = values_of(persona, rows), np.random.default_rng(seed)
    for place, name in enumerate(FEATURES[persona]):
        if name in COUNTS:
            values[:, place] += rng.random(len(values))
    return standardized(np.log1p(np.maximum(values, 0.0)))


def _value(row: Row, name: str) -> float:
    if name == "order_value":
        return row["revenue_micros"] / row["orders"] / _MICROS
    return float(row[name])


@dataclass(frozen=True)
class Parts:
    """What became of the search for clusters: the typical customer, and the middle one of each cluster, by key."""

    persona: PersonaId
    values: Points
    found: Found | Unavailable
    typical: int
    middles: tuple[int, ...]

    def clusters(self, ids: Mapping[int, str]) -> list[Cluster]:
        if isinstance(self.found, Unavailable):
            return []
        whole = np.median(self.values, axis=0)
        return [
            Cluster(
                number=number + 1,
                customers=int(inside.sum()),
                share=share_of("persona_cluster", int(inside.sum()), len(inside)),
                stability=self.found.stability[number],
                middles=[
                    Middle(feature=name, cluster=float(middle), persona=float(of_all))
                    for name, middle, of_all in zip(
                        FEATURES[self.persona], np.median(self.values[inside], axis=0), whole, strict=True
                    )
                ],
                customer_id=ids.get(self.middles[number], ""),
            )
            for number in range(len(self.middles))
            for inside in [self.found.labels == number]
        ]


def parts_of(persona: PersonaId, rows: Sequence[Row], points: Points) -> Parts:
    """The clusters of a persona's customers where the data hold them. The typical customer is of the largest."""
    keys = [row["customer_key"] for row in rows]
    values = values_of(persona, rows)
    if persona == "bouncer":
        found = Unavailable("They did too little to tell kinds of them apart.")
    else:
        found = find_clusters(points)
    if isinstance(found, Unavailable):
        return Parts(persona, values, found, keys[nearest_to_middle(points)], ())
    middles = []
    for number in range(len(found.centers)):
        inside = np.flatnonzero(found.labels == number)
        away = ((points[inside] - found.centers[number]) ** 2).sum(axis=1)
        middles.append(keys[inside[int(np.argmin(away))]])
    return Parts(persona, values, found, middles[0], tuple(middles))

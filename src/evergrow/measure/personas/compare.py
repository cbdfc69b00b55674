"""What is characteristic: shares of a persona beside those of the rest, told apart from chance or not.

Two shares of different customers, so the interval of their difference is Newcombe's (method 10, without continuity
correction), made of both shares' score intervals. It is widened for the number of shares that are compared in the whole
report (Bonferroni), so that with 95 % certainty not one of all is called characteristic by chance.

Source:
    Newcombe (1998), "Interval estimation for the difference between independent proportions: comparison of eleven
    methods", Statistics in Medicine 17, 873-890. Wilson (1927), JASA 22, 209-212.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any, Final, cast

from evergrow.measure.metrics import SMALL_SAMPLE, share_of
from evergrow.measure.personas.spec import Characteristic, CharacteristicGroup, Kind, PersonaId

SHOWN: Final = 6
_SURE: Final = 0.95
Row = dict[str, Any]
KINDS: Final[tuple[Kind, ...]] = (
    "country", "language", "gender", "age", "trait", "device", "hours", "weekday", "channel", "product", "category",
    "search", "last_step",
)  # fmt: skip
_OWN_KINDS: Final = frozenset(KINDS) - {"trait"}


def difference(hits: int, of: int, rest_hits: int, rest_of: int, z: float) -> tuple[float, float]:
    """The interval of the difference of two shares, first less second; both need at least one trial."""
    one, other = hits / of, rest_hits / rest_of
    (low_1, high_1), (low_2, high_2) = _score(hits, of, z), _score(rest_hits, rest_of, z)
    low = one - other - sqrt((one - low_1) ** 2 + (high_2 - other) ** 2)
    return low, one - other + sqrt((high_1 - one) ** 2 + (other - low_2) ** 2)


def _score(hits: int, of: int, z: float) -> tuple[float, float]:
    share, z2 = hits / of, z * z
    center = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, center - half), min(1.0, center + half)


def widened(compared: int) -> float:
    """How many standard errors an interval needs that holds 95 % for so many comparisons together."""
    return NormalDist().inv_cdf(1 - (1 - _SURE) / 2 / max(1, compared))


@dataclass(frozen=True)
class Compared:
    """All counts of a report: by kind and name, value and persona, how many have it; and of how many it is known."""

    hits: Mapping[tuple[Kind, str], Mapping[str, Mapping[PersonaId, int]]]
    known: Mapping[tuple[Kind, str], Mapping[PersonaId, int]]

    @classmethod
    def of(cls, rows: Sequence[Row], people: Mapping[PersonaId, int]) -> Compared:
        """Rows as `kinds` answers: `name`, `persona`, `value`, `customers`, `known`."""
        hits: dict[Any, dict[str, dict[PersonaId, int]]] = defaultdict(lambda: defaultdict(dict))
        known: dict[Any, dict[PersonaId, int]] = defaultdict(dict)
        for row in rows:
            name, persona = row["name"], row["persona"]
            kind: Kind = "stop" if name == "stop" else cast(Kind, name) if name in _OWN_KINDS else "trait"
            hits[kind, name][row["value"]][persona] = row["customers"]
            known[kind, name][persona] = int(row["known"])
            if kind == "stop":
                known[kind, name] = dict(people)
        return cls(hits, known)

    @property
    def count(self) -> int:
        """How many shares there are to compare."""
        return sum(len(by_persona) for values in self.hits.values() for by_persona in values.values())

    def groups(self, persona: PersonaId) -> list[CharacteristicGroup]:
        """What the persona's customers share, kind by kind; kinds of which nothing is known are left out."""
        order = {kind: place for place, kind in enumerate(KINDS)}
        keys = sorted((key for key in self.hits if key[0] in order), key=lambda key: (order[key[0]], key[1]))
        found = [
            CharacteristicGroup(kind=kind, name=name, rows=self._rows(persona, (kind, name)))
            for kind, name in keys
        ]
        return [group for group in found if group.rows]

    def stops(self, persona: PersonaId) -> list[Characteristic]:
        """What stood in the way of the persona's customers, as far as it was recorded; the most telling first."""
        return self._rows(persona, ("stop", "stop"))

    def _rows(self, persona: PersonaId, key: tuple[Kind, str]) -> list[Characteristic]:
        rows = [
            self._row(persona, key, value, by_persona[persona])
            for value, by_persona in self.hits.get(key, {}).items()
            if persona in by_persona
        ]
        rows.sort(key=lambda row: (-row.customers, row.value))
        telling = [row for row in rows if row.is_telling]
        shown = rows[:SHOWN] + [row for row in telling if row not in rows[:SHOWN]][: SHOWN // 2]
        return shown

    def _row(self, persona: PersonaId, key: tuple[Kind, str], value: str, hits: int) -> Characteristic:
        of = self.known[key][persona]
        others: list[PersonaId] = [each for each in self.known[key] if each != persona]
        rest_of = sum(self.known[key][each] for each in others)
        rest_hits = sum(self.hits[key][value].get(each, 0) for each in others)
        low, high = None, None
        if rest_of:
            low, high = difference(hits, of, rest_hits, rest_of, widened(self.count))
        enough = of >= SMALL_SAMPLE and rest_of >= SMALL_SAMPLE
        return Characteristic(
            value=value,
            customers=hits,
            of=of,
            share=share_of("persona_characteristic", hits, of),
            rest=rest_hits / rest_of if rest_of else None,
            difference_low=low,
            difference_high=high,
            is_telling=enough and low is not None and low > 0,
            is_rare=enough and high is not None and high < 0,
        )

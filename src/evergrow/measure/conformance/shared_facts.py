"""What customers with a deviation have in common: facts that they have more often than chance would have it.

For each value of each fact the rate of deviating with it is held against the rate without it. The ratio has Katz's
interval. It is shown where the rates differ by the two-sample test of shares, with as many values as were compared taken
into account: of all that is shown, at most one in twenty is expected to be chance (Benjamini & Hochberg). A value with
fewer than five expected in any of the four cells is not compared (Cochran).

Source: Katz, Baptista, Azen & Pike (1978), Biometrics 34, 469-474; where all others are without it, Walter (1975),
    Biometrika 62, 371-374, adds a half; Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57,
    289-300; Cochran (1954), Biometrics 10, 417-451.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erfc, exp, sqrt
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.conformance.spec import CommonReport, Trait
from evergrow.measure.metrics import Figure, share_of, whole_sum

LEAST_EXPECTED: Final = 5.0
FALSE_SHARE: Final = 0.05
MOST_SHOWN: Final = 20
_Z_95: Final = 1.959963984540054
_KEY: Final = "customer_key"


def fact_counts(everybody: ir.Table, deviating: ir.Table, told: ir.Table) -> ir.Table:
    """How many customers have each value of a fact, and how many of them deviate.

    Args:
        everybody: `customer_key`, each once.
        deviating: Those of them who deviate: `customer_key`.
        told: `customer_key`, each once, and `value`.

    Returns:
        `value` (null: not known), `customers`, `deviating`. Lazy.
    """
    marked = deviating.select(deviating_key=_KEY)
    facts = told.select(told_key=_KEY, value=told.value.cast("string"))
    both = everybody.left_join(marked, everybody[_KEY] == marked.deviating_key)
    both = both.left_join(facts, both[_KEY] == facts.told_key)
    each = both.select("value", deviates=ibis.ifelse(both.deviating_key.notnull(), 1, 0))
    return each.group_by("value").agg(customers=each.count(), deviating=whole_sum(each.deviates))


@dataclass(frozen=True)
class _Cells:
    """A value against all others: how many have it, and how many of each deviate."""

    fact: str
    value: str
    customers: int
    deviating: int
    others: int
    others_deviating: int

    @property
    def can_tell(self) -> bool:
        """Whether each of the four cells is expected to hold enough."""
        everybody, deviating = self.customers + self.others, self.deviating + self.others_deviating
        least = min(self.customers, self.others) * min(deviating, everybody - deviating)
        return least >= LEAST_EXPECTED * everybody

    @property
    def chance(self) -> float:
        """How often rates at least so far apart would be seen were there no difference."""
        everybody, deviating = self.customers + self.others, self.deviating + self.others_deviating
        pooled = deviating / everybody
        error = sqrt(pooled * (1 - pooled) * (1 / self.customers + 1 / self.others))
        apart = abs(self.deviating / self.customers - self.others_deviating / self.others)
        return erfc(apart / error / sqrt(2))

    @property
    def is_more(self) -> bool:
        return self.deviating * self.others > self.others_deviating * self.customers

    def ratio(self) -> tuple[float, float, float]:
        """The ratio of the rates, and its interval."""
        half = 0.5 if self.others_deviating == 0 else 0.0
        here, with_it = self.deviating + half, self.customers + half
        there, without = self.others_deviating + half, self.others + half
        value = (here / with_it) / (there / without)
        spread = exp(_Z_95 * sqrt(max(0.0, 1 / here - 1 / with_it + 1 / there - 1 / without)))
        return value, value / spread, value * spread


def common_traits(
    facts: Mapping[str, Sequence[Mapping[str, Any]]], *, deviation: str | None, nobody: str
) -> CommonReport:
    """The values told apart from chance, the surest difference first.

    Args:
        facts: Rows of `fact_counts` by fact.
        deviation: Which deviation.
        nobody: Says why there is nothing to compare without deviating customers.
    """
    compared = [cells for fact, rows in facts.items() for cells in _cells(fact, rows) if cells.can_tell]
    found = [cells for cells in _not_by_chance(compared) if cells.is_more]
    found.sort(key=lambda cells: (-cells.ratio()[1], cells.fact, cells.value))
    is_empty = not any(row["deviating"] for rows in facts.values() for row in rows)
    reason = nobody if is_empty else None
    if not is_empty and not compared:
        reason = "Too few customers deviate in this way, or too few do not, to tell a difference from chance."
    return CommonReport(
        deviation=deviation,
        unavailable=reason,
        tested=len(compared),
        traits=[_trait(cells) for cells in found[:MOST_SHOWN]],
    )


def _cells(fact: str, rows: Sequence[Mapping[str, Any]]) -> list[_Cells]:
    """Each value against all others. Who is not known is among the others, and is no value."""
    everybody, deviating = sum(row["customers"] for row in rows), sum(row["deviating"] for row in rows)
    return [
        _Cells(
            fact,
            row["value"],
            row["customers"],
            row["deviating"],
            everybody - row["customers"],
            deviating - row["deviating"],
        )
        for row in rows
        if row["value"] is not None and row["customers"] < everybody
    ]


def _not_by_chance(compared: Sequence[_Cells]) -> list[_Cells]:
    """Benjamini and Hochberg's step-up."""
    ranked = sorted(compared, key=lambda cells: cells.chance)
    kept = [
        place for place, cells in enumerate(ranked, 1) if cells.chance <= FALSE_SHARE * place / len(ranked)
    ]
    return ranked[: max(kept, default=0)]


def _trait(cells: _Cells) -> Trait:
    ratio, low, high = cells.ratio()
    return Trait(
        fact=cells.fact,
        value=cells.value,
        customers=cells.customers,
        deviating=cells.deviating,
        rate=share_of("deviation_rate", cells.deviating, cells.customers),
        rate_of_others=share_of("deviation_rate", cells.others_deviating, cells.others),
        ratio=Figure(definition="deviation_ratio", unit="count", value=ratio, low=low, high=high),
    )

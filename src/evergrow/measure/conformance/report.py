"""The check of the map: how far walks keep to it, how they deviate, who and what that is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period
from evergrow.measure.conformance.align import align
from evergrow.measure.conformance.designed import DesignedMap
from evergrow.measure.conformance.deviations import Deviating, Named, deviations_of
from evergrow.measure.conformance.limits import Limit, days_of, onward
from evergrow.measure.conformance.spec import ConformanceReport, Deviation, Variant, Who
from evergrow.measure.conformance.walks import (
    stages_of,
    standing_counts,
    times_until_going_on,
    walk_counts,
    walks_paid,
)
from evergrow.measure.metrics import (
    Figure,
    Measured,
    counted,
    measured,
    missing,
    mixed_until,
    quotient,
    share_of,
    until_now,
)

MOST_VARIANTS: Final = 50
_MOMENT: Final = pa.timestamp("us")


def conformance(
    source: Measured,
    lifecycle_map: LifecycleMap,
    period: Period,
    versus: Period | None = None,
    *,
    now: datetime,
    segment: ir.Table | None = None,
    who: Who = "everyone",
    limit: Limit | None = None,
) -> ConformanceReport:
    """How the walks that were known at the period's end lie beside the map.

    Args:
        source: The account's tables.
        lifecycle_map: The map the stays were made by.
        period: Its end is when walks are looked at; with `who` began, its customers are those who came in it.
        versus: What to compare with; None: the period before.
        now: The moment of asking.
        segment: Only these customers (`customer_key`).
        who: Whose walks.
        limit: How long is too long in a stage.

    Raises:
        Refusal: `period.future`.
    """
    here = until_now(period, now)
    check = Check(source.narrowed(segment), lifecycle_map, limit or Limit(), who)
    found, before, mixed = source.together(
        lambda: check.at(here),
        lambda: check.at(until_now(versus or period.before(), now)),
        lambda: mixed_until(check.source, here.end),
    )
    return _report(found, before, period, mixed)


@dataclass(frozen=True)
class Check:
    """What is checked, at whatever time."""

    source: Measured
    lifecycle_map: LifecycleMap
    limit: Limit
    who: Who

    def since(self, period: Period) -> list[datetime]:
        """From when on customers came, where not everybody is looked at."""
        return [period.start] if self.who == "began" else []

    def days(self, at: datetime) -> tuple[dict[str, int], list[str]]:
        """How many days are too long in each stage, by what was known at a moment, and where it is not known."""
        rows = []
        pairs = onward(self.lifecycle_map)
        if self.limit.kind == "share" and pairs:
            ways = pa.table({"stage": [one for one, _ in pairs], "next_stage": [other for _, other in pairs]})
            rows = self.source.ask(
                times_until_going_on, self.source.stays, at, ways, share=self.limit.amount / 100
            )
        days, reasons = days_of(self.limit, self.lifecycle_map, rows)
        return dict(days), reasons

    def at(self, period: Period) -> Checked:
        """The walks as they were known at the period's end."""
        return self._checked(
            self.source.ask(walk_counts, *self._tables, period.end, *self.since(period)), period
        )

    def each_at(self, period: Period) -> tuple[pa.Table, Checked]:
        """The same, and before it the walk of each customer: `customer_key`, `walk`, `value_micros`."""
        walked = self.source.columns(walks_paid, *self._tables, period.end, *self.since(period))
        return walked, self._checked(_rows_of(walked), period)

    @property
    def _tables(self) -> tuple[ir.Table, ir.Table, ir.Table]:
        return self.source.stays, self.source.customers, self.source.orders

    def _checked(self, rows: Sequence[dict[str, Any]], period: Period) -> Checked:
        days, reasons = self.days(period.end)
        late = []
        if days and rows:
            edges = [_naive(period.end - timedelta(days=length)) for length in days.values()]
            limits = pa.table({"stage": list(days), "entered_before": pa.array(edges, type=_MOMENT)})
            late = self.source.ask(standing_counts, *self._tables, period.end, limits, *self.since(period))
        return Checked(self, rows, late, days, reasons)


@dataclass(frozen=True)
class Checked:
    """The distinct walks of a moment, aligned, with what they deviate by."""

    check: Check
    rows: Sequence[dict[str, Any]]
    late: Sequence[dict[str, Any]]
    days: dict[str, int]
    reasons: list[str]

    @cached_property
    def designed(self) -> DesignedMap:
        return DesignedMap.of(self.check.lifecycle_map)

    @cached_property
    def customers(self) -> int:
        return sum(row["customers"] for row in self.rows)

    @cached_property
    def variants(self) -> list[Variant]:
        """The walks, the most frequent first."""
        found = [self._variant(row) for row in self.rows]
        return sorted(found, key=lambda variant: (-variant.customers, variant.stages))

    def _variant(self, row: dict[str, Any]) -> Variant:
        walk = stages_of(row["walk"])
        aligned = align(walk, self.designed)
        return Variant(
            stages=list(walk),
            moves=list(aligned.moves),
            customers=row["customers"],
            share=row["customers"] / self.customers,
            fitness=aligned.fitness,
            value_micros=row["value_micros"],
        )

    @cached_property
    def deviating(self) -> dict[str, Deviating]:
        """Each way to deviate, by its id."""
        found: dict[str, Deviating] = {}
        for row in self.rows:
            for named in deviations_of(stages_of(row["walk"]), self.designed):
                one = found.setdefault(named.id, Deviating(named))
                one.customers += row["customers"]
                one.value_micros += row["value_micros"]
                one.walks.append(row["walk"])
        for row in self.late:
            if row["customers"]:
                named = Named("stuck", row["stage"], None, is_drawn=True)
                found[named.id] = Deviating(named, row["customers"], row["value_micros"])
        return found

    def could(self, one: Deviating) -> list[dict[str, Any]]:
        """The walks that deviate in this way, and those that came there and did not."""
        walks = set(one.walks)
        return [row for row in self.rows if row["walk"] in walks or one.named.could(stages_of(row["walk"]))]

    @property
    def broken(self) -> list[str]:
        """The walks that do not keep to the map."""
        return [row["walk"] for row in self.rows if align(stages_of(row["walk"]), self.designed).cost]

    @property
    def nobody(self) -> str:
        if self.check.who == "began":
            return "Nobody came onto the map in this period, so no walk can be held against it."
        return "Nobody had come onto the map by then, so no walk can be held against it."

    def fitness(self) -> float | None:
        """The mean over customers."""
        return quotient(sum(one.fitness * one.customers for one in self.variants), self.customers)

    def keeping(self) -> int:
        return sum(one.customers for one in self.variants if one.fitness == 1)

    def deviating_value(self) -> int:
        return sum(one.value_micros or 0 for one in self.variants if one.fitness < 1)


def _rows_of(walked: pa.Table) -> list[dict[str, Any]]:
    """What `walk_counts` answers, of what `walks_paid` answered."""
    counted = walked.group_by("walk").aggregate([("customer_key", "count"), ("value_micros", "sum")])
    return counted.rename_columns(["walk", "customers", "value_micros"]).to_pylist()


def _report(found: Checked, before: Checked, period: Period, mixed: str | None) -> ConformanceReport:
    """`mixed` says why what was paid does not add up, where it does not."""
    lifecycle_map, variants = found.check.lifecycle_map, found.variants
    deviations = [_deviation(one, found, before, mixed) for one in found.deviating.values()]
    if mixed:
        variants = [replace(variant, value_micros=None) for variant in variants]
    return ConformanceReport(
        start=period.start,
        end=period.end,
        map_name=lifecycle_map.name,
        who=found.check.who,
        limit=str(found.check.limit),
        currency=found.check.source.currency,
        unavailable=None if found.customers else found.nobody,
        customers=counted("walk_customers", found.customers, previous=before.customers),
        fitness=measured(
            "walk_fitness",
            "share",
            found.fitness(),
            behind=found.customers,
            empty=found.nobody,
            previous=before.fitness(),
        ),
        keep=share_of(
            "walk_keep",
            found.keeping(),
            found.customers,
            previous=quotient(before.keeping(), before.customers),
            empty=found.nobody,
        ),
        deviating_value_micros=_money(
            "walk_deviating_value", found.deviating_value(), found.nobody if not found.customers else mixed
        ),
        deviations=sorted(deviations, key=lambda one: (-(one.customers.value or 0), one.id)),
        variants=variants[:MOST_VARIANTS],
        variants_left_out=max(0, len(variants) - MOST_VARIANTS),
        starts=list(found.designed.starts),
        limits_unavailable=found.reasons if found.customers else [],
    )


def _money(definition: str, micros: int, reason: str | None) -> Figure:
    if reason:
        return missing(definition, "money_micros", reason)
    return counted(definition, micros, unit="money_micros")


def _deviation(one: Deviating, found: Checked, before: Checked, mixed: str | None) -> Deviation:
    named, earlier = one.named, before.deviating.get(one.named.id) or Deviating(one.named)
    customers_before = earlier.customers if before.customers else None
    could, could_before = _customers(found.could(one)), _customers(before.could(earlier))
    days = found.days.get(named.source or "") if named.kind == "stuck" else None
    return Deviation(
        id=named.id,
        kind=named.kind,
        source=named.source,
        target=named.target,
        is_drawn=named.is_drawn,
        customers=counted("deviation_customers", one.customers, previous=customers_before),
        share=share_of(
            "deviation_share",
            one.customers,
            could,
            previous=quotient(earlier.customers, could_before),
        ),
        value_micros=_money("deviation_value", one.value_micros, mixed),
        value_per_customer_micros=_money(
            "deviation_value_each", round(one.value_micros / one.customers), mixed
        ),
        days=None if days is None else counted("deviation_days", days, unit="days"),
        when=None if days is None or found.check.who == "began" else _when(named, days),
    )


def _customers(rows: Sequence[dict[str, Any]]) -> int:
    return sum(row["customers"] for row in rows)


def _when(named: Named, days: int) -> str:
    """The condition for a segment of who stands too long: the only way to deviate that conditions can tell."""
    return f"stage = '{named.source}' and time_in_stage > {days} days"


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)

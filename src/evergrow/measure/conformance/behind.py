"""Who is behind a deviation, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import ibis.expr.types as ir

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period, refuse
from evergrow.measure.conformance.limits import Limit
from evergrow.measure.conformance.report import Check, Checked
from evergrow.measure.conformance.shared_facts import common_traits, fact_counts
from evergrow.measure.conformance.spec import CommonReport, Who
from evergrow.measure.conformance.walks import stage_walks, stuck_in, walkers
from evergrow.measure.metrics import Measured, until_now

FACTS: Final = ("source", "first_product", "trait.country", "trait.language")
"""What is looked at where nobody says which facts."""
ANY: Final = "any"
"""The id of all walks that do not keep to the map."""


def deviating_customers(
    source: Measured,
    lifecycle_map: LifecycleMap,
    period: Period,
    deviation: str,
    *,
    now: datetime,
    who: Who = "everyone",
    limit: Limit | None = None,
) -> ir.Table:
    """The customers (`customer_key`) who deviate in this way; `any`: whose walk does not keep to the map.

    Raises:
        Refusal: `conformance.unknown_deviation`, `period.future`.
    """
    check, here = Check(source, lifecycle_map, limit or Limit(), who), until_now(period, now)
    return _keys(check, check.at(here), here, deviation)


def common(
    source: Measured,
    lifecycle_map: LifecycleMap,
    period: Period,
    deviation: str,
    *,
    grouping: Callable[[Measured, str], ir.Table],
    facts: Sequence[str] = FACTS,
    now: datetime,
    segment: ir.Table | None = None,
    who: Who = "everyone",
    limit: Limit | None = None,
) -> CommonReport:
    """What customers with a deviation have more often than others who could have deviated in this way.

    Args:
        source: The account's tables.
        lifecycle_map: The map the stays were made by.
        period: See `conformance`.
        deviation: Its id; `any`: whose walk does not keep to the map.
        grouping: Tells the customers of these tables apart by a fact: `customer_key`, each once, and `value`.
        facts: Which are looked at.
        now: The moment of asking.
        segment: Only these customers (`customer_key`).
        who: See `conformance`.
        limit: See `conformance`.

    Raises:
        Refusal: `conformance.unknown_deviation`, `period.future`.
    """
    source, here = source.narrowed(segment), until_now(period, now)
    check = Check(source, lifecycle_map, limit or Limit(), who)
    found = check.at(here)
    keys, compared = _keys(check, found, here, deviation), _compared(check, found, here, deviation)
    among = source.narrowed(compared)
    told = {
        fact: source.fetch(fact_counts(compared, keys, grouping(among, fact))).to_pylist() for fact in facts
    }
    return common_traits(told, deviation=deviation, nobody="Nobody deviates in this way.")


def _compared(check: Check, found: Checked, here: Period, deviation: str) -> ir.Table:
    """The customers who deviate in this way or could have."""
    stays, since, one = check.source.stays, check.since(here), found.deviating.get(deviation)
    if one is None:
        return stage_walks(stays, here.end, *since).select("customer_key")
    return walkers(stays, here.end, [row["walk"] for row in found.could(one)], *since)


def _keys(check: Check, found: Checked, here: Period, deviation: str) -> ir.Table:
    stays, since = check.source.stays, check.since(here)
    if deviation == ANY:
        return walkers(stays, here.end, found.broken, *since)
    kind, _, stage = deviation.partition(":")
    if kind == "stuck" and stage in found.days:
        return stuck_in(stays, stage, here.end, here.end - timedelta(days=found.days[stage]), *since)
    one = found.deviating.get(deviation)
    if one is None:
        raise refuse(
            "conformance.unknown_deviation",
            f"No walk deviates by '{deviation}'.",
            where="deviation",
            next_step="Take an id of the report's deviations, or 'any'.",
            status=404,
        )
    return walkers(stays, here.end, one.walks, *since)

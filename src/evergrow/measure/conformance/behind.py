"""Who is behind a deviation, and what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import Period, refuse
from evergrow.measure.conformance.limits import Limit
from evergrow.measure.conformance.report import Check, Checked
from evergrow.measure.conformance.shared_facts import common_traits, fact_counts
from evergrow.measure.conformance.spec import CommonReport, Who
from evergrow.measure.conformance.walks import stuck_in, walkers
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
    walked, found = check.each_at(here)
    compared, keys = _compared(walked, found, deviation), _behind(check, walked, found, here, deviation)

    def counted(fact: str) -> list[dict[str, Any]]:
        return source.ask(fact_counts, compared, keys, grouping(source, fact))

    rows = source.together(*(partial(counted, fact) for fact in facts)) if facts else []
    told = dict(zip(facts, rows, strict=True))
    return common_traits(told, deviation=deviation, nobody="Nobody deviates in this way.")


def _compared(walked: pa.Table, found: Checked, deviation: str) -> pa.Table:
    """The customers who deviate in this way or could have."""
    one = found.deviating.get(deviation)
    if one is None:
        return walked.select(["customer_key"])
    return _of_walks(walked, [row["walk"] for row in found.could(one)])


def _behind(check: Check, walked: pa.Table, found: Checked, here: Period, deviation: str) -> pa.Table:
    """Those who do. Their walks are there; who stands too long is asked for."""
    source, since, stage = check.source, check.since(here), _stuck_in(found, deviation)
    if stage is None:
        return _of_walks(walked, _walks(found, deviation))
    before = here.end - timedelta(days=found.days[stage])
    return source.columns(stuck_in, source.stays, stage, here.end, before, *since)


def _of_walks(walked: pa.Table, walks: Sequence[str]) -> pa.Table:
    return walked.filter(pc.field("walk").isin(pa.array(walks, pa.string()))).select(["customer_key"])


def _keys(check: Check, found: Checked, here: Period, deviation: str) -> ir.Table:
    stays, since, stage = check.source.stays, check.since(here), _stuck_in(found, deviation)
    if stage is not None:
        return stuck_in(stays, stage, here.end, here.end - timedelta(days=found.days[stage]), *since)
    return walkers(stays, here.end, _walks(found, deviation), *since)


def _stuck_in(found: Checked, deviation: str) -> str | None:
    """The stage in which customers stand too long, where that is the deviation."""
    kind, _, stage = deviation.partition(":")
    return stage if kind == "stuck" and stage in found.days else None


def _walks(found: Checked, deviation: str) -> list[str]:
    """The walks that deviate in this way."""
    if deviation == ANY:
        return found.broken
    one = found.deviating.get(deviation)
    if one is None:
        raise refuse(
            "conformance.unknown_deviation",
            f"No walk deviates by '{deviation}'.",
            where="deviation",
            next_step="Take an id of the report's deviations, or 'any'.",
            status=404,
        )
    return one.walks

"""Who is in a segment at a moment: the filter that every report takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import ibis.expr.types as ir

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import refuse
from evergrow.measure.lifecycle import standing_in
from evergrow.measure.metrics import Measured
from evergrow.measure.rfm import DEFAULT_RULES, SegmentRule, cells_of, in_segment

EVERYBODY = "all"


def members(
    source: Measured,
    lifecycle_map: LifecycleMap,
    segment: str,
    at: datetime,
    *,
    rules: Sequence[SegmentRule] = DEFAULT_RULES,
) -> ir.Table | None:
    """The customers (`customer_key`) of a segment at `at`; None for everybody. Lazy.

    Args:
        source: The account's tables.
        lifecycle_map: Whose stages there are.
        segment: `all`, `stage:<id>` or `rfm:<id>`.
        at: The moment they stand there, such as a period's end; never beyond now.
        rules: The RFM segments.

    Raises:
        Refusal: `segment.unknown`.
    """
    if segment == EVERYBODY:
        return None
    kind, _, name = segment.partition(":")
    if kind == "stage" and name in (stage.id for stage in lifecycle_map.stages):
        return standing_in(source.stays, name, at)
    rule = next((rule for rule in rules if kind == "rfm" and rule.id == name), None)
    if rule is None:
        raise _unknown(segment, lifecycle_map, rules)
    return in_segment(source.customers, source.orders, at, cells_of(rule))


def _unknown(segment: str, lifecycle_map: LifecycleMap, rules: Sequence[SegmentRule]) -> Exception:
    known = [
        EVERYBODY,
        *(f"stage:{stage.id}" for stage in lifecycle_map.stages),
        *(f"rfm:{r.id}" for r in rules),
    ]
    return refuse(
        "segment.unknown",
        f"No segment is named '{segment}'.{did_you_mean(segment, known)}",
        where="segment",
        next_step=f"Choose one of {', '.join(known)}.",
        status=422,
    )

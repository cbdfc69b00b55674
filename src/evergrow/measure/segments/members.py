"""Who is in a segment at a moment: the filter that every report takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import ibis.expr.types as ir

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import LifecycleMap
from evergrow.kernel import key_of, refuse
from evergrow.measure.lifecycle import standing_in
from evergrow.measure.metrics import Measured
from evergrow.measure.rfm import DEFAULT_RULES, SegmentRule, cells_of, in_segment
from evergrow.measure.segments.judge import live_grounds, matching
from evergrow.measure.segments.spec import World
from evergrow.measure.segments.tables import MEMBERS
from evergrow.storage.warehouse import moment

EVERYBODY = "all"
_NEARLY = timedelta(minutes=2)


def members(
    source: Measured,
    lifecycle_map: LifecycleMap,
    segment: str,
    at: datetime,
    *,
    rules: Sequence[SegmentRule] = DEFAULT_RULES,
    world: World | None = None,
    now: datetime | None = None,
) -> ir.Table | None:
    """The customers (`customer_key`) of a segment at `at`; None for everybody. Lazy.

    Args:
        source: The account's tables.
        lifecycle_map: Whose stages there are.
        segment: `all`, `stage:<id>`, `rfm:<id>` or `segment:<name>`.
        at: The moment they stand there, such as a period's end; never beyond now.
        rules: The RFM segments.
        world: The segments there are; None: none.
        now: The moment of asking. Who is in a segment at (nearly) now is kept; for an earlier moment everybody is
            judged as of it.

    Raises:
        Refusal: `segment.unknown`.
    """
    if segment == EVERYBODY:
        return None
    kind, _, name = segment.partition(":")
    if kind == "stage" and name in (stage.id for stage in lifecycle_map.stages):
        return standing_in(source.stays, name, at)
    if kind == "segment" and world is not None and name in world.conditions:
        return _in_segment(name, world, at, now)
    rule = next((rule for rule in rules if kind == "rfm" and rule.id == name), None)
    if rule is None:
        raise _unknown(segment, lifecycle_map, rules, world)
    return in_segment(source.customers, source.orders, at, cells_of(rule))


def _in_segment(name: str, world: World, at: datetime, now: datetime | None) -> ir.Table:
    if now is not None and at >= now - _NEARLY:
        kept = MEMBERS.rows.filter(MEMBERS.rows.segment_key == key_of(name))
        return kept.select("customer_key")
    edge = at - timedelta(microseconds=1)  # everything before `at`, as in every report
    return matching(world.conditions[name], live_grounds(), world, moment(edge))


def _unknown(
    segment: str, lifecycle_map: LifecycleMap, rules: Sequence[SegmentRule], world: World | None
) -> Exception:
    known = [
        EVERYBODY,
        *(f"stage:{stage.id}" for stage in lifecycle_map.stages),
        *(f"rfm:{r.id}" for r in rules),
        *(f"segment:{name}" for name, _ in (world.segments if world else ())),
    ]
    return refuse(
        "segment.unknown",
        f"No segment is named '{segment}'.{did_you_mean(segment, known)}",
        where="segment",
        next_step=f"Choose one of {', '.join(known)}.",
        status=422,
    )

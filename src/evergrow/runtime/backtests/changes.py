"""Who came into a segment or left it, in hindsight: as of the very instants, as live membership notes them."""

from __future__ import annotations

from dataclasses import replace

import ibis.expr.types as ir
import polars as pl
import pyarrow as pa

from evergrow.definitions.journeys import Journey, SegmentChange
from evergrow.engage.facts import Facts, judged
from evergrow.engage.journeys import CHANGES, Slice, naive
from evergrow.measure.segments import CLOCKS, SPAN, Grounds, World, clock_rows, instants


def with_changes(facts: Facts, journey: Journey, slice_: Slice) -> Slice:
    """The slice; for an entry by segment, with every move over its edge."""
    if not isinstance(journey.entry.trigger, SegmentChange):
        return slice_
    name = journey.entry.trigger.segment
    condition = facts.world.conditions[name]
    span = pa.table({"since": [naive(slice_.since)], "until": [naive(slice_.now)]})
    bound = {SPAN.name: span, CLOCKS.name: clock_rows([condition], facts.world)}
    looked = judged(facts, facts.ask(_instants, **bound), [condition]).sort("customer_key", "at")
    was_in = pl.col("holds_0").shift().over("customer_key")
    flips = looked.filter(pl.col("holds_0") != was_in)  # of the span's beginning nothing was before
    moves = flips.select(
        "customer_key",
        "at",
        segment=pl.lit(name),
        change=pl.when("holds_0").then(pl.lit("entered")).otherwise(pl.lit("left")),
    )
    return replace(slice_, changes=moves.select(CHANGES.names()).cast(CHANGES))


def _instants(grounds: Grounds, world: World) -> ir.Table:
    return instants(grounds)

"""The hour of the day in which a customer mostly comes."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir
import polars as pl

from evergrow.engage.facts.spec import Facts
from evergrow.engage.facts.zones import zones_at
from evergrow.measure.paths import NOT_DONE
from evergrow.measure.segments import Grounds, World

LOOK_BACK_DAYS: Final = 90


def usual_hours(facts: Facts, subjects: pl.DataFrame) -> pl.DataFrame:
    """The subjects (`customer_key`, `at`) with `zone` and `hour`: 0 to 23 by the customer's clock, null where nothing is known.

    The hour in which most of what they did in the 90 days before fell; of several, the earliest of the day. What happened
    to them counts for nothing: else whoever is mailed at nine each day would come to be mailed at nine for ever.
    """
    placed = zones_at(facts, subjects)
    asked = placed.select("customer_key", "at", "zone").unique()
    counted = facts.ask(_counted, asked_hours=asked.select("customer_key", "at"))
    seen = counted.join(asked, on=["customer_key", "at"])
    local = [
        rows.with_columns(
            pl.col("hour_at")
            .dt.replace_time_zone("UTC")
            .dt.convert_time_zone(str(zone))
            .dt.hour()
            .alias("hour")
        )
        for (zone,), rows in seen.group_by("zone")
    ]
    if not local:
        return placed.with_columns(pl.lit(None, pl.Int8).alias("hour"))
    sums = pl.concat(local).group_by("customer_key", "at", "hour").agg(pl.col("events").sum())
    best = sums.sort("events", "hour", descending=[True, False]).unique(["customer_key", "at"], keep="first")
    return placed.join(
        best.select("customer_key", "at", "hour"),
        on=["customer_key", "at"],
        how="left",
        maintain_order="left",
    )


def _counted(grounds: Grounds, world: World) -> ir.Table:
    """Events an hour of UTC; where clocks are off by half an hour, the hour they show when it begins counts."""
    asked = ibis.table({"customer_key": "int64", "at": "timestamp(6)"}, name="asked_hours")
    done = grounds.events.filter(grounds.events.name.notin(NOT_DONE))
    events = done.semi_join(asked, "customer_key")
    events = events.select("customer_key", happened_at=events["at"])
    both = asked.inner_join(events, "customer_key")
    lately = both.filter(
        both.happened_at <= both["at"], both.happened_at > both["at"] - ibis.interval(days=LOOK_BACK_DAYS)
    )
    return lately.group_by(["customer_key", "at", lately.happened_at.truncate("h").name("hour_at")]).agg(
        events=lately.count()
    )

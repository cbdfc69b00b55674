"""The time zone a customer lives by: what was stated of them, else where they were last seen, else the account's."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir
import polars as pl

from evergrow.engage.facts.spec import Facts
from evergrow.kernel import is_zone
from evergrow.measure.metrics import json_text
from evergrow.measure.segments import Grounds, World

TRAITS: Final = ("time_zone", "timezone")


def zones_at(facts: Facts, subjects: pl.DataFrame) -> pl.DataFrame:
    """The subjects (`customer_key`, `at`) with a column `zone`, each as of its moment, in their order."""
    if subjects.is_empty():
        return subjects.with_columns(pl.lit(facts.world.zone).alias("zone"))
    asked = subjects.select("customer_key", "at").unique()
    stated = facts.ask(_stated, asked_zones=asked)
    seen = facts.ask(_seen, asked_zones=asked.join(stated, on=["customer_key", "at"], how="anti"))
    found = pl.concat([stated, seen])
    known = pl.Series([name for name in found["zone"].unique() if is_zone(name)], dtype=pl.String)
    found = found.filter(pl.col("zone").is_in(known.implode()))
    joined = subjects.join(found, on=["customer_key", "at"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("zone").fill_null(facts.world.zone))


def _asked() -> ir.Table:
    return ibis.table({"customer_key": "int64", "at": "timestamp(6)"}, name="asked_zones")


def _theirs(grounds: Grounds, asked: ir.Table) -> Grounds:
    """The facts of those asked about alone: everybody's contexts are long to read."""
    return grounds if grounds.narrowed is None else grounds.narrowed(asked.select("customer_key").distinct())


def _stated(grounds: Grounds, world: World) -> ir.Table:
    asked = _asked()
    grounds = _theirs(grounds, asked)
    traits = grounds.traits.filter(grounds.traits.key.isin(TRAITS))
    both = asked.select("customer_key", moment=asked["at"]).inner_join(traits, "customer_key")
    text = both.value.replace('"', "")
    in_time = both.filter(both["at"] <= both.moment) if grounds.has_every_trait else both
    return (
        in_time.mutate(text=text)
        .group_by(["customer_key", "moment"])
        .agg(zone=lambda rows: rows.text.argmax(rows["at"]))
        .select("customer_key", "zone", at="moment")
        .select("customer_key", "at", "zone")
    )


def _seen(grounds: Grounds, world: World) -> ir.Table:
    asked = _asked()
    grounds = _theirs(grounds, asked)
    events = grounds.events.filter(grounds.events.context.contains('"timezone"'))
    events = events.semi_join(asked, "customer_key").select("customer_key", "at", "context")
    events = events.mutate(zone=json_text(events.context, ["timezone"])).filter(
        lambda rows: rows.zone.notnull()
    )
    both = asked.select("customer_key", moment=asked["at"]).inner_join(events, "customer_key")
    in_time = both.filter(both["at"] <= both.moment)
    latest = in_time.group_by(["customer_key", "moment"]).agg(zone=in_time.zone.argmax(in_time["at"]))
    return latest.select("customer_key", "zone", at="moment").select("customer_key", "at", "zone")

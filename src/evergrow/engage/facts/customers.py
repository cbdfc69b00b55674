"""Who customers are today, and which of them a condition names."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import polars as pl

from evergrow.engage.facts.spec import Facts
from evergrow.measure.segments import Grounds, World
from evergrow.record.customers import IDENTITIES, MERGED, with_customer

_KEYS = {"identity_key": "int64"}


def placed(facts: Facts, identity_keys: Iterable[int] | pl.Series) -> pl.DataFrame:
    """`identity_key` with today's `customer_key` and `customer_id`."""
    keys = pl.DataFrame({"identity_key": identity_keys}, schema={"identity_key": pl.Int64}).unique()
    return facts.ask(_placed, asked_keys=keys)


def owners(facts: Facts, identity_keys: pl.Series) -> pl.Series:
    """Today's `customer_key` of each identity: itself, unless it was merged into another."""
    asked = identity_keys.alias("identity_key").to_frame()
    merged = facts.ask(_owners, asked_keys=asked)
    if merged.is_empty():
        return identity_keys.alias("customer_key")
    found = asked.join(merged, on="identity_key", how="left", maintain_order="left")
    return found.select(pl.coalesce("customer_key", "identity_key").alias("customer_key")).to_series()


def identities_of(facts: Facts, customer_keys: pl.Series) -> pl.Series:
    """Every key that these customers go or went by."""
    keys = pl.DataFrame({"customer_key": customer_keys}, schema={"customer_key": pl.Int64}).unique()
    merged = facts.ask(_merged, asked_customers=keys)["identity_key"]
    return pl.concat([keys["customer_key"], merged]).unique()


def audience(facts: Facts) -> pl.DataFrame:
    """Everybody: `customer_key`, `first_seen_at`, `known_at`."""
    return facts.ask(_everybody)


def _placed(grounds: Grounds, world: World) -> ir.Table:
    asked = with_customer(ibis.table(_KEYS, name="asked_keys"))
    names = IDENTITIES.rows.select(customer_key="identity_key", customer_id="identity")
    return asked.left_join(names, "customer_key").select("identity_key", "customer_key", "customer_id")


def _owners(grounds: Grounds, world: World) -> ir.Table:
    asked = ibis.table(_KEYS, name="asked_keys")
    return MERGED.rows.semi_join(asked, "identity_key").select("identity_key", "customer_key")


def _merged(grounds: Grounds, world: World) -> ir.Table:
    asked = ibis.table({"customer_key": "int64"}, name="asked_customers")
    return MERGED.rows.semi_join(asked, "customer_key").select("identity_key")


def _everybody(grounds: Grounds, world: World) -> ir.Table:
    return grounds.customers.select("customer_key", "first_seen_at", "known_at")

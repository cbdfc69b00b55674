"""Find the addresses of a batch of customers, each on its message's channel, in one query.

Reads   traits and customer rows of the customers asked for. The newest statement of a trait counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import ibis
import ibis.expr.types as ir
import msgspec
import polars as pl

from evergrow.engage.facts import Facts
from evergrow.measure.segments import Grounds, World
from evergrow.record.customers import CUSTOMERS

TRAITS: Final[Mapping[str, str]] = {
    "sms": "phone",
    "whatsapp": "phone",
    "push": "push_token",
    "web_push": "web_push",
    "messenger": "messenger_url",
}
"""The trait that holds a channel's address; email has the customer's own, in_app and webhook need none."""

_NEEDLESS: Final = ("in_app", "webhook")


def with_address(facts: Facts, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows (`customer_key`, `channel`, and `address` where one is given) with `address` filled in where known."""
    if rows.is_empty():
        return rows
    emails = _mails(facts, rows)
    stated = _stated(facts, rows)
    trait = pl.col("channel").replace_strict(dict(TRAITS), default=None, return_dtype=pl.String)
    found = (
        rows.with_columns(trait=trait)
        .join(emails, on="customer_key", how="left", maintain_order="left")
        .join(
            stated,
            left_on=["customer_key", "trait"],
            right_on=["customer_key", "key"],
            how="left",
            maintain_order="left",
        )
    )
    own = (
        pl.when(pl.col("channel") == "email")
        .then(pl.col("email"))
        .when(pl.col("channel").is_in(_NEEDLESS))
        .then(pl.lit(""))
        .otherwise(pl.col("value"))
    )
    found = found.with_columns(address=pl.coalesce("address", own))
    return (_as_of_then(facts, found) if facts.grounds.has_every_trait else found).select(rows.columns)


def _as_of_then(facts: Facts, found: pl.DataFrame) -> pl.DataFrame:
    """Looking back: without the addresses that were not known yet `at` the row's moment."""
    asked = found.select("customer_key").unique()
    since = facts.ask(_first_stated, asked_addresses=asked)
    told = pl.when(pl.col("channel") == "email").then(pl.lit("email")).otherwise("trait")
    known = found.with_columns(told=told).join(
        since,
        left_on=["customer_key", "told"],
        right_on=["customer_key", "key"],
        how="left",
        maintain_order="left",
    )
    is_later = (pl.col("since") > pl.col("at")).fill_null(False)
    return known.with_columns(address=pl.when(~is_later).then("address"))


def _mails(facts: Facts, rows: pl.DataFrame) -> pl.DataFrame:
    """`customer_key` and `email` of those who are written a mail; nothing is asked where nobody is."""
    asked = rows.filter(pl.col("channel") == "email").select("customer_key").unique()
    if asked.is_empty():
        return pl.DataFrame(schema={"customer_key": pl.Int64, "email": pl.String})
    return facts.ask(_emails, asked_addresses=asked)


def _stated(facts: Facts, rows: pl.DataFrame) -> pl.DataFrame:
    """`customer_key`, `key` and `value` of the traits that hold addresses; nothing is asked where none is needed."""
    asked = rows.filter(pl.col("channel").is_in(list(TRAITS))).select("customer_key").unique()
    if asked.is_empty():
        return pl.DataFrame(schema={"customer_key": pl.Int64, "key": pl.String, "value": pl.String})
    text = pl.col("value").map_elements(_text, return_dtype=pl.String)
    return facts.ask(_traits, asked_addresses=asked).with_columns(value=text)


def _text(value: str) -> str:
    """A trait's JSON as the text it stands for: a string without its quotes, anything else as it is written."""
    is_text = len(value) >= 2 and value[0] == '"' == value[-1]
    if not is_text:
        return value
    decoded = msgspec.json.decode(value)
    return decoded if isinstance(decoded, str) else value


def _asked() -> ir.Table:
    return ibis.table({"customer_key": "int64"}, name="asked_addresses")


def _first_stated(grounds: Grounds, world: World) -> ir.Table:
    keys = grounds.traits.key.cases(("Email", "email"), else_=grounds.traits.key)
    stated = grounds.traits.mutate(key=keys).semi_join(_asked(), "customer_key")
    wanted = stated.filter(stated.key.isin(["email", *sorted(set(TRAITS.values()))]))
    return wanted.group_by(["customer_key", "key"]).agg(since=wanted["at"].min())


def _emails(grounds: Grounds, world: World) -> ir.Table:
    return CUSTOMERS.rows.semi_join(_asked(), "customer_key").select("customer_key", "email")


def _traits(grounds: Grounds, world: World) -> ir.Table:
    traits = grounds.traits.filter(grounds.traits.key.isin(sorted(set(TRAITS.values()))))
    wanted = traits.semi_join(_asked(), "customer_key")
    return wanted.group_by(["customer_key", "key"]).agg(value=lambda rows: rows.value.argmax(rows["at"]))

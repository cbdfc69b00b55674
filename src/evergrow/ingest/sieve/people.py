"""What records say about customers: who is who, what is true of them, and what they agreed to."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import polars as pl
from msgspec import Raw

from evergrow.ingest.sieve.tidy import keyed

_decode_traits = msgspec.json.Decoder(dict[str, Raw]).decode
_ADDRESSES = ("email", "phone")
_NO_ADDRESS = ["null", '""']


def links_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Who is who, each pair once with the earliest record that says so.

    A record with a user id and a device's id links the two. An alias names an earlier id without telling
    whether it was a user's or a device's, so both are linked: the one that never existed has no events
    and changes nothing.
    """
    user, device, previous = (pl.col(name) for name in ("user_id", "anonymous_id", "previous_id"))
    said = ("message_id", "at")
    person = ("user:" + user).alias("other_identity")
    both = frame.filter(user.is_not_null() & device.is_not_null())
    parts = [
        both.select(("anon:" + device).alias("identity"), person, pl.lit("identify").alias("kind"), *said)
    ]
    aliases = frame.filter((pl.col("type") == "alias") & (previous != user))
    for kind in ("anon:", "user:"):
        parts.append(
            aliases.select((kind + previous).alias("identity"), person, pl.lit("alias").alias("kind"), *said)
        )
    links = pl.concat(parts).sort("at", maintain_order=True)
    links = links.unique(["identity", "other_identity", "kind"], keep="first", maintain_order=True)
    return links.with_columns(identity_key=keyed(links["identity"]), other_key=keyed(links["other_identity"]))


def identities_of(frame: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Every identity that the batch mentions, with its key."""
    names = ("identity_key", "identity")
    others = links.select(
        pl.col("other_key").alias("identity_key"), pl.col("other_identity").alias("identity")
    )
    return pl.concat([frame.select(names), links.select(names), others]).unique(
        "identity_key", keep="first", maintain_order=True
    )


def traits_of(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each trait of identify and group calls, in the order of the records."""
    stated = frame.filter(
        (pl.col("type") == "group") | ((pl.col("type") == "identify") & pl.col("traits").is_not_null())
    )
    rows = stated.select("type", "group_id", "traits", "identity_key", "at", "message_id").rows()
    return pl.DataFrame(
        [
            (identity, key, value, at, message)
            for kind, group_id, text, identity, at, message in rows
            for key, value in _pairs(kind, group_id, text)
        ],
        schema={
            "identity_key": pl.Int64,
            "key": pl.String,
            "value": pl.String,
            "at": frame.schema["at"],
            "message_id": pl.String,
        },
        orient="row",
    )


def _pairs(kind: str, group_id: str, text: str | None) -> Iterator[tuple[str, str]]:
    prefix = ""
    if kind == "group":
        prefix = "group."
        yield "group.id", msgspec.json.encode(group_id).decode()
    for key, value in _decode_traits(text or "{}").items():
        yield prefix + key, bytes(value).decode()


def put_is_known(frame: pl.DataFrame, traits: pl.DataFrame) -> pl.DataFrame:
    """Add `is_known`: the record carries a user id, or states an address."""
    addresses = traits.filter(pl.col("key").is_in(_ADDRESSES) & ~pl.col("value").is_in(_NO_ADDRESS))
    return frame.with_columns(
        is_known=pl.col("user_id").is_not_null()
        | pl.col("message_id").is_in(addresses["message_id"].implode())
    )

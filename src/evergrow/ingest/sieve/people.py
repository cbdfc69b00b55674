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
    all_rows = frame.lazy()
    both = all_rows.filter(user.is_not_null() & device.is_not_null())
    aliases = all_rows.filter((pl.col("type") == "alias") & (previous != user))
    said = [
        rows.select(
            identity=kind + other,
            other_identity="user:" + user,
            kind=pl.lit(told),
            message_id="message_id",
            at="at",
        )
        for rows, kind, other, told in (
            (both, "anon:", device, "identify"),
            (aliases, "anon:", previous, "alias"),
            (aliases, "user:", previous, "alias"),
        )
    ]
    links = pl.concat(said).sort("at", maintain_order=True).collect()
    if len(links) > 1:
        links = links.unique(["identity", "other_identity", "kind"], keep="first", maintain_order=True)
    return links.hstack(
        [
            keyed(links["identity"]).alias("identity_key"),
            keyed(links["other_identity"]).alias("other_key"),
        ]
    )


def identities_of(frame: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Every identity that the batch mentions, with its key."""
    mentioned = pl.DataFrame([frame["identity_key"], frame["identity"]])
    for key, name in (("identity_key", "identity"), ("other_key", "other_identity")):
        mentioned = mentioned.vstack(
            pl.DataFrame([links[key].alias("identity_key"), links[name].alias("identity")])
        )
    return mentioned.unique("identity_key", keep="first", maintain_order=True)


def traits_of(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each trait of identify and group calls, in the order of the records."""
    stated = frame.filter(
        (pl.col("type") == "group") | ((pl.col("type") == "identify") & pl.col("traits").is_not_null())
    )
    owners: list[int] = []
    keys: list[str] = []
    values: list[str] = []
    columns = (stated["type"], stated["group_id"], stated["traits"])
    for owner, (kind, group_id, text) in enumerate(zip(*columns, strict=True)):
        for key, value in _pairs(kind, group_id, text):
            owners.append(owner)
            keys.append(key)
            values.append(value)
    stating = pl.DataFrame([stated[name] for name in ("identity_key", "at", "message_id")])[owners]
    return stating.hstack([pl.Series("key", keys, pl.String), pl.Series("value", values, pl.String)])


def _pairs(kind: str, group_id: str, text: str | None) -> Iterator[tuple[str, str]]:
    prefix = ""
    if kind == "group":
        prefix = "group."
        yield "group.id", msgspec.json.encode(group_id).decode()
    for key, value in _decode_traits(text or "{}").items():
        yield prefix + key, _spelled(bytes(value).decode())


def _spelled(value: str) -> str:
    """JSON as we write it: many senders write é as an escape, which nobody who compares or shows texts expects."""
    if "\\" not in value:
        return value
    try:
        return msgspec.json.encode(msgspec.json.decode(value)).decode()
    except (msgspec.DecodeError, UnicodeError):  # half a character
        return value


def put_is_known(frame: pl.DataFrame, traits: pl.DataFrame) -> pl.DataFrame:
    """Add `is_known`: the record carries a user id, or states an address."""
    addresses = traits.filter(pl.col("key").is_in(_ADDRESSES) & ~pl.col("value").is_in(_NO_ADDRESS))
    return frame.with_columns(
        is_known=pl.col("user_id").is_not_null()
        | pl.col("message_id").is_in(addresses["message_id"].implode())
    )

"""Fill in what a record may leave out: blanks, times, names, the identity and the message's id."""

from __future__ import annotations

import hashlib

import msgspec
import polars as pl

from evergrow.kernel import keys_of

_IDS = ("message_id", "name", "user_id", "anonymous_id", "previous_id", "group_id")
_CONTENT = ("type", "name", "user_id", "anonymous_id", "previous_id", "group_id", "properties", "traits")
_MANY = 1_000
_NAMES = {
    "identify": "Identified",
    "page": "Page Viewed",
    "screen": "Screen Viewed",
    "group": "Grouped",
    "alias": "Aliased",
}


def put_nulls(frame: pl.DataFrame) -> pl.DataFrame:
    """A blank id is no id."""
    used = [name for name in _IDS if frame[name].null_count() < len(frame)]
    tidy = [pl.col(name).str.strip_chars() for name in used]
    return frame.with_columns(tidy).with_columns(pl.when(pl.col(name) != "").then(name) for name in used)


def put_times(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `at`: the timestamp, moved by how far the sender's clock is off.

    at = timestamp + (received_at - sent_at), so the travel time of the request counts as skew too.

    Source:
        https://segment.com/docs/connections/spec/common/#timestamps
    """
    skew = (pl.col("received_at") - pl.col("sent_at")).fill_null(pl.duration(microseconds=0))
    return frame.with_columns(at=pl.coalesce(pl.col("timestamp") + skew, pl.col("received_at")))


def put_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Events that are no tracks get a name; what they named themselves stays as a property."""
    found = set(frame["type"].unique())
    if found <= {"track"}:
        return frame
    for kinds, column, key in (
        (("page", "screen"), "name", "name"),
        (("group",), "group_id", "group_id"),
        (("alias",), "previous_id", "previous_id"),
    ):
        if found.intersection(kinds):
            frame = _put_property(frame, kinds, column, key)
    return frame.with_columns(name=pl.col("type").replace_strict(_NAMES, default=pl.col("name")))


def _put_property(frame: pl.DataFrame, kinds: tuple[str, ...], column: str, key: str) -> pl.DataFrame:
    has_none = ~pl.col("properties").fill_null("{}").str.contains(f'"{key}"', literal=True)
    wanted = pl.col("type").is_in(kinds) & pl.col(column).is_not_null() & has_none
    values = frame.filter(wanted)[column].unique()
    if values.is_empty():
        return frame
    quoted = {value: f'{{"{key}":{msgspec.json.encode(value).decode()}' for value in values}
    start = pl.col(column).replace_strict(quoted, default=None, return_dtype=pl.String)
    rest = pl.col("properties").fill_null("{}").str.slice(1).str.strip_chars_start()
    rest = pl.when(rest == "}").then(rest).otherwise("," + rest)
    return frame.with_columns(properties=pl.when(wanted).then(start + rest).otherwise("properties"))


def put_identities(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `identity` and `identity_key`: who did it, the person where known and else the device."""
    person, device = "user:" + pl.col("user_id"), "anon:" + pl.col("anonymous_id")
    frame = frame.with_columns(identity=pl.coalesce(person, device))
    return frame.with_columns(identity_key=keyed(frame["identity"]))


def put_message_ids(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `message_key`, and where the sender gave no id, one made of the content.

    The same content has the same id, so sending it twice counts once. Content without a timestamp
    happened when it was received: then that moment is part of the content.
    """
    if frame["message_id"].null_count():
        moment = pl.coalesce("timestamp", "received_at").dt.epoch("us")
        content = pl.concat_str([*_CONTENT, moment], separator="\x1f", ignore_nulls=False)
        texts = frame.with_columns(pl.col(_CONTENT).fill_null("\x1e")).select(
            pl.when(frame["message_id"].is_null()).then(content)
        )
        made = texts.to_series().map_elements(_made, return_dtype=pl.String)
        frame = frame.with_columns(message_id=pl.coalesce("message_id", made))
    return frame.with_columns(message_key=pl.Series(keys_of(frame["message_id"]), dtype=pl.Int64))


def keyed(texts: pl.Series) -> pl.Series:
    """The key of each text; where there are many, texts that repeat are hashed once."""
    if len(texts) < _MANY:
        return pl.Series(keys_of(texts), dtype=pl.Int64)
    unique = texts.unique()
    return texts.replace_strict(unique, pl.Series(keys_of(unique), dtype=pl.Int64), return_dtype=pl.Int64)


def _made(content: str) -> str:
    return "content-" + hashlib.md5(content.encode(), usedforsecurity=False).hexdigest()

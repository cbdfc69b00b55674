"""What every dialect gives: records in columns, and those it could not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from evergrow.ingest.quarantined import Quarantined
from evergrow.storage.log import LoggedEntry

INSTANT = pl.Datetime("us", "UTC")
_TEXTS = ("type", "message_id", "name", "user_id", "anonymous_id", "previous_id", "group_id")
FRAME = pl.Schema(
    dict.fromkeys(_TEXTS, pl.String)
    | {"timestamp": INSTANT, "sent_at": INSTANT}
    | dict.fromkeys(("properties", "traits", "context"), pl.String)
    | {"position": pl.Int64, "ordinal": pl.Int32, "source_id": pl.String, "received_at": INSTANT}
)
"""RECORDS, and where each record stands in the log."""


@dataclass(frozen=True)
class Reading:
    """`records` has the columns of FRAME, in the order of the entries and of the records inside them."""

    records: pl.DataFrame
    quarantined: list[Quarantined] = field(default_factory=list)


@dataclass(frozen=True)
class Dialect:
    """How to read entries, to quote records of an entry, and to send a quoted (mended) record again.

    `quote(entry, ordinals)` gives the text of each of these records; `wrap(text, detail)` the body of an
    entry of the same `detail` that holds just that record.
    """

    read: Callable[[Sequence[LoggedEntry]], Reading]
    quote: Callable[[LoggedEntry, Sequence[int]], list[str]]
    wrap: Callable[[str, str], bytes]


def rejected(entry: LoggedEntry, ordinal: int, reason: str, what: str, record: str) -> Quarantined:
    """A record of `entry` that is set aside."""
    return Quarantined(
        source_id=entry.source_id,
        position=entry.position,
        ordinal=ordinal,
        reason=reason,
        what=what,
        record=record,
        received_at=entry.received_at,
        dialect=entry.dialect,
        detail=entry.detail,
    )


def instants(texts: pl.Series) -> pl.Series:
    """ISO 8601 text as instants, null where it is no date. Without an offset it is read as UTC."""
    read = texts.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
    if read.null_count() == texts.null_count():
        return read
    unread = (read.is_null() & texts.is_not_null()).arg_true()
    return read.scatter(unread, _lenient(texts.gather(unread)))


def _lenient(texts: pl.Series) -> pl.Series:
    whole = (
        texts.str.strip_chars()
        .str.replace(r"^(\d{4}-\d\d-\d\d)$", "${1}T00:00:00")
        .str.replace(r"([T ]\d\d:\d\d)([Zz+-]|$)", "${1}:00${2}")
        .str.replace(r"([+-]\d\d)(\d\d)$", "${1}:${2}")
        .str.replace(r"([T ]\d\d:\d\d:\d\d(?:\.\d+)?)$", "${1}Z")
    )
    return whole.str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)


def placed(records: pl.DataFrame, entries: Sequence[LoggedEntry], counts: Sequence[int]) -> pl.DataFrame:
    """`records` with their places in the log: entry i holds the next `counts[i]` of them."""
    sizes = np.asarray(counts, dtype=np.int64)
    homes = pl.DataFrame(
        {
            "position": pl.Series([entry.position for entry in entries], dtype=pl.Int64),
            "source_id": pl.Series([entry.source_id for entry in entries], dtype=pl.String),
            "received_at": pl.Series([entry.received_at for entry in entries], dtype=INSTANT),
        }
    )[np.repeat(np.arange(len(entries)), sizes)]
    first = np.cumsum(sizes) - sizes
    ordinals = np.arange(len(records)) - np.repeat(first, sizes)
    return records.hstack(homes).with_columns(ordinal=pl.Series(ordinals, dtype=pl.Int32))

"""From bodies of requests to columns. A whole request at once; event by event only where that fails."""

from __future__ import annotations

from collections.abc import Sequence, Set

import msgspec
import polars as pl
import pyarrow as pa
from msgspec import Raw

from evergrow.ingest.dialects.reading import FRAME, Reading, rejected
from evergrow.ingest.dialects.segment.columns import Request, columns
from evergrow.ingest.dialects.segment.spec import (
    BATCHES,
    EVENT_BYTES,
    Message,
    RawBatch,
    decode_batch,
    decode_message,
    decode_raw_batch,
)
from evergrow.ingest.quarantined import Quarantined
from evergrow.storage.log import LoggedEntry

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)  # DecodeError includes wrong types
_SAFE_BYTES = EVENT_BYTES * 3 // 4  # JSON columns below this leave 8 KB for ids and names, which are shorter


def read(entries: Sequence[LoggedEntry]) -> Reading:
    """All events of these entries, and those that cannot be read."""
    quarantined: list[Quarantined] = []
    frame = _frame(entries, quarantined, frozenset())
    suspects = (
        {entry.position for entry in entries if not _is_utf8(entry.body)} if frame is None else _large(frame)
    )
    if frame is None or suspects:
        quarantined.clear()
        frame = _frame(entries, quarantined, suspects)
        assert frame is not None, "every event was checked to be UTF-8"
    unread = frame["timestamp"].is_null() & frame["timestamp_text"].is_not_null()
    if unread.any():
        quarantined += _undated(frame.filter(unread), entries)
        frame = frame.filter(~unread)
    return Reading(frame.select(FRAME.names()), quarantined)


def _frame(
    entries: Sequence[LoggedEntry], quarantined: list[Quarantined], suspects: Set[int]
) -> pl.DataFrame | None:
    """All events in columns, those of `suspects` looked at one by one; None where bytes are not UTF-8."""
    requests = [
        _one_by_one(entry, quarantined) if entry.position in suspects else _request(entry, quarantined)
        for entry in entries
    ]
    try:
        return columns(entries, requests)
    except pa.ArrowInvalid:
        return None


def _large(frame: pl.DataFrame) -> set[int]:
    """The entries with an event that may be too large."""
    sizes = pl.sum_horizontal(pl.col("properties", "traits", "context").str.len_bytes())
    return set(frame.filter(sizes > _SAFE_BYTES)["position"])


def quote(entry: LoggedEntry, ordinals: Sequence[int]) -> list[str]:
    """The text of these events, each with what its batch said for it, so that it can stand alone."""
    if entry.detail not in BATCHES:
        return [entry.body.decode(errors="replace")] * len(ordinals)
    batch = decode_raw_batch(entry.body)
    return [_alone(batch.batch[ordinal], batch) for ordinal in ordinals]


def wrap(text: str, detail: str) -> bytes:
    """A single event is its own body; one of a batch, a batch of one; a whole batch stays what it is."""
    if detail not in BATCHES:
        return text.encode()
    try:
        decode_raw_batch(text)
    except _UNREADABLE:
        return b'{"batch":[' + text.encode() + b"]}"
    return text.encode()


def _request(entry: LoggedEntry, quarantined: list[Quarantined]) -> Request:
    try:
        if entry.detail in BATCHES:
            batch = decode_batch(entry.body)
            return Request(batch.batch, None, batch.sentAt, batch.context)
        if len(entry.body) <= EVENT_BYTES:
            message = decode_message(entry.body)
            message.type = entry.detail
            return Request([message])
    except _UNREADABLE:
        pass
    return _one_by_one(entry, quarantined)


def _one_by_one(entry: LoggedEntry, quarantined: list[Quarantined]) -> Request:
    try:
        batch = decode_raw_batch(entry.body) if entry.detail in BATCHES else RawBatch([Raw(entry.body)])
    except _UNREADABLE as error:
        reason, what = _why(error)
        quarantined.append(rejected(entry, 0, reason, what, entry.body.decode(errors="replace")))
        return Request([])
    messages: list[Message] = []
    ordinals: list[int] = []
    for ordinal, raw in enumerate(batch.batch):
        try:
            message = _message(bytes(raw))
        except (*_UNREADABLE, _TooLarge) as error:
            reason, what = _why(error)
            quarantined.append(rejected(entry, ordinal, reason, what, _alone(raw, batch)))
            continue
        if entry.detail not in BATCHES:
            message.type = entry.detail
        messages.append(message)
        ordinals.append(ordinal)
    return Request(messages, ordinals, batch.sentAt, batch.context)


class _TooLarge(Exception):
    pass


def _message(body: bytes) -> Message:
    if len(body) > EVENT_BYTES:
        raise _TooLarge(f"The event has {len(body):,} bytes; at most {EVENT_BYTES:,} are taken.")
    body.decode()
    return decode_message(body)


def _why(error: Exception) -> tuple[str, str]:
    """The reason and the sentence for what went wrong."""
    match error:
        case _TooLarge():
            return "event_too_large", str(error)
        case UnicodeDecodeError():
            return "invalid_utf8", f"The text is not UTF-8 at byte {error.start}."
        case RecursionError():
            return "too_deep", "The event is nested too deeply to be read."
        case msgspec.ValidationError():
            return "wrong_type", f"{error}."
        case _:
            return "broken_json", f"{error}."


def _alone(raw: Raw, batch: RawBatch) -> str:
    text = bytes(raw).decode(errors="replace")
    extras: dict[str, str | Raw] = {"sentAt": batch.sentAt} if batch.sentAt and '"sentAt"' not in text else {}
    if batch.context and bytes(batch.context) != b"null" and '"context"' not in text:
        extras["context"] = batch.context
    if not extras or not text.endswith("}"):
        return text
    more = msgspec.json.encode(extras).decode(errors="replace")[1:]
    return text[:-1].rstrip() + ("," if text[:-1].strip() != "{" else "") + more


def _undated(frame: pl.DataFrame, entries: Sequence[LoggedEntry]) -> list[Quarantined]:
    homes = {entry.position: entry for entry in entries}
    undated: list[Quarantined] = []
    for position, ordinal, text in frame.select("position", "ordinal", "timestamp_text").iter_rows():
        entry = homes[position]
        record = quote(entry, [ordinal])[0]
        what = f"The timestamp '{text[:60]}' is not a date."
        undated.append(rejected(entry, ordinal, "date_unreadable", what, record))
    return undated


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True

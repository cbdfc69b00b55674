"""From uploads to records: a profile is an identify, an event is a track, `Charged` is a completed order.

`$D_` dates become ISO 8601. The profile's Name, Email and Phone become the traits every dialect shares;
other fields keep their names.

See     https://developer.clevertap.com/docs/upload-events-api
        https://developer.clevertap.com/docs/upload-user-profiles-api
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import polars as pl
from msgspec import Raw

from evergrow.ingest.dialects.reading import FRAME, Reading, placed, rejected
from evergrow.ingest.quarantined import Quarantined
from evergrow.storage.log import LoggedEntry

_TYPES: Final = {"event": "track", "profile": "identify"}
_TRAITS: Final = {"Name": "name", "Email": "email", "Phone": "phone"}
_ORDER: Final = {"Charged ID": "order_id", "Amount": "total", "Currency": "currency", "Items": "products"}
_DATE: Final = re.compile(rb'"\$D_(-?\d{1,15})"')
_LAST_SECOND: Final = 253_402_300_799  # of the year 9999
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_Id = str | int | None


class _Record(msgspec.Struct, gc=False):
    type: str | None = None
    identity: _Id = None
    objectId: _Id = None
    FBID: _Id = None
    GPID: _Id = None
    ts: int | float | None = None
    evtName: str | None = None
    evtData: dict[str, Raw] | None = None
    profileData: dict[str, Raw] | None = None


class _Upload(msgspec.Struct, gc=False):
    d: list[Raw]


_decode_upload = msgspec.json.Decoder(_Upload).decode
_decode_record = msgspec.json.Decoder(_Record, strict=True).decode
_encode = msgspec.json.encode


class _Unfit(Exception):
    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason


def read(entries: Sequence[LoggedEntry]) -> Reading:
    """All records of these uploads, and those that cannot be read."""
    rows: list[dict[str, Any]] = []
    counts: list[int] = []
    ordinals: list[int] = []
    quarantined: list[Quarantined] = []
    for entry in entries:
        before = len(rows)
        try:
            records = _decode_upload(entry.body).d
        except _UNREADABLE as error:
            reason, what = _why(error)
            quarantined.append(rejected(entry, 0, reason, what, entry.body.decode(errors="replace")))
            records = []
        for ordinal, raw in enumerate(records):
            try:
                rows.append(_row(bytes(raw)))
                ordinals.append(ordinal)
            except (*_UNREADABLE, _Unfit) as error:
                reason, what = _why(error)
                quarantined.append(
                    rejected(entry, ordinal, reason, what, bytes(raw).decode(errors="replace"))
                )
        counts.append(len(rows) - before)
    columns = {name: kind for name, kind in FRAME.items() if name in _ROW}
    frame = placed(pl.DataFrame(rows, schema=columns), entries, counts)
    empty = {name: pl.lit(None, dtype=kind) for name, kind in FRAME.items() if name not in frame.columns}
    frame = frame.with_columns(ordinal=pl.Series(ordinals, dtype=pl.Int32), **empty)
    return Reading(frame.select(FRAME.names()), quarantined)


def quote(entry: LoggedEntry, ordinals: Sequence[int]) -> list[str]:
    """The text of these records."""
    records = _decode_upload(entry.body).d
    return [bytes(records[ordinal]).decode(errors="replace") for ordinal in ordinals]


def wrap(text: str, _detail: str) -> bytes:
    """An upload of one record; a whole upload stays what it is."""
    try:
        _decode_upload(text)
    except _UNREADABLE:
        return b'{"d":[' + text.encode() + b"]}"
    return text.encode()


_ROW: Final = ("type", "name", "user_id", "anonymous_id", "timestamp", "properties", "traits")


def _row(raw: bytes) -> dict[str, Any]:
    raw.decode()
    record = _decode_record(_DATE.sub(_iso, raw))
    return {
        "type": _TYPES.get(record.type or "", None),
        "name": "Order Completed" if record.evtName == "Charged" else record.evtName,
        "user_id": _user(record),
        "anonymous_id": None if record.objectId is None else str(record.objectId),
        "timestamp": _instant(record.ts),
        "properties": _renamed(record.evtData, _ORDER if record.evtName == "Charged" else {}),
        "traits": _renamed(record.profileData, _TRAITS),
    }


def _user(record: _Record) -> str | None:
    if record.identity is not None:
        return str(record.identity)
    for network, value in (("fbid", record.FBID), ("gpid", record.GPID)):
        if value is not None:
            return f"{network}:{value}"
    return None


def _renamed(data: dict[str, Raw] | None, names: dict[str, str]) -> str | None:
    if data is None:
        return None
    return _encode({names.get(key, key): value for key, value in data.items()}).decode()


def _instant(seconds: float | None) -> datetime | None:
    if seconds is None:
        return None
    if not 0 <= seconds <= _LAST_SECOND:
        raise _Unfit("date_out_of_range", f"'ts' is {seconds}; it is counted in seconds since 1970.")
    return _EPOCH + timedelta(seconds=seconds)


def _iso(found: re.Match[bytes]) -> bytes:
    seconds = int(found[1])
    if not -_LAST_SECOND / 4 < seconds <= _LAST_SECOND:
        raise _Unfit("date_unreadable", f"'$D_{seconds}' is no date in seconds since 1970.")
    return f'"{(_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")}"'.encode()


def _why(error: Exception) -> tuple[str, str]:
    match error:
        case _Unfit():
            return error.reason, str(error)
        case UnicodeDecodeError():
            return "invalid_utf8", f"The text is not UTF-8 at byte {error.start}."
        case RecursionError():
            return "too_deep", "The record is nested too deeply to be read."
        case msgspec.ValidationError():
            return "wrong_type", f"{error}."
        case _:
            return "broken_json", f"{error}."

"""CleverTap's upload API, answered in CleverTap's own words.

See     https://developer.clevertap.com/docs/upload-events-api and /docs/api-errors for the codes.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw
from starlette.types import Receive, Scope, Send

from evergrow.ingest import Quarantined, take_in
from evergrow.kernel import Refusal
from evergrow.storage.log import Entry, Log, LoggedEntry
from evergrow.web.collect.answers import answer
from evergrow.web.collect.body import read_body
from evergrow.web.collect.senders import Senders

REQUEST_BYTES: Final = 5 * 1024 * 1024  # a thousand records of 5 KB
UPLOAD_RECORDS: Final = 1_000
CONCURRENT_UPLOADS: Final = 15
_JUDGES: Final = 2
_CODES: Final = {
    "missing_event_name": 509,
    "missing_id": 523,
    "placeholder_id": 523,
    "unknown_type": 524,
    "date_unreadable": 525,
    "date_too_old": 525,
    "date_in_future": 525,
    "date_out_of_range": 525,
}
_INVALID_STRUCTURE: Final = 512


class _Upload(msgspec.Struct, gc=False):
    d: list[Raw]


class _Unprocessed(msgspec.Struct):
    status: str
    code: int
    error: str
    record: Raw


class _Answer(msgspec.Struct):
    status: str
    processed: int
    unprocessed: list[_Unprocessed]


class _Fail(msgspec.Struct):
    status: str
    code: int
    error: str


class _Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


_decode = msgspec.json.Decoder(_Upload).decode


class CleverTapApi:
    """Takes uploads of profiles and events."""

    def __init__(self, log: Log, senders: Senders, now: Callable[[], datetime]) -> None:
        self._log = log
        self._senders = senders
        self._now = now
        self._under_way: Counter[str] = Counter()
        self._judging = asyncio.Semaphore(_JUDGES)

    async def take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep one upload; the answer counts what was processed and lists what was not, and why."""
        headers = dict(scope["headers"])
        account = headers.get(b"x-clevertap-account-id", b"").decode("latin-1")
        try:
            source_id = self._authorized(account, headers.get(b"x-clevertap-passcode", b""))
            if self._under_way[account] >= CONCURRENT_UPLOADS:
                raise _Refused(
                    429, f"Too many concurrent requests: at most {CONCURRENT_UPLOADS} of an account"
                )
            self._under_way[account] += 1
            try:
                is_rehearsal = b"dryRun=1" in scope["query_string"]
                found = await self._kept(
                    source_id, await read_body(receive, headers, REQUEST_BYTES), is_rehearsal
                )
            finally:
                self._under_way[account] -= 1
            await answer(send, 200, found)
        except _Refused as no:
            await answer(send, no.status, _fail(no.status, str(no)))
        except Refusal as no:
            await answer(send, no.status, _fail(no.status, no.problems[0].what))

    def _authorized(self, account: str, passcode: bytes) -> str:
        source = self._senders.named(account) if account else None
        if (
            source is None
            or not source.passcode
            or not secrets.compare_digest(source.passcode.encode(), passcode)
        ):
            raise _Refused(401, "Account id or passcode is wrong")
        return source.id

    async def _kept(self, source_id: str, body: bytes, is_rehearsal: bool) -> bytes:
        records = _records(body)
        entry = Entry(source_id, "clevertap", "upload", body, self._now())
        if not is_rehearsal:
            await self._log.append(entry)
        async with self._judging:
            aside = await asyncio.to_thread(_set_aside, entry)
        processed = len(records) - len(aside)
        status = "success" if not aside else "partial" if processed else "fail"
        return msgspec.json.encode(_Answer(status, processed, [_unprocessed(one, records) for one in aside]))


def _records(body: bytes) -> list[Raw]:
    try:
        records = _decode(body).d
    except msgspec.ValidationError as error:
        raise _Refused(400, f"The payload has another shape: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _Refused(400, f"Invalid JSON payload: {error}") from None
    if len(records) > UPLOAD_RECORDS:
        raise _Refused(400, f"{len(records):,} records in one call; at most {UPLOAD_RECORDS:,} are taken")
    return records


def _set_aside(entry: Entry) -> list[Quarantined]:
    logged = LoggedEntry(entry.source_id, entry.dialect, entry.detail, entry.body, entry.received_at, 0)
    return sorted(take_in([logged]).quarantined, key=lambda one: one.ordinal)


def _unprocessed(one: Quarantined, records: list[Raw]) -> _Unprocessed:
    record = records[one.ordinal]
    if one.reason == "invalid_utf8":
        record = Raw(msgspec.json.encode(one.record))
    return _Unprocessed("fail", _CODES.get(one.reason, _INVALID_STRUCTURE), one.what, record)


def _fail(code: int, error: str) -> bytes:
    return msgspec.json.encode(_Fail("fail", code, error))

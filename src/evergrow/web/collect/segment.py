"""Segment's tracking API: read the request, keep it, answer. Reading it closely is `ingest`'s work, later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Raw
from starlette.types import Receive, Scope, Send

from evergrow.ingest import REASONS, Quarantined, is_plainly_good, judge
from evergrow.kernel import Refusal, refuse
from evergrow.storage.log import Entry, Log
from evergrow.web.collect.answers import answer
from evergrow.web.collect.body import read_body
from evergrow.web.collect.senders import Senders, basic_user

REQUEST_BYTES: Final = 500 * 1024
BATCH_EVENTS: Final = 2_500
EVENT_KINDS: Final = ("track", "identify", "page", "screen", "group", "alias")
ADDRESSES: Final = {
    **{f"/v1/{kind}": kind for kind in (*EVENT_KINDS, "batch", "import")},
    **{f"/v1/{kind[0]}": kind for kind in (*EVENT_KINDS, "batch")},  # as analytics.js shortens them
}
"""Path -> what it takes. `/v1/m` is analytics.js's own metrics: taken and forgotten, see the collector."""

SUCCESS: Final = b'{"success":true}'
_JUDGES: Final = 2  # events in doubt that are looked at at once, beside the loop


class _Batch(msgspec.Struct, gc=False):
    batch: list[Raw]
    writeKey: str | None = None


class _Single(msgspec.Struct, gc=False):
    writeKey: str | None = None


_decode_batch = msgspec.json.Decoder(_Batch).decode
_decode_single = msgspec.json.Decoder(_Single).decode


class SegmentApi:
    """Takes single events and batches."""

    def __init__(self, log: Log, senders: Senders, now: Callable[[], datetime]) -> None:
        self._log = log
        self._senders = senders
        self._now = now
        self._judging = asyncio.Semaphore(_JUDGES)

    async def take(self, kind: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep one request and answer it.

        Raises:
            Refusal: the request cannot be taken, or its single event was taken but will be set aside.
        """
        headers = dict(scope["headers"])
        user = basic_user(headers.get(b"authorization"))
        source = self._senders.authorized(user) if user else None
        body = await read_body(receive, headers, REQUEST_BYTES)
        is_batch = kind in ("batch", "import")
        named = _checked_batch(body).writeKey if is_batch else None
        if source is None:
            source = self._senders.authorized(named if is_batch else _named(body))
        entry = Entry(source.id, "segment", kind, body, self._now())
        await self._log.append(entry)
        if not is_batch and not is_plainly_good(kind, body, entry.received_at):
            await self._look_closer(entry)
        await answer(send, 200, SUCCESS)

    async def _look_closer(self, entry: Entry) -> None:
        async with self._judging:
            found = await asyncio.to_thread(judge, entry)
        if found is not None:
            raise kept_but_set_aside(found)


def kept_but_set_aside(found: Quarantined) -> Refusal:
    """What the sender of a single event is told when it went to quarantine."""
    reason = REASONS[found.reason]
    return refuse(
        f"record.{reason.code}",
        f"{found.what} The event is kept in quarantine.",
        where="body",
        next_step=reason.next_step,
        status=413 if reason.code == "event_too_large" else 400,
    )


def _checked_batch(body: bytes) -> _Batch:
    """The batch, its events still unread.

    Raises:
        Refusal: `batch.broken_json`, `batch.wrong_type`, `batch.too_many_records`.
    """
    try:
        batch = _decode_batch(body)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _unreadable("batch.wrong_type", f"The batch has another shape: {error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unreadable("batch.broken_json", f"The batch cannot be read: {error}.") from None
    if len(batch.batch) > BATCH_EVENTS:
        raise refuse(
            "batch.too_many_records",
            f"The batch has {len(batch.batch):,} events; at most {BATCH_EVENTS:,} are taken at once.",
            where="batch",
            next_step="Send smaller batches.",
            status=413,
        )
    return batch


def _unreadable(code: str, what: str) -> Refusal:
    return refuse(code, what, where="body", next_step='Send {"batch": [event, ...]} as JSON in UTF-8.')


def _named(body: bytes) -> str | None:
    """The write key in the body of a single event; None where the body cannot even be read for it."""
    try:
        return _decode_single(body).writeKey
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None

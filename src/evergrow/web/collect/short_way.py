"""The short way of a single event: from a connection's bytes into the log and back, without a scope and a task.

What Uvicorn makes of a request for an application (a scope, a task, a coroutine for each message) costs several
times what is left to do with one event. So an event that comes in plain form, with a write key that is known and
nothing about it in doubt, is taken here. Everything else, and whatever is in doubt, goes Uvicorn's way to the
collector, byte for byte as it came: only there is anything refused, and the sender told what is wrong.

Holds   what the collector holds: success is answered only after the event is on disk, and in the order of requests.
Never   answers anything but success.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from evergrow.ingest import is_plainly_good
from evergrow.storage.log import Entry, Log
from evergrow.web.collect.segment import ADDRESSES, EVENT_KINDS, SUCCESS
from evergrow.web.collect.senders import FindSource, Senders, basic_user

_KINDS: Final = {
    b"POST %s HTTP/1.1" % path.encode(): kind for path, kind in ADDRESSES.items() if kind in EVENT_KINDS
}
_LINE: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")
_LONG_WAY: Final = frozenset(
    (b"content-encoding", b"transfer-encoding", b"expect", b"upgrade", b"http2-settings", b"trailer")
)
_LONGEST_HEAD: Final = 4_096
_LONGEST_BODY: Final = 32 * 1024
_MOST_HEADS: Final = 2_048  # remembered: a sender that keeps its connection says the same every time
_MOST_HELD: Final = 65_536  # bytes that wait behind a request, then the connection is not read from


@dataclass(frozen=True, slots=True)
class _Head:
    """What the head of a plain request says."""

    kind: str
    write_key: str
    body_bytes: int


class ShortWay:
    """What all connections of a server share."""

    def __init__(self, log: Log, find_source: FindSource, now: Callable[[], datetime]) -> None:
        self.keep = log.keep
        self._senders = Senders(find_source, now)
        self._now = now
        self._heads: dict[bytes, _Head | None] = {}
        self._answer = b""
        self._answer_headers: object = None

    def protocol(self) -> type[asyncio.Protocol]:
        """What Uvicorn's `http` setting wants: it makes the protocol of each connection."""
        return cast(type[asyncio.Protocol], partial(_Connection, self))

    def head(self, text: bytes) -> _Head | None:
        """What this head says, None where it is not for the short way."""
        try:
            return self._heads[text]
        except KeyError:
            if len(self._heads) >= _MOST_HEADS:
                self._heads.clear()
            return self._heads.setdefault(text, _read(text))

    def entry(self, head: _Head, body: bytes) -> Entry | None:
        """What to keep, None where anything is in doubt."""
        source = self._senders.named(head.write_key)
        now = self._now()
        if source is None or source.passcode is not None or not is_plainly_good(head.kind, body, now):
            return None
        return Entry(source.id, "segment", head.kind, body, now)

    def success(self, headers: list[tuple[bytes, bytes]]) -> bytes:
        """The answer, with the headers that the server puts into every one."""
        if headers is not self._answer_headers:
            lines = [b"%s: %s\r\n" % header for header in headers]
            self._answer_headers, self._answer = headers, _SUCCESS % b"".join(lines)
        return self._answer


class _Connection(HttpToolsProtocol):
    """Uvicorn's protocol, for as long as it has nothing under way of its own with the short way before it."""

    def __init__(self, way: ShortWay, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._way = way
        self._held = b""  # of a request that is not whole, or behind one that waits for its answer
        self._waiting: bytes | None = None  # the request that was handed to the log
        self._is_midway = False  # Uvicorn's parser is inside a request
        self._is_last = False
        self._answered_at = 0.0

    def data_received(self, data: bytes) -> None:
        if self._held:
            data, self._held = self._held + data, b""
        if self._waiting is not None:
            self._held = data
            if len(data) > _MOST_HELD:
                self.flow.pause_reading()
        elif not self._is_free() or not self._take(data):
            super().data_received(data)

    def on_message_begin(self) -> None:
        self._is_midway = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        self._is_midway = False
        super().on_message_complete()

    def shutdown(self) -> None:
        if self._waiting is None:
            super().shutdown()
        self._is_last = True

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is not used. One timer stays; setting it anew with each answer costs a tenth of one."""
        self.timeout_keep_alive_task = None
        since = self.loop.time() - self._answered_at
        is_used = self._waiting is not None or self._held or since < self.timeout_keep_alive
        if is_used and not self.transport.is_closing():
            self._time_out_in(max(1.0, self.timeout_keep_alive - since))
        else:
            super().timeout_keep_alive_handler()

    def _time_out_in(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def _is_free(self) -> bool:
        return not self._is_midway and (self.cycle is None or self.cycle.response_complete)

    def _take(self, data: bytes) -> bool:
        """Take the first request in `data` the short way, or hold it until it is whole; False: it is not for here."""
        end = data.find(b"\r\n\r\n")
        head = self._way.head(data[:end]) if 0 < end <= _LONGEST_HEAD else None
        if head is None:
            return False
        start, stop = end + 4, end + 4 + head.body_bytes
        if len(data) < stop:
            self._held = data
            return True
        entry = self._way.entry(head, data[start:stop])
        if entry is None:
            return False
        self._waiting, self._held = data[:stop], data[stop:]
        self._way.keep(entry, self._kept)
        return True

    def _kept(self, _position: int, error: Exception | None) -> None:
        request, self._waiting = self._waiting, None
        if self.transport.is_closing() or request is None:
            return
        if error is not None:
            super().data_received(
                request
            )  # nothing of it was kept: the collector tries again, or says why not
        else:
            self.transport.write(self._way.success(self.server_state.default_headers))
            self.server_state.total_requests += 1
            if self._is_last:
                self.transport.close()
                return
            self._answered_at = self.loop.time()
            if self.timeout_keep_alive_task is None:
                self._time_out_in(self.timeout_keep_alive)
        self.flow.resume_reading()
        if self._held:
            held, self._held = self._held, b""
            self.data_received(held)


def _read(text: bytes) -> _Head | None:
    first, *lines = text.split(b"\r\n")
    kind = _KINDS.get(first)
    if kind is None:
        return None
    fields: dict[bytes, bytes] = {}
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or (name := found[1].lower()) in fields:
            return None
        fields[name] = found[2].rstrip(b" \t")
    if not _LONG_WAY.isdisjoint(fields) or fields.get(b"connection", b"keep-alive").lower() != b"keep-alive":
        return None
    length, user = fields.get(b"content-length", b""), basic_user(fields.get(b"authorization"))
    if not user or not (length.isdigit() and int(length) <= _LONGEST_BODY):
        return None
    return _Head(kind, user, int(length))


_SUCCESS: Final = (
    b"HTTP/1.1 200 OK\r\n%%scontent-type: application/json\r\ncontent-length: %d\r\n"
    b"access-control-allow-origin: *\r\n\r\n%s" % (len(SUCCESS), SUCCESS)
)

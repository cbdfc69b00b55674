"""What just happened, told to every open page: the ticks of the worker as Server-Sent Events.

Holds   at most four messages a second to a page; what happens in between is put together.
        A page that reads too slowly misses messages, never delays others.
Never   computes anything when no page is open.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

from pydantic import BaseModel, Field

from evergrow.runtime import TickResult

PAUSE_SECONDS: Final = 0.25
HEARTBEAT_SECONDS: Final = 15.0
MOST_MOVES: Final = 50
MOST_EVENTS: Final = 20
_WAITING_MESSAGES: Final = 32


class LiveMove(BaseModel):
    """A customer went from one stage to another; `from` null: was not yet a customer."""

    customer_id: str
    name: str | None
    source: str | None = Field(serialization_alias="from")
    target: str | None = Field(serialization_alias="to")
    at: datetime


class LiveEvent(BaseModel):
    """One event as the stream shows it."""

    at: datetime
    name: str
    customer_id: str
    detail: str


class LiveTick(BaseModel):
    """What changed since the message before. `version` grows with the data; empty lists mean "look again"."""

    version: int
    at: datetime
    accepted: int
    moves: list[LiveMove]
    events: list[LiveEvent]


def live_tick(result: TickResult) -> LiveTick:
    """A tick's result as the stream tells it."""
    return LiveTick(
        version=result.version,
        at=result.at,
        accepted=result.accepted,
        moves=[
            LiveMove(
                customer_id=move.customer_id,
                name=move.name,
                source=move.source,
                target=move.target,
                at=move.at,
            )
            for move in result.moves[-MOST_MOVES:]
        ],
        events=[
            LiveEvent(at=event.at, name=event.name, customer_id=event.customer_id, detail=event.detail)
            for event in result.events[-MOST_EVENTS:]
        ],
    )


class Live:
    """The open pages of one application. `publish` and `remind` may be called from any thread."""

    def __init__(self, closing: Callable[[], None] = lambda: None) -> None:
        """`closing` is called when the streams end: it ends the customers' streams, too."""
        self._closing = closing
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pages: set[asyncio.Queue[bytes | None]] = set()
        self._lock = threading.Lock()
        self._pending: LiveTick | None = None
        self._latest: LiveTick | None = None
        self._pause: asyncio.TimerHandle | None = None  # after each message, until the next may go
        self._reminder: asyncio.TimerHandle | None = None
        self._is_closed = False

    @property
    def has_pages(self) -> bool:
        """Whether anybody listens."""
        return bool(self._pages)

    def publish(self, tick: LiveTick) -> None:
        """Tell every page, now or with what else happens within a quarter of a second."""
        with self._lock:
            self._latest = tick
            self._pending = tick if self._pending is None else _together(self._pending, tick)
        self._in_loop(self._send_soon)

    def remind(self, seconds: float) -> None:
        """Tell every page to look again in so many seconds: it was given an answer that grows old."""
        self._in_loop(self._remind_later, seconds)

    async def listen(self) -> AsyncIterator[bytes]:
        """The messages for one page, until it goes or the server stops."""
        self._loop = asyncio.get_running_loop()
        messages: asyncio.Queue[bytes | None] = asyncio.Queue(_WAITING_MESSAGES)
        self._pages.add(messages)
        try:
            yield b"retry: 1000\nevent: hello\ndata: {}\n\n"
            while not self._is_closed:
                try:
                    message = await asyncio.wait_for(messages.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    message = b": still here\n\n"
                if message is None:
                    return
                yield message
        finally:
            self._pages.discard(messages)

    def close(self) -> None:
        """End every stream, so that the server can stop. To be called in its event loop."""
        self._is_closed = True
        self._closing()
        for messages in self._pages:
            while messages.full():
                messages.get_nowait()
            messages.put_nowait(None)

    def _in_loop(self, step: Callable[..., None], *arguments: float) -> None:
        loop = self._loop
        if loop is not None and self._pages and not loop.is_closed():
            loop.call_soon_threadsafe(step, loop, *arguments)

    def _send_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._pause is None:
            self._send(loop)

    def _send(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._lock:
            pending, self._pending = self._pending, None
        self._pause = None
        if pending is None:
            return
        message = b"event: tick\ndata: " + pending.model_dump_json(by_alias=True).encode() + b"\n\n"
        for messages in self._pages:
            if not messages.full():
                messages.put_nowait(message)
        self._pause = loop.call_later(PAUSE_SECONDS, self._send, loop)

    def _remind_later(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        due = loop.time() + seconds
        if self._reminder is not None:
            due = max(due, self._reminder.when())
            self._reminder.cancel()
        self._reminder = loop.call_at(due, self._remind, loop)

    def _remind(self, loop: asyncio.AbstractEventLoop) -> None:
        self._reminder = None
        with self._lock:
            latest = self._latest
            if latest is not None and self._pending is None:
                self._pending = latest.model_copy(update={"accepted": 0, "moves": [], "events": []})
        self._send_soon(loop)


def _together(first: LiveTick, second: LiveTick) -> LiveTick:
    return LiveTick(
        version=second.version,
        at=second.at,
        accepted=first.accepted + second.accepted,
        moves=[*first.moves, *second.moves][-MOST_MOVES:],
        events=[*first.events, *second.events][-MOST_EVENTS:],
    )

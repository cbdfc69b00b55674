"""Rings at the open pages of a customer when a message arrives; any thread may ring.

Holds   a page that missed a ring looks again by itself within `LOOK_AGAIN_SECONDS`, so another process may bring messages, too.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from evergrow.storage.state import State

LOOK_AGAIN_SECONDS: Final = 20.0


class Bell:
    """The open pages of one workspace's customers."""

    def __init__(self) -> None:
        self._pages: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._lock = threading.Lock()
        self._is_closed = False

    def ring(self, customer_id: str) -> None:
        """Let the customer's pages look."""
        with self._lock:
            pages = list(self._pages.get(customer_id, ()))
        for loop, event in pages:
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    async def rings(
        self, customer_ids: Sequence[str], *, every: float = LOOK_AGAIN_SECONDS
    ) -> AsyncIterator[None]:
        """Yields when a page of this customer should look: at once, on every ring, and every so many seconds."""
        page = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            for customer_id in customer_ids:
                self._pages.setdefault(customer_id, set()).add(page)
        try:
            while not self._is_closed:
                page[1].clear()
                yield
                try:
                    await asyncio.wait_for(page[1].wait(), every)
                except TimeoutError:
                    continue
        finally:
            for customer_id in customer_ids:
                self._leave(customer_id, page)

    def close(self) -> None:
        """End every page's waiting."""
        self._is_closed = True
        with self._lock:
            everybody = list(self._pages)
        for customer_id in everybody:
            self.ring(customer_id)

    def _leave(self, customer_id: str, page: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        with self._lock:
            pages = self._pages.get(customer_id, set())
            pages.discard(page)
            if not pages:
                self._pages.pop(customer_id, None)


_bells: WeakKeyDictionary[State, Bell] = WeakKeyDictionary()
_bells_lock = threading.Lock()


def bell_of(state: State) -> Bell:
    """The bell of everything in this process that works on this state: the channel rings it, the pages hear it."""
    with _bells_lock:
        return _bells.setdefault(state, Bell())

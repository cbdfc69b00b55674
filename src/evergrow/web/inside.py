"""Ask the application without a network: for commands on a data directory that nobody serves, and for tests."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import httpx
from starlette.types import ASGIApp

_PATIENCE_SECONDS: Final = 3_600.0


class _Inside(httpx.BaseTransport):
    """Carries requests to the application in an event loop of its own; answers come back whole."""

    def __init__(self, application: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(app=application, client=("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="inside", daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(self._carry(request), self._loop).result(_PATIENCE_SECONDS)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_default_executor(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _carry(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        outward = httpx.Request(request.method, request.url, headers=request.headers, content=body)
        answer = await self._transport.handle_async_request(outward)
        pieces = [piece async for piece in answer.stream]  # type: ignore[union-attr]
        return httpx.Response(answer.status_code, headers=answer.headers, content=b"".join(pieces))


@contextmanager
def client_of(application: ASGIApp, headers: Mapping[str, str] | None = None) -> Iterator[httpx.Client]:
    """An HTTP client whose every request goes to the application."""
    with httpx.Client(
        transport=_Inside(application),
        base_url="http://localhost",
        headers=headers,
        timeout=_PATIENCE_SECONDS,
    ) as client:
        yield client

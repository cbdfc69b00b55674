"""What the server writes piece by piece leaves joined, whole and in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send

from evergrow.web import JoiningProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: test\r\n\r\n"


def served(app: Callable[[Scope, Receive, Send], Coroutine[Any, Any, None]], request: bytes) -> list[bytes]:
    """What a reader of one connection sees, read by read, until the server closes it."""

    async def story() -> list[bytes]:
        config = uvicorn.Config(app, http=JoiningProtocol, lifespan="off", log_level="error")
        config.load()
        state = uvicorn.Server(config).server_state
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: JoiningProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(request)
        seen: list[bytes] = []
        while piece := await asyncio.wait_for(reader.read(1_000_000), 10):
            seen.append(piece)
        writer.close()
        server.close()
        return seen

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(story())).result()


async def small(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})


async def streamed(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for piece in (b"first", b"second", b"third"):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0.05)
    await send({"type": "http.response.body", "body": b""})


def test_head_and_body_arrive_together() -> None:
    (answer,) = served(small, REQUEST.replace(b"Host", b"Connection: close\r\nHost"))
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n{}")


def test_a_second_request_on_the_connection_is_answered_too() -> None:
    last = REQUEST.replace(b"Host", b"Connection: close\r\nHost")
    assert b"".join(served(small, REQUEST + REQUEST + last)).count(b"\r\n\r\n{}") == 3


def test_pieces_of_a_stream_do_not_wait_for_its_end() -> None:
    pieces = served(streamed, REQUEST.replace(b"Host", b"Connection: close\r\nHost"))
    assert b"first" in pieces[0]
    assert b"third" not in pieces[0]
    assert b"".join(pieces).endswith(b"5\r\nfirst\r\n6\r\nsecond\r\n5\r\nthird\r\n0\r\n\r\n")

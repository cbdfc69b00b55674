"""A plain single event is kept and answered without the application; everything else reaches it as it came."""

from __future__ import annotations

import asyncio
import base64
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from uvicorn.server import ServerState

from evergrow.ingest import Source
from evergrow.storage.log import Entry, Log
from evergrow.storage.log.inbox import Told
from evergrow.web.collect import ShortWay

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOURCE = Source(id="src_1", name="Shop", kind="http", write_key="key", passcode=None, created_at=NOW)
ACCOUNT = Source(
    id="src_2", name="CleverTap", kind="clevertap", write_key="acc", passcode="x", created_at=NOW
)
BODY = b'{"userId":"ana","event":"Signed Up"}'


def basic(key: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def request(body: bytes = BODY, path: str = "/v1/track", key: str = "key", **more: str) -> bytes:
    fields = {"Host": "shop", "Authorization": basic(key), "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in more.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body


class Wire:
    """One connection to the server. `seen` are the bodies that reached the application, which says 203 to all."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: list[bytes]) -> None:
        self._reader, self._writer, self.seen = reader, writer, seen

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._writer.write(piece)
            await self._writer.drain()
            await asyncio.sleep(0.01)  # or they would arrive as one

    async def status(self) -> int:
        """The status of the next answer."""
        head = (await asyncio.wait_for(self._reader.readuntil(b"\r\n\r\n"), 60)).lower()
        length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await self._reader.readexactly(length)
        return int(head.split()[1])

    async def first_byte(self, seconds: float = 5) -> bytes:
        return await asyncio.wait_for(self._reader.read(1), seconds)


@asynccontextmanager
async def wire(log: Log, state: ServerState | None = None, patience: int = 5) -> AsyncIterator[Wire]:
    seen: list[bytes] = []

    async def application(scope, receive, send) -> None:
        body, message = b"", {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
        seen.append(body)
        await send({"type": "http.response.start", "status": 203, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})

    way = ShortWay(log, {"key": SOURCE, "acc": ACCOUNT}.get, lambda: NOW)
    config = uvicorn.Config(
        application,
        http=way.protocol(),
        lifespan="off",
        log_level="critical",
        timeout_keep_alive=patience,
    )
    config.load()
    state = state or ServerState()

    def protocol() -> asyncio.Protocol:
        return config.http_protocol_class(config=config, server_state=state, app_state={})  # pyright: ignore[reportCallIssue]

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield Wire(reader, writer, seen)
    finally:
        writer.close()
        server.close()


@pytest.fixture
def log(tmp_path: Path):
    log = Log(tmp_path / "log.sqlite")
    yield log
    log.close()


def told(story: Callable[[], Awaitable[None]]) -> None:
    """Run it in a thread of its own: where a browser is open, the main one has a running loop already."""

    async def whole() -> None:
        await story()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, whole()).result()


def bodies(log: Log) -> list[bytes]:
    return [entry.body for entry in log.read(0)]


@pytest.mark.parametrize("path", ["/v1/track", "/v1/t", "/v1/identify", "/v1/page"])
def test_a_plain_event_is_kept_without_the_application(log: Log, path: str) -> None:
    async def story() -> None:
        async with wire(log) as sender:
            await sender.send(request(path=path))
            assert await sender.status() == 200
            assert sender.seen == []

    told(story)

    (kept,) = log.read(0)
    kind = {"/v1/t": "track"}.get(path, path.removeprefix("/v1/"))
    assert (kept.source_id, kept.dialect, kept.detail) == ("src_1", "segment", kind)
    assert (kept.body, kept.received_at) == (BODY, NOW)


@pytest.mark.parametrize(
    "sent",
    [
        request(b'{"event":"Signed Up"}'),
        request(b'{"userId":"ana","event":"Signed Up"'),
        request(key="other"),
        request(key="acc"),
        request(Authorization="Bearer key"),
        request(path="/v1/batch", body=b'{"batch":[]}'),
        request(path="/v1/track/"),
        request(path="/v1/track?x=1"),
        request(Content_Encoding="gzip"),
        request(Connection="close"),
        request(Expect="100-continue"),
        request(Upgrade="h2c"),
        request(b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), Transfer_Encoding="chunked", Content_Length=""),
        request().replace(b"Host: shop", b"Content-Length: 3"),
        request().replace(b"Host: shop", b"Host : shop"),
        request().replace(b"HTTP/1.1", b"HTTP/1.0"),
        b"GET" + request().removeprefix(b"POST"),
    ],
)
def test_whatever_is_not_plain_is_left_to_the_application(log: Log, sent: bytes) -> None:
    async def story() -> None:
        async with wire(log) as sender:
            await sender.send(sent)
            assert await sender.first_byte()

    told(story)
    assert bodies(log) == []


def test_an_event_in_pieces_is_the_same_event(log: Log) -> None:
    whole = request()

    async def story() -> None:
        async with wire(log) as sender:
            await sender.send(whole[:-20], whole[-20:-10], whole[-10:])
            assert await sender.status() == 200
            await sender.send(whole[:9], whole[9:60], whole[60:])  # a head in pieces is Uvicorn's
            assert await sender.status() == 203
            await sender.send(whole)
            assert await sender.status() == 200
            assert sender.seen == [BODY]

    told(story)
    assert bodies(log) == [BODY, BODY]


def test_requests_sent_at_once_are_answered_in_their_order(log: Log) -> None:
    batch = request(path="/v1/batch", body=b'{"batch":[]}')

    async def story() -> None:
        async with wire(log) as sender:
            await sender.send(request() + request() + batch + request() + batch + batch[:50], batch[50:])
            # What came in one piece with a request of Uvicorn's stays with it.
            assert [await sender.status() for _ in range(6)] == [200, 200, 203, 203, 203, 203]
            await sender.send(request() * 300)
            assert {await sender.status() for _ in range(300)} == {200}

    told(story)
    assert bodies(log) == [BODY] * 302


class GatedLog(Log):
    """A log whose disk is slow: nothing is handed over before `open`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.held: list[tuple[Entry, Told]] = []

    def keep(self, entry: Entry, told: Told) -> None:
        self.held.append((entry, told))

    def open(self) -> None:
        for one in self.held:
            super().keep(*one)


def test_success_is_answered_only_after_the_event_is_on_disk_and_before_the_server_stops(
    tmp_path: Path,
) -> None:
    log = GatedLog(tmp_path / "log.sqlite")

    async def story() -> None:
        state = ServerState()
        async with wire(log, state) as sender:
            await sender.send(request())
            assert len(log.held) == 1
            assert log.last_position() == 0
            with pytest.raises(TimeoutError):
                await sender.first_byte(0.1)
            (connection,) = state.connections
            connection.shutdown()
            log.open()
            assert await sender.status() == 200
            assert log.last_position() == 1
            assert await sender.first_byte() == b""

    told(story)
    log.close()


def test_what_the_log_cannot_keep_goes_to_the_application(log: Log, tmp_path: Path) -> None:
    async def story() -> None:
        async with wire(log) as sender:
            await sender.send(request())
            assert await sender.status() == 200
            with sqlite3.connect(tmp_path / "log.sqlite") as other:
                other.execute("drop table inbox")  # stands for a disk that failed
            await sender.send(request() + request())
            assert [await sender.status() for _ in range(2)] == [203, 203]
            assert sender.seen == [BODY, BODY]

    told(story)


def test_a_connection_that_is_not_used_is_closed_and_one_in_use_is_not(log: Log) -> None:
    async def story() -> None:
        async with wire(log, patience=1) as sender:
            for _ in range(4):
                await sender.send(request())
                assert await sender.status() == 200
                await asyncio.sleep(0.4)
            assert await sender.first_byte() == b""

    told(story)

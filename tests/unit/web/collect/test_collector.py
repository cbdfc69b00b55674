import asyncio
import gzip
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from evergrow.ingest import Source
from evergrow.storage.log import Entry, Log
from evergrow.web.collect import collector

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SOURCE = Source(id="src_1", name="Shop", kind="http", write_key="key", passcode=None, created_at=NOW)
EVENT = {"userId": "ana", "event": "Signed Up"}


class GatedLog(Log):
    """A log whose disk is slow: nothing is kept before the gate opens."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.gate = asyncio.Event()

    async def append(self, entry: Entry) -> int:
        await self.gate.wait()
        return await super().append(entry)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[GatedLog]:
    log = GatedLog(tmp_path / "log.sqlite")
    yield log
    log.close()


def finish(story: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: where a browser is open, the main one has a running loop already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, story).result()


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def client(log: Log, clock: Clock, asked: list[str] | None = None) -> httpx.AsyncClient:
    def find(key: str) -> Source | None:
        if asked is not None:
            asked.append(key)
        return SOURCE if key == "key" else None

    transport = httpx.ASGITransport(app=collector(log, find, clock))
    return httpx.AsyncClient(transport=transport, base_url="http://test", auth=("key", ""))


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/track", EVENT), ("/v1/batch", {"batch": [EVENT | {"type": "track"}]})]
)
def test_success_is_answered_only_after_the_event_is_on_disk(
    log: GatedLog, path: str, body: dict[str, object]
) -> None:
    async def story() -> None:
        async with client(log, Clock()) as sender:
            sending = asyncio.create_task(sender.post(path, json=body))
            done, _ = await asyncio.wait([sending], timeout=0.1)
            assert not done
            assert log.last_position() == 0
            log.gate.set()
            assert (await sending).json() == {"success": True}
            assert log.last_position() == 1

    finish(story())


def test_what_is_kept_is_what_was_sent_unpacked(log: GatedLog) -> None:
    async def story() -> None:
        log.gate.set()
        async with client(log, Clock()) as sender:
            packed = gzip.compress(b'{"batch": []}')
            await sender.post("/v1/import", content=packed, headers={"content-encoding": "gzip"})

    finish(story())

    kept = log.read(0)[0]
    assert (kept.source_id, kept.dialect, kept.detail) == ("src_1", "segment", "import")
    assert (kept.body, kept.received_at) == (b'{"batch": []}', NOW)


def test_a_write_key_is_looked_up_once_in_three_seconds(log: GatedLog) -> None:
    asked: list[str] = []
    clock = Clock()

    async def story() -> None:
        log.gate.set()
        async with client(log, clock, asked) as sender:
            for _ in range(5):
                await sender.post("/v1/track", json=EVENT)
            clock.now += timedelta(seconds=3)
            await sender.post("/v1/track", json=EVENT)
            for _ in range(2):
                answer = await sender.post("/v1/track", json=EVENT, auth=("wrong", ""))
                assert answer.status_code == 401

    finish(story())

    assert asked == ["key", "key", "wrong"]

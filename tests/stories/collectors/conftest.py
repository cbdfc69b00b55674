import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

import httpx
import pytest
import uvicorn

from evergrow import ingest
from evergrow.record.events import EVENTS
from evergrow.runtime import Settings, Worker, Workspace, open_workspace
from evergrow.web import app

T = TypeVar("T")
PATIENCE_SECONDS = 120


class Counts(NamedTuple):
    """How records ended."""

    accepted: int
    quarantined: int
    duplicates: int


@dataclass(frozen=True)
class Door:
    """Two new sources on a running server, one of each kind, and a look at what came through them."""

    url: str
    host: str
    workspace: Workspace
    source: ingest.Source
    clevertap: ingest.Source
    http: httpx.Client

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        """Send as Segment's API wants it. `body` may be bytes as they are."""
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.http.post(path, auth=(self.source.write_key, ""), **content, **more)

    def upload(self, body: Any, **more: Any) -> httpx.Response:
        """Send as CleverTap's API wants it."""
        headers = {
            "x-clevertap-account-id": self.clevertap.write_key,
            "x-clevertap-passcode": self.clevertap.passcode or "",
        }
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        return self.http.post("/1/upload", headers=headers, **content, **more)

    def events(self, count: int) -> list[dict[str, Any]]:
        """Their events, in the order of the log, once there are `count` of them."""
        source = EVENTS.rows.source_id
        mine = (source == self.source.id) | (source == self.clevertap.id)
        rows = EVENTS.rows.filter(mine).order_by(["position", "ordinal"])
        return _once(
            lambda: self.workspace.warehouse.fetch(rows).to_pylist(), lambda found: len(found) >= count
        )

    def quarantined(self, count: int) -> list[ingest.QuarantinedRow]:
        """All that was set aside, newest first, once there are `count` of them."""
        return _once(self._set_aside, lambda found: len(found) >= count)

    def counts(self, received: int) -> Counts:
        """How their records ended, once `received` of them have."""
        return _once(self._counts, lambda found: sum(found) >= received)

    def _mine(self) -> tuple[str, str]:
        return self.source.id, self.clevertap.id

    def _set_aside(self) -> list[ingest.QuarantinedRow]:
        with self.workspace.state.reading() as tx:
            return [row for mine in self._mine() for row in ingest.list_quarantine(tx, source_id=mine).rows]

    def _counts(self) -> Counts:
        with self.workspace.state.reading() as tx:
            mine = [source for source in ingest.list_sources(tx) if source.id in self._mine()]
        return Counts(
            sum(source.accepted for source in mine),
            sum(source.quarantined for source in mine),
            sum(source.duplicates for source in mine),
        )


def _once(look: Callable[[], T], is_there: Callable[[T], bool]) -> T:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_there(found := look()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Workspace]]:
    """The whole server on a free port, its worker ticking: its host, and the workspace behind it."""
    workspace = open_workspace(Settings(data=tmp_path_factory.mktemp("server") / "data"))
    worker = Worker(workspace)
    worker.start()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        served = app(workspace)
        running = uvicorn.Server(
            uvicorn.Config(served, http=served.protocol, log_level="warning", access_log=False)
        )
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        _once(lambda: running.started, bool)
        yield f"127.0.0.1:{listener.getsockname()[1]}", workspace
        running.should_exit = True
        thread.join()
    worker.stop()
    workspace.close()


@pytest.fixture
def door(server: tuple[str, Workspace]) -> Iterator[Door]:
    """New sources on the server, so that no story sees another's events."""
    host, workspace = server
    with workspace.state.transaction() as tx:
        source = ingest.create_source(tx, "Shop", "http", datetime.now(UTC))
        clevertap = ingest.create_source(tx, "CleverTap", "clevertap", datetime.now(UTC))
    with httpx.Client(base_url=f"http://{host}", timeout=120) as http:
        yield Door(f"http://{host}", host, workspace, source, clevertap, http)

"""Ask a data directory, whether its server runs or not: the same API, over the network or inside this process.

Holds   exactly one process has the warehouse open. Where a server does, everything is asked of it; where
        none does, this process opens the directory, takes in what waits in the log, and answers itself.
        The log and the state may be opened beside a server: both are SQLite files made for that.
        What a command does not use is not loaded: neither the application, for a report, nor the tick, for a
        report on numbers that are up to date (a second of the two that it took).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from evergrow.cli.presence import Server, sole
from evergrow.kernel import Problem, Refusal, refuse
from evergrow.runtime import Workspace, open_workspace, settings_from
from evergrow.runtime.accounts import Account, read_account
from evergrow.storage.log import Log
from evergrow.storage.state import State

if TYPE_CHECKING:
    import httpx

_LOOK_SECONDS: Final = 0.1


@dataclass
class Place:
    """A data directory within reach. `workspace` is there only where no server has it."""

    log: Log
    state: State
    workspace: Workspace | None
    connect: Callable[[], httpx.Client]
    account: Account = field(init=False)

    def __post_init__(self) -> None:
        self.account = read_account(self.state)

    @cached_property
    def client(self) -> httpx.Client:
        """Asks the server, or the application inside this process, which is made when it is first asked."""
        return self.connect()

    @property
    def is_served(self) -> bool:
        """Whether a server runs on the directory."""
        return self.workspace is None

    def get(self, path: str, **query: object) -> Any:
        """GET as JSON. A parameter that is None is left out."""
        return self._ask("GET", path, params=_given(query)).json()

    def report(self, name: str, *, as_of: str | None, period: str | None) -> Any:
        """A report as the API answers it. Inside this process it needs no application."""
        if self.workspace is None:
            return self.get(f"/api/reports/{name}", as_of=as_of, period=period)
        from evergrow.web import report_json

        now = datetime.now(UTC)
        return loads(report_json(self.workspace, name, as_of=as_of, period=period, now=now))

    def get_bytes(self, path: str, **query: object) -> bytes:
        """GET as it comes."""
        return self._ask("GET", path, params=_given(query)).content

    def post(self, path: str, *, json: object = None, **query: object) -> Any:
        """POST JSON."""
        return self._ask("POST", path, json=json, params=_given(query)).json()

    def post_bytes(self, path: str, content: bytes, **query: object) -> Any:
        """POST what is no JSON."""
        return self._ask("POST", path, content=content, params=_given(query)).json()

    def put(self, path: str, *, json: object = None) -> Any:
        """PUT JSON."""
        return self._ask("PUT", path, json=json).json()

    def delete(self, path: str) -> None:
        """DELETE."""
        self._ask("DELETE", path)

    def processed(self) -> int:
        """The position in the log up to which everything is in the numbers."""
        if self.workspace is not None:
            return self.workspace.position()
        return self.get("/api/intake")["position"]

    def wait_for(self, position: int, on_progress: Callable[[int], None] | None = None) -> None:
        """Return once the log is processed up to `position`; says how far it is while waiting."""
        while True:
            processed = self.processed()
            if on_progress is not None:
                on_progress(processed)
            if processed >= position:
                return
            time.sleep(_LOOK_SECONDS)

    def _ask(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        answer = self.client.request(method, path, **arguments)
        if answer.is_error:
            raise _refusal_of(answer)
        return answer


@contextmanager
def reach(data: Path, *, create: bool = False, only_reads: bool = False) -> Iterator[Place]:
    """The directory, until the block ends.

    Args:
        data: Which.
        create: Make it where there is none.
        only_reads: Nothing is written and nothing depends on the time that passes meanwhile: where the numbers are
            up to date, no tick is needed.

    Raises:
        Refusal: `data.missing` where there is no such directory and `create` is false; `data.in_use`.
    """
    data = data.resolve()
    if not (data / "log.sqlite").is_file():
        if not create:
            raise refuse(
                "data.missing",
                "There is no data directory here.",
                where=str(data),
                next_step="Name one with --data DIR, or fill a new one with `evergrow import` or `evergrow serve`.",
            )
        data.mkdir(parents=True, exist_ok=True)
    with sole(data) as server:
        if server is not None:
            yield from _beside(server, data)
        else:
            yield from _alone(data, only_reads=only_reads)


def _alone(data: Path, *, only_reads: bool) -> Iterator[Place]:
    workspace = open_workspace(settings_from(os.environ, data=data))
    with ExitStack() as opened:
        opened.callback(workspace.close)
        last = workspace.log.last_position()
        if not only_reads or workspace.position() < last:
            _tick(workspace, opened)
        place = Place(workspace.log, workspace.state, workspace, lambda: _inside(workspace, opened))
        place.wait_for(last)
        yield place


def _tick(workspace: Workspace, opened: ExitStack) -> None:
    from evergrow.runtime import Worker

    worker = Worker(workspace)
    worker.start()
    opened.callback(worker.stop)


def _inside(workspace: Workspace, opened: ExitStack) -> httpx.Client:
    from evergrow.web import app, client_of

    return opened.enter_context(client_of(app(workspace, token="inside"), _headers("inside")))


def _beside(server: Server, data: Path) -> Iterator[Place]:
    import httpx

    url = settings_from(os.environ, data=data).state_url
    log, state = Log(data / "log.sqlite"), State(url) if url else State.in_file(data / "state.sqlite")
    try:
        with httpx.Client(base_url=server.url, headers=_headers(server.token), timeout=600) as client:
            yield Place(log, state, None, lambda: client)
    finally:
        log.close()
        state.close()


def _headers(token: str) -> Mapping[str, str]:
    return {"authorization": f"Bearer {token}"}


def _given(query: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _refusal_of(answer: httpx.Response) -> Refusal:
    """The refusal a problem document tells of. Anything else is a bug of the server and stays one."""
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        answer.raise_for_status()
    problems = [Problem(**problem) for problem in answer.json()["problems"]]
    return Refusal(*problems, status=answer.status_code)

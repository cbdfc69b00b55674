"""Real processes of the `evergrow` command: started, spoken to over HTTP, stopped or killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import httpx

from tests.stories.warm import Command

PATIENCE_SECONDS = 300.0
T = TypeVar("T")


@dataclass
class Server:
    """A server in a process of its own, and a client that it lets in."""

    process: Command
    http: httpx.Client
    url: str

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.http.close()

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE_SECONDS)
        self.http.close()
        return code

    def get(self, path: str, **query: Any) -> Any:
        return self.http.get(path, params=query).raise_for_status().json()

    def settled(self) -> dict[str, Any]:
        """The intake's counts once everything received is in the numbers."""
        return eventually(lambda: self.get("/api/intake"), lambda intake: intake["lag_events"] == 0)


def start(arguments: list[str], data: Path, output: Path | None = None) -> Server:
    """Start a command that serves `data`, and wait until it says where."""
    process = Command(arguments, environment(), output, None)

    def announced() -> dict[str, Any] | None:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            found = json.loads((data / "server.json").read_text())
        except (OSError, ValueError):
            return None
        return found if found["pid"] == process.pid else None

    try:
        found = eventually(announced, lambda server: server is not None)
    except BaseException:
        process.kill()
        raise
    assert found is not None
    headers = {"authorization": f"Bearer {found['token']}"}
    return Server(process, httpx.Client(base_url=found["url"], headers=headers, timeout=60), found["url"])


@contextmanager
def serving(data: Path) -> Iterator[Server]:
    """`evergrow serve` on a free port until the block ends."""
    server = start(["serve", "--data", str(data), "--port", "0"], data)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    with TemporaryDirectory(prefix="evergrow-run-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        code = Command(list(arguments), environment(), out, err).wait(600)
        return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())


def environment() -> dict[str, str]:
    """Ours, without what would change how the command behaves."""
    return {name: value for name, value in os.environ.items() if not name.startswith("EVERGROW_")}


def eventually(look: Callable[[], T], is_there: Callable[[T], bool], seconds: float = PATIENCE_SECONDS) -> T:
    """What `look` finds, once it is there."""
    deadline = time.monotonic() + seconds
    while not is_there(found := look()):
        assert time.monotonic() < deadline, f"not there after {seconds:.0f} s: {found}"
        time.sleep(0.05)
    return found

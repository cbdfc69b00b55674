"""`evergrow serve` in a process of its own, for measuring it from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

AS_INSTALLED = """
import sys
class Hidden:
    def find_spec(name, *rest):
        if name == "pandas":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden)
from evergrow.cli import main
main()
"""
COMMAND = [sys.executable, "-c", AS_INSTALLED]
"""The command as users have it: pandas is there for developers only, and PyArrow loads 90 MB of it where it finds it."""
LONGEST_START_SECONDS = 300.0


@dataclass(frozen=True)
class Served:
    """A running server; `http` is let in as its command line is."""

    pid: int
    port: int
    http: httpx.Client

    def get(self, path: str) -> Any:
        return self.http.get(path).raise_for_status().json()

    def new_source(self) -> str:
        """The write key of a new source."""
        answer = self.http.post("/api/sources", json={"name": "Load", "kind": "http"})
        return answer.raise_for_status().json()["write_key"]

    def wait_until_settled(self) -> None:
        """Return once everything in the log is in the numbers."""
        while self.get("/api/intake")["lag_events"]:
            time.sleep(0.02)


@contextmanager
def serving(data: Path) -> Iterator[Served]:
    """Serve a data directory until the block ends."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--data", str(data), "--port", "0"], stdout=subprocess.DEVNULL
    )
    try:
        found = _announced(data, process)
        headers = {"authorization": f"Bearer {found['token']}"}
        with httpx.Client(base_url=found["url"], headers=headers, timeout=600) as http:
            yield Served(process.pid, int(found["url"].rsplit(":", 1)[1]), http)
    finally:
        process.terminate()
        process.wait()


def _announced(data: Path, process: subprocess.Popen[bytes]) -> dict[str, Any]:
    end = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            found = json.loads((data / "server.json").read_text())
        except (OSError, ValueError):
            found = {}
        if found.get("pid") == process.pid:
            return found
        time.sleep(0.05)
    raise RuntimeError("the server did not start")

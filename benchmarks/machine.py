"""What the machine can do at most, measured in the same run as Evergrow: the raw limits beside the figures."""

from __future__ import annotations

import json
import os
import platform
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import request_maker

RAW_APP = """
async def app(scope, receive, send):
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})
import uvicorn
uvicorn.run(app, host="127.0.0.1", port=%d, log_level="error", lifespan="off", loop="uvloop", http="httptools")
"""


def described() -> str:
    """`2 cores, 24 GiB, x86_64, Linux 6.1, Python 3.11.2`."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return (
        f"{os.cpu_count()} cores, {pages / 2**30:.0f} GiB, {platform.machine()}, "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
    )


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Return when something listens there; raise when the process ended or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port} after {seconds:.0f} s")


@contextmanager
def raw_server() -> Iterator[int]:
    """Uvicorn answering 200 to everything: no HTTP work in Python can be faster. Yields its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", RAW_APP % port])
    try:
        wait_for_port(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def load(
    port: int,
    *,
    requests: int,
    batch: int,
    run: str,
    write_key: str = "none",
    connections: int = 32,
    depth: int = 4,
) -> dict[str, float]:
    """Run the load generator in a process of its own; what it printed."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.load",
        f"--port={port}",
        f"--requests={requests}",
        f"--batch={batch}",
    ]
    command += [f"--run={run}", f"--write-key={write_key}"]
    command += [f"--connections={connections}", f"--depth={depth}"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def sqlite_appends(folder: Path, *, requests: int, batch: int, group: int = 64) -> float:
    """Events a second that plain SQLite keeps for good: a row a request, `group` rows a commit, synchronous=FULL."""
    make = request_maker("raw", 20_000, batch, "/", "none")
    bodies = [make(n) for n in range(min(requests, 2_000))]
    connection = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table inbox (position integer primary key, body blob not null)")
    start = time.perf_counter()
    for offset in range(0, requests, group):
        rows = [(bodies[n % len(bodies)],) for n in range(offset, min(offset + group, requests))]
        connection.execute("begin immediate")
        connection.executemany("insert into inbox (body) values (?)", rows)
        connection.execute("commit")
    seconds = time.perf_counter() - start
    connection.close()
    return requests * batch / seconds


def resident_mb(pid: int) -> float:
    """Resident memory of a process in megabytes (10**6 bytes)."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

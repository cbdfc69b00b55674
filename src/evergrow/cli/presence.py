"""Who has a data directory open: one process at a time, and how to reach it when it is a server.

Holds   `DIR/lock` is locked by the process that has the directory open; the system lets go of it when
        the process ends, however it ends. `DIR/server.json` (for this user only) says where a server
        answers and with which token; without the lock behind it, it means nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from evergrow.kernel import refuse

PATIENCE_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Server:
    """A server that runs on a data directory of this machine."""

    pid: int
    url: str
    token: str


@contextmanager
def held(data: Path) -> Iterator[bool]:
    """Take the lock of the directory until the block ends; False where somebody else has it."""
    with (data / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def announce(data: Path, server: Server) -> None:
    """Write `server.json`, whole and for this user only."""
    fresh = data / f"server.json.{server.pid}"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(asdict(server)))
    fresh.replace(data / "server.json")


def withdraw(data: Path) -> None:
    """Remove `server.json`."""
    (data / "server.json").unlink(missing_ok=True)


def server_of(data: Path) -> Server | None:
    """The server that says it runs on this directory; None where nothing readable says so."""
    try:
        return Server(**json.loads((data / "server.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def sole(data: Path, *, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[Server | None]:
    """Have the directory alone (yields None), or learn which server has it.

    Waits a while for another command to finish, or for a server that is just starting.

    Raises:
        Refusal: `data.in_use` where the other process goes on and on.
    """
    patient_until = time.monotonic() + patience_seconds
    while True:
        with held(data) as is_ours:
            if is_ours:
                yield None
                return
        server = server_of(data)
        if server is not None and _is_alive(server.pid):
            yield server
            return
        if time.monotonic() > patient_until:
            raise refuse(
                "data.in_use",
                "Another process has this data directory open.",
                where=str(data),
                next_step="Wait for the other command to finish, or stop it, then try again.",
            )
        time.sleep(0.1)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

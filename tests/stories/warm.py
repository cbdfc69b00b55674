"""Real processes that need not load the libraries: forked from one that has, and has done nothing else.

Loading takes seconds of a core, and hundreds of processes are started, killed and started again. The program itself is
not loaded before they fork: it begins threads of Polars, which would be missing in them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

WARM: Final = multiprocessing.get_context("forkserver")
"""Makes such processes."""
_LIBRARIES: Final[list[str]] = [
    *"duckdb fastapi httpx ibis ibis.backends.sql.compilers.duckdb liquid msgspec numpy pyarrow.compute".split(),
    *"pydantic rich.console sqlalchemy.dialects.sqlite sqlglot.generators.duckdb sqlglot.parsers.duckdb".split(),
    *"typer uvicorn uvloop yaml".split(),
]
WARM.set_forkserver_preload(_LIBRARIES)


class Command:
    """The `evergrow` command in such a process, spoken to as to one of `subprocess.Popen`."""

    def __init__(
        self, arguments: list[str], environment: dict[str, str], out: Path | None, err: Path | None
    ) -> None:
        """Begin it; its output is appended to these files, or to `out` both, or to nothing."""
        self._process: ForkServerProcess = WARM.Process(
            target=_command,
            args=(arguments, environment, str(out or os.devnull), str(err or out or os.devnull)),
        )
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code.

        Raises:
            subprocess.TimeoutExpired: It goes on.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("evergrow", timeout or 0)
        return self._process.exitcode


def _command(arguments: list[str], environment: dict[str, str], out: str, err: str) -> None:
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["-c", *arguments]
    import_module("evergrow.cli").main()

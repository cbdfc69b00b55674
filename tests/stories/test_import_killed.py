"""An import that is killed at any moment, and run again, ends as if nothing had happened."""

from __future__ import annotations

import json
import random
import sys
import time
from contextlib import closing, redirect_stdout
from importlib import import_module
from io import StringIO
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from evergrow.storage.log import Log
from tests.stories.processes import run
from tests.stories.warm import WARM

pytestmark = pytest.mark.slow
KILLS = 20


class Importer:
    """Processes that import one file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def start(self, data: Path) -> tuple[ForkServerProcess, Connection]:
        """A process that has loaded what it needs and begins now, and what it will say when it is done."""
        hears, says = WARM.Pipe(duplex=False)
        command = ["import", self._file, "--as", "orders", "--data", data, "--format", "json"]
        process = WARM.Process(target=_import, args=(list(map(str, command)), says))
        process.start()
        says.close()
        assert hears.recv() == "ready"
        return process, hears

    def finish(self, data: Path) -> dict[str, Any]:
        """What an import that nobody stops tells."""
        process, hears = self.start(data)
        told = json.loads(hears.recv())
        process.join()
        assert process.exitcode == 0
        return told

    def kill(self, data: Path, entries: int, seconds: float) -> bool:
        """Begin an import and end it as a power cut would, so long after its log grew by so many entries.

        Returns whether it was still under way.
        """
        with closing(Log(data / "log.sqlite")) as log:
            until = log.last_position() + entries
            process, hears = self.start(data)
            while process.is_alive() and log.last_position() < until:
                time.sleep(0.002)
        process.join(seconds)
        is_under_way = process.is_alive()
        process.kill()
        process.join()
        hears.close()
        return is_under_way


def _import(command: list[str], says: Connection) -> None:
    """`evergrow import` with many small commits, so that a kill falls between two of them."""
    for name in ("import_progress", "reach", "commands"):
        import_module(f"evergrow.cli.{name}")
    import_module("evergrow.runtime.imports")
    spool: Any = import_module("evergrow.ingest.files.spool")
    spool.LINES_AT_ONCE = 200
    says.send("ready")
    sys.argv, code = ["evergrow", *command], 0
    with redirect_stdout(StringIO()) as told:
        try:
            import_module("evergrow.cli").main()
        except SystemExit as end:
            code = end.code
    says.send(told.getvalue())
    sys.exit(code)


def _asked(data: Path, *arguments: str) -> str:
    done = run(*arguments, "--data", str(data))
    assert done.returncode == 0, done.stderr
    return done.stdout


def _set_aside(data: Path) -> list[tuple[str, str]]:
    """(reason, record) of what is in quarantine."""
    out = data.with_suffix(".ndjson")
    _asked(data, "quarantine", "download", str(out))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    return sorted((row["reason"], row["record"]) for row in rows)


def test_an_import_killed_twenty_times_loses_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20)
    file = tmp_path / "orders.csv"
    lines = [
        f"{n // 3},{'' if n % 50 == 0 else f'c{n % 400}'},2024-{1 + n % 12:02}-01 10:00,{n % 97}.25,{-1 if n % 31 == 0 else 2}"
        for n in range(6_000)
    ]
    file.write_text("order_id,customer_id,date,price,quantity\n" + "\n".join(lines) + "\n")
    importer, calm, stormy = Importer(file), tmp_path / "calm", tmp_path / "stormy"
    clean = importer.finish(calm)
    with closing(Log(calm / "log.sqlite")) as log:
        entries = log.last_position()
    stormy.mkdir()

    killed = sum(
        importer.kill(stormy, chance.randint(0, entries), chance.uniform(0, 0.5)) for _ in range(KILLS)
    )
    last = importer.finish(stormy)

    assert killed > KILLS / 2
    for done in (clean, last):
        assert done["rows_read"] == 6_000
        assert done["accepted_rows"] + done["quarantined_rows"] + done["duplicate_rows"] == 6_000
    assert clean["duplicate_rows"] == 0
    report = ("report", "customers", "--as-of", "2025-01-01", "--format", "json")
    assert _asked(stormy, *report) == _asked(calm, *report)
    assert _set_aside(stormy) == _set_aside(calm) != []

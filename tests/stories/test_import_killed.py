"""An import that is killed at any moment, and run again, ends as if nothing had happened."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evergrow.storage.log import Log
from tests.stories.processes import COMMAND, environment

pytestmark = pytest.mark.slow
KILLS = 20
IMPORTER = """
import sys
import evergrow.cli.commands, evergrow.cli.import_progress, evergrow.cli.reach, evergrow.runtime
from evergrow.ingest.files import spool

spool.LINES_AT_ONCE = 200  # many small commits, so that a kill falls between two of them
print("ready", flush=True)
evergrow.cli.commands.main()
"""


class Importer:
    """Processes that import one file; the modules they load are compiled once."""

    def __init__(self, file: Path, folder: Path) -> None:
        self._file = file
        self._environment = environment() | {
            "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def start(self, data: Path) -> subprocess.Popen[str]:
        """A process that has loaded what it needs and begins now."""
        command = ["import", self._file, "--as", "orders", "--data", data, "--format", "json"]
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORTER, *map(str, command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    def finish(self, data: Path) -> dict[str, Any]:
        """What an import that nobody stops tells."""
        process = self.start(data)
        out, _ = process.communicate()
        assert process.returncode == 0
        return json.loads(out)

    def kill(self, data: Path, entries: int, seconds: float) -> bool:
        """Begin an import and end it as a power cut would, so long after its log grew by so many entries.

        Returns whether it was still under way.
        """
        with closing(Log(data / "log.sqlite")) as log:
            until = log.last_position() + entries
            process = self.start(data)
            while process.poll() is None and log.last_position() < until:
                time.sleep(0.002)
        time.sleep(seconds)
        is_under_way = process.poll() is None
        process.kill()
        process.communicate()
        return is_under_way


def _asked(data: Path, *arguments: str) -> str:
    command = [*COMMAND, *arguments, "--data", str(data)]
    return subprocess.run(command, capture_output=True, text=True, env=environment(), check=True).stdout


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
    importer, calm, stormy = Importer(file, tmp_path), tmp_path / "calm", tmp_path / "stormy"
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

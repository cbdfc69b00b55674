"""An import that is killed at any moment, and run again, ends as if nothing had happened."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.stories.processes import COMMAND, environment

KILLS = 20
IMPORTER = """
import os, signal, sys, time
import evergrow.cli.commands, evergrow.cli.reach, evergrow.cli.import_progress, evergrow.runtime
from evergrow.ingest.files import run, spool
spool.LINES_AT_ONCE = 200  # many small commits, so that a kill falls between two of them
file, *tries = sys.argv[1:]

def attempt(data, seconds):
    child = os.fork()
    if child == 0:
        sys.argv = ["evergrow", "import", file, "--as", "orders", "--data", data, "--format", "json"]
        evergrow.cli.commands.main()
        os._exit(0)
    started = time.monotonic()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() - started > seconds:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            break
        time.sleep(0.002)
    return time.monotonic() - started

for one in tries:
    data, seconds = one.rsplit(":", 1)
    print(attempt(data, float(seconds)), file=sys.stderr, flush=True)
"""


def _attempts(file: Path, *tries: tuple[Path, float]) -> tuple[list[dict[str, Any]], list[float]]:
    """Import in processes of their own, each killed after so many seconds; what they printed, and how long they took."""
    told = [f"{data}:{seconds}" for data, seconds in tries]
    done = subprocess.run(
        [sys.executable, "-c", IMPORTER, file, *told],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    decoder, rest, results = json.JSONDecoder(), done.stdout.strip(), []
    while rest:
        result, end = decoder.raw_decode(rest)
        results.append(result)
        rest = rest[end:].strip()
    return results, [float(line) for line in done.stderr.split() if line.replace(".", "").isdigit()]


def _asked(data: Path, *arguments: str) -> Any:
    command = [*COMMAND, *arguments, "--data", str(data), "--format", "json"]
    return json.loads(
        subprocess.run(command, capture_output=True, text=True, env=environment(), check=True).stdout
    )


def _set_aside(data: Path) -> list[tuple[str, str]]:
    """(reason, record) of what is in quarantine."""
    out = data.with_suffix(".ndjson")
    command = [*COMMAND, "quarantine", "download", str(out), "--data", str(data)]
    subprocess.run(command, capture_output=True, env=environment(), check=True)
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
    calm, stormy = tmp_path / "calm", tmp_path / "stormy"
    (clean,), (seconds,) = _attempts(file, (calm, 600))

    _attempts(file, *[(stormy, chance.uniform(0.05, 1.0) * seconds) for _ in range(KILLS)])
    (last,), _ = _attempts(file, (stormy, 600))

    for done in (clean, last):
        assert done["rows_read"] == 6_000
        assert done["accepted_rows"] + done["quarantined_rows"] + done["duplicate_rows"] == 6_000
    assert clean["duplicate_rows"] == 0
    assert _asked(stormy, "report", "customers", "--as-of", "2025-01-01") == _asked(
        calm, "report", "customers", "--as-of", "2025-01-01"
    )
    assert _set_aside(stormy) == _set_aside(calm) != []

"""A command loads what it uses, and so starts at once."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "alembic",
    "duckdb",
    "fastapi",
    "httpx",
    "liquid",
    "pandas",
    "phonenumbers",
    "polars",
    "pyarrow",
    "scipy",
}
LOADED = """
import contextlib, io, json, sys
from evergrow.cli import main

def loaded():
    return sorted({name.partition(".")[0] for name in sys.modules})

sys.argv = ["evergrow", "--help"]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
for_help = loaded()
import evergrow.cli.reach
from evergrow.web import report_json
import pyarrow
pyarrow.array([1])
for_a_report = loaded()
import evergrow.runtime.rehearsals
from evergrow.runtime import tick
print(json.dumps([for_help, for_a_report, callable(tick)]))
"""


def test_help_loads_no_engine_and_a_report_neither_the_application_nor_the_tick() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    for_help, for_a_report, is_tick_a_function = json.loads(done.stdout)

    assert HEAVY.isdisjoint(for_help)
    assert HEAVY & set(for_a_report) == {"duckdb", "pyarrow"}
    assert is_tick_a_function, "the file `tick` stands where its function belongs"

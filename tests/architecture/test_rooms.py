"""Which room may do what: only storage touches a database, only the outer rooms read the clock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, Source, everything, product

OUTER_ROOMS = {"runtime", "web", "cli"}
DATABASE_MODULES = {"sqlite3", "duckdb", "psycopg", "clickhouse_connect", "pyspark"}
DATABASE_VERBS = {
    "execute",
    "executemany",
    "executescript",
    "commit",
    "rollback",
    "raw_sql",
    "create_engine",
    "to_pyarrow",
    "to_pyarrow_batches",
    "to_pandas",
    "to_polars",
    "insert_into",
}
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "ibis.now",
    "ibis.today",
    "func.now",
    "func.current_timestamp",
}


def _found(sources: list[Source], judge: object) -> list[str]:
    assert callable(judge)
    return [
        f"{source.place}:{line} {text}" for source in sources for line, text in source.calls() if judge(text)
    ]


def touches_a_database(call: str) -> bool:
    owner, _, verb = call.rpartition(".")
    opens = verb == "connect" and owner.rpartition(".")[2] in {
        "ibis",
        "duckdb",
        "sqlite3",
        "psycopg",
        "engine",
    }
    return opens or verb in DATABASE_VERBS or owner in {"ibis.duckdb", "ibis.clickhouse", "ibis.pyspark"}


def reads_the_clock(call: str) -> bool:
    return call in CLOCKS


def test_only_storage_executes_connects_and_commits() -> None:
    outside = [source for source in product() if source.room != "storage"]
    broken = _found(outside, touches_a_database)
    broken += [
        f"{source.place}:{line} imports {module}"
        for source in outside
        for line, module, _ in source.imports()
        if module.split(".")[0] in DATABASE_MODULES
    ]

    assert not broken, "\n".join(broken)


def test_only_the_outer_rooms_read_the_clock() -> None:
    inner = [source for source in product() if source.room not in OUTER_ROOMS]

    broken = _found(inner, reads_the_clock)

    assert not broken, "take `now` as an argument:\n" + "\n".join(broken)


def test_measure_speaks_ibis_and_no_sql() -> None:
    measure = [source for source in product() if source.room == "measure"]
    broken = _found(measure, lambda call: call.rpartition(".")[2] in {"sql", "raw_sql", "text"})
    broken += [
        f"{source.place}:{line} imports {module}"
        for source in measure
        for line, module, _ in source.imports()
        if module.split(".")[0] in {"sqlalchemy", *DATABASE_MODULES}
    ]

    assert not broken, "\n".join(broken)


def test_web_and_cli_translate_without_sql() -> None:
    broken = [
        f"{source.place}:{line} imports {module}"
        for source in product()
        if source.room in {"web", "cli"}
        for line, module, _ in source.imports()
        if module.split(".")[0] in {"sqlalchemy", "ibis", *DATABASE_MODULES}
    ]

    assert not broken, "\n".join(broken)


def test_the_kernel_needs_the_standard_library_only() -> None:
    broken = [
        f"{source.place}:{line} imports {module}"
        for source in product()
        if source.room == "kernel"
        for line, module, _ in source.imports()
        if module.split(".")[0] not in {*sys.stdlib_module_names, "evergrow"}
        or (module.startswith("evergrow") and not module.startswith("evergrow.kernel"))
    ]

    assert not broken, "\n".join(broken)


def test_the_product_has_no_pandas_and_no_tests_in_it() -> None:
    barred = {"pandas", "pytest", "hypothesis", "tests"}
    broken = [
        f"{source.place}:{line} imports {module}"
        for source in product()
        if source.room != "testing"
        for line, module, _ in source.imports()
        if module.split(".")[0] in barred
    ]

    assert not broken, "\n".join(broken)


def test_no_test_mocks() -> None:
    broken = [
        f"{source.place}:{line} imports {module}"
        for source in everything()
        for line, module, name in source.imports()
        if module.startswith(("unittest.mock", "mock", "pytest_mock"))
        or (module, name) == ("unittest", "mock")
    ]

    assert not broken, "\n".join(broken)


def test_the_layers_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")

    said = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    ("call", "is_found"),
    [
        ("connection.execute", True),
        ("ibis.duckdb.connect", True),
        ("engine.connect", True),
        ("warehouse.fetch", False),
        ("signal.connect", False),
    ],
)
def test_the_check_tells_a_database_from_other_things(call: str, is_found: bool) -> None:
    assert touches_a_database(call) is is_found


@pytest.mark.parametrize(
    ("call", "is_found"), [("datetime.now", True), ("time.monotonic", False), ("clock.now", False)]
)
def test_the_check_tells_the_clock_from_a_stopwatch(call: str, is_found: bool) -> None:
    assert reads_the_clock(call) is is_found

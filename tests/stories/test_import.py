"""`evergrow import`: from a file to the numbers, whether a server runs or not, as often as one likes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.stories.processes import run, serving

ORDERS = """order_id,customer_id,date,price,quantity,country
1,ana,2024-03-01 10:00,2.50,2,DE
1,ana,2024-03-01 10:00,5.00,1,DE
2,bo,2024-03-02 11:00,1.00,1,FR
3,ana,2024-03-03 12:00,1.00,-1,DE
4,,2024-03-04 12:00,1.00,1,DE
5,bo,2024-03-05 12:00,free,1,FR
"""


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(*map(str, arguments))


def _imported(file: Path, data: Path, kind: str = "orders", *more: str) -> dict[str, Any]:
    done = _run("import", file, "--as", kind, "--data", data, "--format", "json", *more)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def _counts(done: dict[str, Any]) -> tuple[int, int, int, int]:
    return done["rows_read"], done["accepted_rows"], done["quarantined_rows"], done["duplicate_rows"]


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def test_a_file_is_imported_without_a_server_and_a_second_time_changes_nothing(
    orders: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"

    first = _imported(orders, data)
    assert _counts(first) == (6, 4, 2, 0)
    assert (first["orders"], first["refunds"], first["customers"], first["status"]) == (2, 1, 2, "done")
    numbers = json.loads(
        _run("report", "customers", "--as-of", "2025-01-01", "--data", data, "--format", "json").stdout
    )
    assert (numbers["buyers"], numbers["orders"], numbers["revenue_micros"]) == (2, 2, 11_000_000)

    assert _counts(_imported(orders, data)) == (6, 0, 0, 6)
    again = json.loads(
        _run("report", "customers", "--as-of", "2025-01-01", "--data", data, "--format", "json").stdout
    )
    assert again == numbers


def test_a_file_is_imported_beside_a_running_server(orders: Path, tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        done = _imported(orders, tmp_path / "data")

        assert _counts(done) == (6, 4, 2, 0)
        assert server.settled()["quarantined"] == 2


def test_the_plan_is_shown_before_and_every_row_accounted_for_after(orders: Path, tmp_path: Path) -> None:
    done = _run("import", orders, "--as", "orders", "--data", tmp_path / "data")

    assert done.returncode == 0
    assert "order_id" in done.stderr
    assert "comma" in done.stderr
    for word in ("read", "accepted", "in quarantine", "there before"):
        assert word in done.stdout


def test_a_file_that_lacks_columns_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("number,who\n1,ana\n")

    done = _run("import", path, "--as", "orders", "--data", tmp_path / "data")

    assert done.returncode == 2
    assert done.stderr.count("import.missing_column") == 4
    assert "The file has the columns number, who." in done.stderr
    assert not (tmp_path / "data").exists()


def test_an_unknown_time_zone_is_refused(orders: Path, tmp_path: Path) -> None:
    done = _run("import", orders, "--as", "orders", "--zone", "Mars/Olympus", "--data", tmp_path / "data")

    assert (done.returncode, "zone.unknown" in done.stderr) == (2, True)

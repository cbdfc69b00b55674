"""A large file is read in flat memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MEASURE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from evergrow.ingest.files import ImportOptions, Job, run_import

path, kind = Path(sys.argv[1]), sys.argv[2]
job = Job(path=path, filename=path.name, options=ImportOptions(kind=kind), import_id="imp_1", source_id="files",
          now=datetime(2026, 11, 21, tzinfo=UTC), folder=path.parent)
written = run_import(job, lambda entries: 1)
status = Path("/proc/self/status").read_text()  # getrusage would tell of whoever started this process too
peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
print(written.rows_read, int(peak.split()[1]) // 1024)
"""


def _peak_megabytes(path: Path, kind: str) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, path, kind], capture_output=True, text=True, check=True
    )
    rows, peak = map(int, done.stdout.split())
    return rows, peak


@pytest.mark.parametrize("kind", ["orders", "events"])
def test_three_times_the_file_needs_hardly_more_memory(tmp_path: Path, kind: str) -> None:
    """75 MB against 225 MB, every order another customer's. What does not fit rests on disk: 48 MB of order lines are
    kept, and 24 MB of what they tell of customers, whatever comes.
    """
    header = (
        "order_id,customer_id,date,price,product_name,email\n"
        if kind == "orders"
        else "event,user_id,date,price,note,email\n"
    )
    text = "tea " * 90
    peaks = []
    for rows in (180_000, 540_000):
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as file:
            file.write(header)
            file.writelines(
                f"{n // 2},customer-{n // 2},2024-03-01 10:00:{n % 60:02},1.25,{text},{n // 2}@example.com\n"
                for n in range(rows)
            )
        read, peak = _peak_megabytes(path, kind)
        assert read == rows
        peaks.append(peak)
        path.unlink()

    assert peaks[1] < 1.3 * peaks[0]
    assert peaks[1] < 800

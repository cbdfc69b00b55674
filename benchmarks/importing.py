"""A file of order lines in, beside DuckDB only reading it."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import duckdb

from benchmarks.figures import Line, a_second, share
from benchmarks.server import COMMAND

LINES = """
copy (
    select 'A' || (i // 25) as InvoiceNo, 'S' || (i * 7919 % 4000) as StockCode, 'Article ' || (i * 7919 % 4000) as Description,
        1 + i % 12 as Quantity, timestamp '2025-01-01 08:00:00' + interval 1 minute * (i // 25) as InvoiceDate,
        round(0.5 + (i * 31 % 2000) / 100, 2) as UnitPrice, 12000 + (i // 25) * 7919 % 4400 as CustomerID, 'Japan' as Country
    from range({count}) as t(i)
) to '{file}' (header)
"""


def measure(folder: Path, lines: int) -> list[Line]:
    """`lines` order lines of 25-line orders, as the public Online Retail data has them."""
    file = folder / "orders.csv"
    duckdb.sql(LINES.format(count=lines, file=file))
    start = time.perf_counter()
    duckdb.sql(
        f"select count(*), sum(Quantity * UnitPrice), count(distinct InvoiceNo) from '{file}'"
    ).fetchall()  # pyright: ignore[reportOptionalMemberAccess]
    read = lines / (time.perf_counter() - start)
    start = time.perf_counter()
    command = [
        *COMMAND,
        "import",
        str(file),
        "--as",
        "orders",
        "--data",
        str(folder / "imported"),
        "--format",
        "json",
    ]
    subprocess.run(command, check=True, capture_output=True)
    imported = lines / (time.perf_counter() - start)
    return [
        Line(
            what="lines of a CSV of orders, the whole command",
            figure=a_second(imported, "lines"),
            beside=f"DuckDB summing up the file: {a_second(read, 'lines')}",
            ratio=share(imported, read),
        )
    ]

"""A DuckDB database for one piece of work, on disk, thrown away afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb


@contextmanager
def scratch(folder: Path, *, memory_limit: str = "512MB", threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database that spills into `folder` beyond `memory_limit`; the folder's file is gone after the block."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "scratch.duckdb"
    path.unlink(missing_ok=True)
    connection = duckdb.connect(
        str(path), config={"memory_limit": memory_limit, "threads": threads, "temp_directory": str(folder / "spill")}
    )
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()
        path.unlink(missing_ok=True)

"""A DuckDB database for one piece of work, on disk, thrown away afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa


class Scratch:
    """Tables that live as long as the work. One thread uses it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def bind(self, name: str, rows: pa.Table) -> None:
        """Let `name` stand for these rows, without a copy, until it is bound again."""
        self._connection.register(name, rows)

    def fetch(self, sql: str) -> pa.Table:
        """All rows of a query."""
        return self._connection.sql(sql).to_arrow_table()


@contextmanager
def scratch(folder: Path, *, memory_limit: str = "512MB", threads: int = 2) -> Iterator[Scratch]:
    """A database that spills into `folder` beyond `memory_limit`; the folder's file is gone after the block."""
    folder.mkdir(parents=True, exist_ok=True)
    path, spill = folder / "scratch.duckdb", folder / "spill"
    path.unlink(missing_ok=True)
    connection = duckdb.connect(
        str(path), config={"memory_limit": memory_limit, "threads": threads, "temp_directory": str(spill)}
    )
    try:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        yield Scratch(connection)
    finally:
        connection.close()
        path.unlink(missing_ok=True)
        shutil.rmtree(spill, ignore_errors=True)

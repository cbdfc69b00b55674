"""Texts parsed once: DuckDB parses about a megabyte of SQL a second, and a tick asks the same 60 KB every time.

A prepared statement would not help further: DuckDB 2 plans it anew at each run, by the rows there are (measured).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

import duckdb

KEPT: Final = 2_000_000
"""Characters in all; each takes some 8 bytes parsed."""
SHORTEST: Final = 120
"""Characters; what is shorter is parsed as quickly as it is looked up."""


class Statements:
    """The parsed texts of one warehouse. Safe from any thread: a statement is copied when it runs."""

    def __init__(self) -> None:
        self._parsed: OrderedDict[str, duckdb.Statement] = OrderedDict()
        self._lock = threading.Lock()
        self._characters = 0

    def parsed(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement | str:
        """The one statement that the text is, to be run on any cursor of the warehouse."""
        if len(sql) < SHORTEST:
            return sql
        with self._lock:
            found = self._parsed.get(sql)
            if found is not None:
                self._parsed.move_to_end(sql)
                return found
        (found,) = cursor.extract_statements(sql)
        with self._lock:
            self._characters += 0 if sql in self._parsed else len(sql)
            self._parsed[sql] = found
            while self._characters > KEPT and len(self._parsed) > 1:
                self._characters -= len(self._parsed.popitem(last=False)[0])
        return found

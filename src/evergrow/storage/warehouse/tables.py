"""How a room declares a table it keeps in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir


@dataclass(frozen=True)
class WarehouseTable:
    """A name and its columns in Ibis's type words ("int64", "string", "timestamp(6)"; "!" before it: never null)."""

    name: str
    columns: Mapping[str, str]

    @property
    def schema(self) -> ibis.Schema:
        return ibis.schema(self.columns)

    @property
    def rows(self) -> ir.Table:
        """The table as an Ibis expression, bound to no engine: the same on DuckDB, ClickHouse and Spark."""
        return ibis.table(self.schema, name=self.name)

"""How a room declares a table it keeps in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class WarehouseTable:
    """A name and its columns in Ibis's type words ("int64", "string", "timestamp(6)"; "!" before it: never null).

    Attributes:
        order: Columns by which rows lie, at least those that were written together: whoever reads a span of them skips
            the rest unread. See `Warehouse.put_in_order`.
    """

    name: str
    columns: Mapping[str, str]
    order: tuple[str, ...] = ()

    @property
    def declared(self) -> ibis.Schema:
        """The columns as the engine keeps them, null only where it may be."""
        return ibis.schema(self.columns)

    @property
    def schema(self) -> ibis.Schema:
        """The columns as expressions see them. A union takes only equal types, so there all may be null."""
        return ibis.schema({name: kind.copy(nullable=True) for name, kind in self.declared.items()})

    @property
    def rows(self) -> ir.Table:
        """The table as an Ibis expression, bound to no engine: the same on DuckDB, ClickHouse and Spark."""
        return ibis.table(self.schema, name=self.name)

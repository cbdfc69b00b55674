"""DuckDB's SQL of an expression, where Ibis writes what DuckDB can do in a slower way than it has."""

from __future__ import annotations

from typing import Any, Final

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.backends.sql.compilers import duckdb


class _Compiler(duckdb.DuckDBCompiler):
    """Ibis writes `first(a order by b)` for the `a` of the smallest `b`, for which DuckDB makes a text to sort by of every `b`.

    Taken directly it is the same, down to which of several equal ones it is. Only where every `b` is null it would be null,
    and nothing here asks for that; `b` of other kinds than whole numbers and instants are left alone.
    """

    def visit_ArgMin(self, op: ops.ArgMin, *, arg: Any, key: Any, where: Any) -> Any:
        if not _is_plain(op.key.dtype):
            return super().visit_ArgMin(op, arg=arg, key=key, where=where)
        return self.agg.arg_min_null(arg, key, where=where)  # pyright: ignore[reportAttributeAccessIssue]

    def visit_ArgMax(self, op: ops.ArgMax, *, arg: Any, key: Any, where: Any) -> Any:
        if not _is_plain(op.key.dtype):
            return super().visit_ArgMax(op, arg=arg, key=key, where=where)
        return self.agg.arg_max_null(arg, key, where=where)  # pyright: ignore[reportAttributeAccessIssue]


def _is_plain(key: dt.DataType) -> bool:
    return key.is_integer() or key.is_timestamp()


_COMPILER: Final = _Compiler()


def written(expression: ir.Table) -> str:
    """The expression as DuckDB's text."""
    return _COMPILER.to_sqlglot(expression.unbind()).sql(dialect=_COMPILER.dialect, pretty=True)

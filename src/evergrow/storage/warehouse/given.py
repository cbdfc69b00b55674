"""Tables that a caller brings along, with the columns that are needed of them: Ibis as it is, all else by Arrow's stream.

So what measures an account measures anybody's own table: of Ibis, Arrow, Polars, pandas or DuckDB.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol, cast

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.kernel import Problem, Refusal, refuse

_HOLDS: Final = {
    "at": "when, a timestamp in UTC",
    "basket": "which basket, a number or text",
    "context": "JSON text as Segment writes it",
    "conversions": "how often, a number",
    "currency": "an ISO code, null where there is no money",
    "customer": "who, a number or text",
    "customer_key": "who, a number or text",
    "entered_at": "when, a timestamp in UTC",
    "item": "which product, text",
    "kind": "page, screen or track",
    "name": "what happened, as in Order Completed",
    "path": "the way, as in search > email",
    "properties": "JSON text as Segment writes it",
    "revenue_micros": "money in millionths, a whole number, null where there is none",
    "stage": "its id, text",
    "weight": "how much, above 0",
}


class HasArrowStream(Protocol):
    """Anything that hands its rows over as Arrow: tables of Arrow, Polars, pandas and DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """See Arrow's PyCapsule interface."""
        ...


Given = ir.Table | HasArrowStream


def as_table(given: Given, *columns: str, what: str = "events") -> ir.Table:
    """The table to ask; nothing is read. An Ibis table stays as it is, on its own engine.

    Args:
        given: What the caller brought.
        columns: The columns that are read of it.
        what: The name of what was brought, for the reader of a refusal.

    Raises:
        Refusal: `table.kind`, `table.column`.
    """
    table = cast(ir.Table, given) if isinstance(given, ir.Table) else ibis.memtable(_arrow(given, what))
    want_columns(table.columns, columns, what)
    return table


def as_rows(given: Given, *columns: str, what: str) -> pa.Table:
    """The rows, which of an Ibis table are computed now; see `as_table`."""
    rows = cast(ir.Table, given).to_pyarrow() if isinstance(given, ir.Table) else _arrow(given, what)
    want_columns(rows.column_names, columns, what)
    return rows


def _arrow(given: Any, what: str) -> pa.Table:
    if isinstance(given, pa.Table):
        return given
    if not hasattr(given, "__arrow_c_stream__"):
        raise refuse(
            "table.kind",
            f"{what} is a {type(given).__name__}, which is no table.",
            where=what,
            next_step="Hand over a table of Ibis, Arrow, Polars, pandas or DuckDB; pyarrow.Table.from_pylist makes one of rows.",
        )
    return pa.table(given)


def want_columns(has: Sequence[str], columns: Sequence[str], what: str = "events") -> None:
    """Refuse what lacks a column that is read, naming each.

    Raises:
        Refusal: `table.column`.
    """
    lacking = [name for name in columns if name not in has]
    if lacking:
        raise Refusal(*(_lacking(name, has, what) for name in lacking))


def _lacking(name: str, has: Sequence[str], what: str) -> Problem:
    holds = f" ({_HOLDS[name]})" if name in _HOLDS else ""
    return Problem(
        code="table.column",
        what=f"{what} has no column {name}{holds}.",
        where=what,
        next_step=f"Rename or add one; there are {', '.join(has)}.",
    )

"""Sets of small numbers as the bits of one integer: where a customer stood at 60 dates fits in one column."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportOperatorIssue=false

from __future__ import annotations

import ibis
import ibis.expr.types as ir

MOST_BITS = 62


@ibis.udf.agg.builtin(name="bit_or")
def union_of(bits: int) -> int:  # pyright: ignore[reportReturnType]
    """All bits that are set in any row. The engine's own `bit_or`; Ibis has no rule for it on Spark."""


def has_all(bits: ir.Value, wanted: int) -> ir.BooleanValue:
    """Whether every bit of `wanted` is set."""
    mask = ibis.literal(wanted, type="int64")
    return (bits & mask) == mask


def has_any(bits: ir.Value, wanted: int) -> ir.BooleanValue:
    """Whether at least one bit of `wanted` is set."""
    return (bits & ibis.literal(wanted, type="int64")) != 0

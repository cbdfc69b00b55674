"""The one compiler: a condition becomes an Ibis expression, whatever table it is asked of."""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from functools import reduce
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from evergrow.definitions.conditions.spec import (
    Both,
    Comparison,
    Condition,
    Either,
    InSegment,
    Looked,
    Not,
    Operator,
    Plain,
    Span,
    Value,
)

Column = ir.Value | tuple[ir.Value, ...]
Resolve = Callable[[Looked], Column]
_OPERATORS: Final[dict[Operator, Callable[[Any, Any], Any]]] = {
    ">=": python.ge,
    "<=": python.le,
    ">": python.gt,
    "<": python.lt,
    "=": python.eq,
    "!=": python.ne,
}
_REACHED: Final[dict[Operator, Operator]] = {">": ">=", "<=": "<"}
"""A length of time is over at its very instant: "more than 30 days ago" begins 30 days later, not a moment after."""


def compile_condition(
    condition: Condition,
    resolve: Resolve,
    *,
    segment: Callable[[str], ir.BooleanValue] | None = None,
    is_today: Callable[[ir.Value], ir.BooleanValue] | None = None,
) -> ir.BooleanValue:
    """The condition over the columns that `resolve` names for its operands. Lazy: nothing is executed.

    An operand without a value (null) satisfies no comparison, and so every `not` of one. A text that is compared
    with a number is read as a number, and lengths of time are seconds. Of an operand with several values (a list, or
    several columns) one that is so is enough.

    Args:
        condition: What is asked.
        resolve: The column of an operand, or its columns.
        segment: Whether the customer is in the segment of a name; needed where the condition asks for one.
        is_today: Whether a date's day and month are the customer's today; likewise.
    """

    def compiled(part: Condition) -> ir.BooleanValue:
        match part:
            case Comparison(operand, "is today"):
                assert is_today is not None
                column = resolve(operand)
                assert not isinstance(column, tuple)
                return is_today(column).fill_null(False)
            case Comparison(operand, operator, value):
                return _some(resolve(operand), operator, value)
            case InSegment(name):
                assert segment is not None
                return segment(name)
            case Both(parts):
                return reduce(python.and_, (compiled(each) for each in parts))
            case Either(parts):
                return reduce(python.or_, (compiled(each) for each in parts))
            case Not(inner):
                return ~compiled(inner)

    return compiled(condition)


def _some(column: Any, operator: Operator, value: Value) -> ir.BooleanValue:
    if isinstance(column, tuple):
        return reduce(python.or_, (_some(each, operator, value) for each in column))
    if not isinstance(column, ir.ArrayValue):
        return _test(column, operator, value).fill_null(False)
    if operator == "=" and isinstance(value, str):
        return column.contains(value).fill_null(False)
    found = column.filter(lambda each: _test(each, operator, value).fill_null(False))
    return (found.length() > 0).fill_null(False)


def _test(column: Any, operator: Operator, value: Value) -> Any:
    if operator == "is known":
        return column.notnull()
    if operator == "contains":
        return _text(column).lower().contains(str(value).lower())
    if operator == "starts with":
        return _text(column).lower().startswith(str(value).lower())
    if isinstance(value, tuple):
        return reduce(python.or_, (_test(column, "=", one) for one in value))
    if isinstance(value, Span):
        return _OPERATORS[_REACHED.get(operator, operator)](_like(column, value.seconds), value.seconds)
    return _OPERATORS[operator](_like(column, value), value if not _is_flag(column, value) else bool(value))


def _like(column: Any, value: Plain) -> Any:
    """The column as the value's type, so that '20' of a property is 20 beside a number; null where it is none."""
    if isinstance(column, ir.StringValue):
        if isinstance(value, bool):
            return ibis.cases((column.lower() == "true", True), (column.lower() == "false", False))
        return column.try_cast("float64") if isinstance(value, int | float) else column
    if isinstance(column, ir.BooleanValue):
        return (
            column
            if _is_flag(column, value)
            else _text(column)
            if isinstance(value, str)
            else column.cast("int64")
        )
    if isinstance(value, str):
        return column.cast("string")
    return column.cast("boolean") if isinstance(value, bool) else column


def _is_flag(column: Any, value: Plain) -> bool:
    return isinstance(column, ir.BooleanValue) and isinstance(value, bool)


def _text(column: Any) -> Any:
    return column if isinstance(column, ir.StringValue) else column.cast("string")

"""The one compiler: a condition becomes an Ibis expression, whatever table it is asked of."""

from __future__ import annotations

import operator as python
from collections.abc import Callable
from functools import reduce
from typing import Any, Final

import ibis.expr.types as ir

from evergrow.definitions.conditions.spec import Both, Comparison, Condition, Either, Not, Operand, Operator

Resolve = Callable[[Operand], ir.Value]
_OPERATORS: Final[dict[Operator, Callable[[Any, Any], Any]]] = {
    ">=": python.ge,
    "<=": python.le,
    ">": python.gt,
    "<": python.lt,
    "=": python.eq,
    "!=": python.ne,
}


def compile_condition(condition: Condition, resolve: Resolve) -> ir.BooleanValue:
    """The condition over the columns that `resolve` names for its operands. Lazy: nothing is executed.

    An operand without a value (null) satisfies no comparison, and so every `not` of one.
    """
    match condition:
        case Comparison(operand, operator, value):
            return _OPERATORS[operator](resolve(operand), value).fill_null(False)
        case Both(parts):
            return reduce(python.and_, (compile_condition(part, resolve) for part in parts))
        case Either(parts):
            return reduce(python.or_, (compile_condition(part, resolve) for part in parts))
        case Not(part):
            return ~compile_condition(part, resolve)

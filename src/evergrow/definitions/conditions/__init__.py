"""Conditions: one grammar for every rule, one compiler to Ibis."""

from evergrow.definitions.conditions.compile import Resolve, compile_condition
from evergrow.definitions.conditions.read import read_condition
from evergrow.definitions.conditions.spec import (
    Both,
    Comparison,
    Condition,
    Either,
    Not,
    Operand,
    Operator,
    Value,
    operands,
)

__all__ = [
    "Both",
    "Comparison",
    "Condition",
    "Either",
    "Not",
    "Operand",
    "Operator",
    "Resolve",
    "Value",
    "compile_condition",
    "operands",
    "read_condition",
]

"""Conditions: one grammar for every rule, one compiler to Ibis."""

from evergrow.definitions.conditions.check import (
    Known,
    event_problems_of,
    is_of_products,
    problems_of,
    segment_problems_of,
)
from evergrow.definitions.conditions.compile import Column, Resolve, compile_condition
from evergrow.definitions.conditions.foretold import CHANCES, FORETOLD
from evergrow.definitions.conditions.read import read_condition
from evergrow.definitions.conditions.sentence import Language, Titles, sentence
from evergrow.definitions.conditions.spec import (
    Behaviour,
    Both,
    Comparison,
    Condition,
    Either,
    InSegment,
    Looked,
    Not,
    Operand,
    Operator,
    Plain,
    Reading,
    Share,
    Span,
    Unit,
    Value,
    comparisons,
    operands,
    segments_named,
)
from evergrow.definitions.conditions.tree import Tree, condition_of, tree_of

__all__ = [
    "CHANCES",
    "FORETOLD",
    "Behaviour",
    "Both",
    "Column",
    "Comparison",
    "Condition",
    "Either",
    "InSegment",
    "Known",
    "Language",
    "Looked",
    "Not",
    "Operand",
    "Operator",
    "Plain",
    "Reading",
    "Resolve",
    "Share",
    "Span",
    "Titles",
    "Tree",
    "Unit",
    "Value",
    "comparisons",
    "compile_condition",
    "condition_of",
    "event_problems_of",
    "is_of_products",
    "operands",
    "problems_of",
    "read_condition",
    "segment_problems_of",
    "segments_named",
    "sentence",
    "tree_of",
]

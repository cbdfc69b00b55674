"""A condition as JSON, for a builder that shows every part as a row, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from evergrow.definitions.conditions.read import DEEPEST
from evergrow.definitions.conditions.spec import (
    UNARY,
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
)
from evergrow.kernel import Refusal, refuse

Tree = dict[str, Any]
_MOST_PARTS: Final = 200


def tree_of(condition: Condition) -> Tree:
    """The condition as JSON. `kind` names each part: all, any, not, segment, compare."""
    match condition:
        case Both(parts):
            return {"kind": "all", "parts": [tree_of(part) for part in parts]}
        case Either(parts):
            return {"kind": "any", "parts": [tree_of(part) for part in parts]}
        case Not(part):
            return {"kind": "not", "part": tree_of(part)}
        case InSegment(name):
            return {"kind": "segment", "name": name}
        case Comparison(operand, operator, value):
            return {
                "kind": "compare",
                "operand": _operand_tree(operand),
                "operator": operator,
                "value": _value_tree(value),
            }


def condition_of(tree: Any, *, where: str = "condition") -> Condition:
    """The condition that JSON states.

    Raises:
        Refusal: `condition.misshapen`, with the place in the tree.
    """
    return _read(tree, where, 0)


def _operand_tree(operand: Looked) -> Tree:
    within = None if operand.within is None else _value_tree(operand.within)
    match operand:
        case Operand(name):
            return {"kind": "field", "name": name, "within": within}
        case Behaviour(reading, event, of, where, _):
            inner = None if where is None else tree_of(where)
            return {
                "kind": "events",
                "reading": reading,
                "event": event,
                "of": of,
                "where": inner,
                "within": within,
            }
        case Share(of, event, where, _):
            inner = None if where is None else tree_of(where)
            return {"kind": "share", "of": tree_of(of), "event": event, "where": inner, "within": within}


def _value_tree(value: Value) -> Any:
    if isinstance(value, Span):
        return {"amount": value.amount, "unit": value.unit}
    return list(value) if isinstance(value, tuple) else value


def _read(tree: Any, where: str, depth: int) -> Condition:
    if depth > DEEPEST:
        raise _misshapen(f"at most {DEEPEST} levels", where)
    kind = _mapping(tree, where).get("kind")
    if kind in ("all", "any"):
        listed = tree.get("parts")
        if not isinstance(listed, list) or not 1 <= len(listed) <= _MOST_PARTS:
            raise _misshapen("a list of parts", f"{where}.parts")
        parts = tuple(_read(part, f"{where}.parts[{place}]", depth + 1) for place, part in enumerate(listed))
        joined = Both if kind == "all" else Either
        flat = tuple(each for part in parts for each in (part.parts if isinstance(part, joined) else (part,)))
        return flat[0] if len(flat) == 1 else joined(flat)
    if kind == "not":
        return Not(_read(tree.get("part"), f"{where}.part", depth + 1))
    if kind == "segment":
        return InSegment(_text(tree, "name", where))
    if kind == "compare":
        return _comparison(tree, where, depth)
    raise _misshapen("a kind of all, any, not, segment or compare", f"{where}.kind")


def _comparison(tree: Mapping[str, Any], where: str, depth: int) -> Comparison:
    operator = tree.get("operator")
    if operator not in get_args(Operator):
        raise _misshapen(f"one of {', '.join(get_args(Operator))}", f"{where}.operator")
    value = True if operator in UNARY else _value(tree.get("value"), f"{where}.value")
    if (operator == "in") != isinstance(value, tuple):
        raise _misshapen("a list of values with 'in', one value else", f"{where}.value")
    if operator in ("contains", "starts with") and not isinstance(value, str):
        raise _misshapen("a text", f"{where}.value")
    return Comparison(
        _operand(tree.get("operand"), f"{where}.operand", depth), cast(Operator, operator), value
    )


def _operand(tree: Any, where: str, depth: int) -> Looked:
    kind = _mapping(tree, where).get("kind")
    within = None if tree.get("within") is None else _span(tree["within"], f"{where}.within")
    if kind == "field":
        return Operand(_text(tree, "name", where), within)
    inner = None if tree.get("where") is None else _read(tree["where"], f"{where}.where", depth + 1)
    event = None if tree.get("event") is None else _text(tree, "event", where)
    if kind == "share":
        of = _read(tree.get("of"), f"{where}.of", depth + 1)
        if not isinstance(of, Comparison):
            raise _misshapen("one comparison", f"{where}.of")
        return Share(of, event, inner, within)
    if kind == "events" and tree.get("reading") in get_args(Reading):
        reading = cast(Reading, tree["reading"])
        needs_field = reading != "count" and not reading.startswith("time")
        return Behaviour(reading, event, _text(tree, "of", where) if needs_field else None, inner, within)
    raise _misshapen("a field, events with their reading, or a share", where)


def _value(value: Any, where: str) -> Value:
    if isinstance(value, list) and value:
        return tuple(_plain(one, where) for one in value)
    return _span(value, where) if isinstance(value, dict) else _plain(value, where)


def _plain(value: Any, where: str) -> Plain:
    if isinstance(value, bool | int | float | str):
        return value
    raise _misshapen("a number, a text, true or false", where)


def _span(value: Any, where: str) -> Span:
    amount, unit = _mapping(value, where).get("amount"), value.get("unit")
    if isinstance(amount, int) and 0 < amount <= 36_500 * 1_440 and unit in get_args(Unit):
        return Span(amount, cast(Unit, unit))
    raise _misshapen('a length such as {"amount": 90, "unit": "days"}', where)


def _text(tree: Mapping[str, Any], key: str, where: str) -> str:
    value = tree.get(key)
    if isinstance(value, str) and value:
        return value
    raise _misshapen("a text", f"{where}.{key}")


def _mapping(tree: Any, where: str) -> Mapping[str, Any]:
    if isinstance(tree, dict):
        return tree
    raise _misshapen("an object", where)


def _misshapen(expected: str, where: str) -> Refusal:
    return refuse(
        "condition.misshapen",
        f"Expected {expected}.",
        where=where,
        next_step="See the API reference for the shape of a condition.",
        status=422,
    )

"""Conditions judged the slow and obvious way: one customer, one instant, plain Python over plain rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from evergrow.definitions.conditions import (
    Behaviour,
    Both,
    Comparison,
    Condition,
    Either,
    InSegment,
    Not,
    Operand,
    Share,
    Span,
    Value,
)
from tests.unit.measure.segments.histories import Happened, Stated


class Obvious:
    """One customer as of one instant."""

    def __init__(
        self, happened: Sequence[Happened], stated: Sequence[Stated], customer: int, at: datetime
    ) -> None:
        self.events = [one for one in happened if one.customer == customer and one.at <= at]
        self.stated = [one for one in stated if one.customer == customer and one.at <= at]
        self.at = at

    def holds(self, condition: Condition) -> bool:
        match condition:
            case Both(parts):
                return all(self.holds(part) for part in parts)
            case Either(parts):
                return any(self.holds(part) for part in parts)
            case Not(part):
                return not self.holds(part)
            case Comparison(operand, operator, value):
                return _compared(self._of(operand), operator, value)
            case InSegment():
                raise AssertionError("none is asked about")

    def _of(self, operand: Operand | Behaviour | Share) -> Any:
        match operand:
            case Operand(name):
                return self._stated(name)
            case Share(of, event, where, within):
                found = self._found(event, where, within)
                like = [one for one in found if _compared(_field(one, of.operand), of.operator, of.value)]
                return len(like) / len(found) if found else None
            case Behaviour(reading, event, of, where, within):
                return self._read(reading, of, self._found(event, where, within))

    def _read(self, reading: str, of: str | None, found: list[Happened]) -> Any:
        if reading == "count":
            return len(found)
        if reading.startswith("time"):
            instants = [one.at for one in found]
            if not instants:
                return None
            return self.at - (min(instants) if reading.endswith("first") else max(instants))
        pairs = [(one.at, _field(one, Operand(of or ""))) for one in found]
        if reading in ("first", "last"):
            told = sorted((at, str(value)) for at, value in pairs if value is not None)
            return (told[0] if reading == "first" else told[-1])[1] if told else None
        numbers = [number for _, value in pairs for number in [_number(value)] if number is not None]
        if reading == "sum":
            return sum(numbers)
        if not numbers:
            return None
        return {"average": sum(numbers) / len(numbers), "highest": max(numbers), "lowest": min(numbers)}[
            reading
        ]

    def _found(self, event: str | None, where: Condition | None, within: Span | None) -> list[Happened]:
        edge = timedelta(seconds=within.seconds) if within else None
        return [
            one
            for one in self.events
            if (event is None or one.name == event)
            and (edge is None or self.at - one.at < edge)
            and (where is None or _event_holds(one, where))
        ]

    def _stated(self, name: str) -> Any:
        root, _, key = name.partition(".")
        if root == "trait":
            told = [(one.at, one.value) for one in self.stated if not one.is_consent and one.key == key]
        else:
            channel = key.partition(".")[0]
            told = [
                (one.at, one.value)
                for one in self.stated
                if one.is_consent and one.key in (key, f"{channel}.all")
            ]
        return max(told)[1] if told else None


def _event_holds(event: Happened, condition: Condition) -> bool:
    match condition:
        case Both(parts):
            return all(_event_holds(event, part) for part in parts)
        case Comparison(operand, operator, value):
            return _compared(_field(event, operand), operator, value)
        case _:
            raise AssertionError("not drawn")


def _field(event: Happened, operand: Any) -> Any:
    if operand.name == "revenue":
        return event.revenue
    return event.properties.get(operand.name.removeprefix("properties."))


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _compared(found: Any, operator: str, value: Value) -> bool:
    if found is None:
        return False
    if operator == "is known":
        return True
    if operator == "contains":
        return str(value).lower() in str(found).lower()
    if operator == "in":
        assert isinstance(value, tuple)
        return any(_compared(found, "=", one) for one in value)
    wanted: Any = value
    if isinstance(value, Span):
        wanted = timedelta(seconds=value.seconds)
        operator = {">": ">=", "<=": "<"}.get(operator, operator)
    elif isinstance(value, str):
        found = str(found)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = _number(found)
        if found is None:
            return False
    return {
        ">=": lambda: found >= wanted,
        "<=": lambda: found <= wanted,
        ">": lambda: found > wanted,
        "<": lambda: found < wanted,
        "=": lambda: found == wanted,
        "!=": lambda: found != wanted,
    }[operator]()

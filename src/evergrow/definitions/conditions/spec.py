"""The declared shape of a condition: what every rule, filter, branch and guard is made of.

`str()` of every piece is the text it is read from: a condition that is written reads as itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Operator = Literal[">=", "<=", ">", "<", "=", "!=", "contains", "starts with", "in", "is known", "is today"]
Unit = Literal["minutes", "hours", "days"]
Reading = Literal[
    "count", "sum", "average", "highest", "lowest", "first", "last", "time since first", "time since last"
]
_SECONDS: Final[dict[str, int]] = {"minutes": 60, "hours": 3_600, "days": 86_400}
_SPAN: Final = re.compile(r"\s*(\d{1,9})\s*(minute|hour|day)s?\s*")
_UNITS: Final[dict[str, Unit]] = {"minute": "minutes", "hour": "hours", "day": "days"}
UNARY: Final = ("is known", "is today")
"""Operators that stand behind their operand alone; their value is `True`."""


@dataclass(frozen=True)
class Span:
    """A length of time as it was written: `90 days`."""

    amount: int
    unit: Unit = "days"

    @classmethod
    def read(cls, text: str, *, longest_days: int) -> Span | None:
        """`30 minutes` or `1 day`; None for what is no such length, nothing, or longer."""
        found = _SPAN.fullmatch(text)
        span = cls(int(found[1]), _UNITS[found[2]]) if found else None
        return span if span and 0 < span.seconds <= longest_days * 86_400 else None

    @property
    def seconds(self) -> int:
        return self.amount * _SECONDS[self.unit]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


Plain = int | float | str | bool
Value = Plain | Span | tuple[Plain, ...]


@dataclass(frozen=True)
class Operand:
    """What is looked at by its name: a metric (`within` a span, if given), a trait, the stage, a field of an event."""

    name: str
    within: Span | None = None

    def __str__(self) -> str:
        return _named(self.name) + _window(self.within)


@dataclass(frozen=True)
class Behaviour:
    """What a customer did: how often, how much of a field, the first or last value of it, how long ago.

    Attributes:
        reading: What is read off the events.
        event: Their name; None takes every event.
        of: The field that is summed or whose value is taken; None where events are counted or their age is.
        where: What an event must be like to count.
        within: How old it may be.
    """

    reading: Reading
    event: str | None
    of: str | None = None
    where: Condition | None = None
    within: Span | None = None

    def __str__(self) -> str:
        if self.reading.startswith("time"):
            return f"{self.reading} {_events(self)}"
        of = f" {_named(self.of)} of" if self.of else ""
        reading = f"{self.reading} of" if self.reading in ("count", "sum", "average") else self.reading
        return f"{reading}{of} {_events(self)}"


@dataclass(frozen=True)
class Share:
    """Which part of the events, 0 to 1, is like `of`: what a customer mostly looks at. Nothing where there are none."""

    of: Comparison
    event: str | None
    where: Condition | None = None
    within: Span | None = None

    def __str__(self) -> str:
        return f"share of {self.of} in {_events(self)}"


Looked = Operand | Behaviour | Share


@dataclass(frozen=True)
class Comparison:
    """One operand against one value: `orders in the last 365 days >= 5`."""

    operand: Looked
    operator: Operator
    value: Value

    def __str__(self) -> str:
        if self.operator in UNARY:
            return f"{self.operand} {self.operator}"
        if is_count(self.operand):
            if self._is_at_least_once():
                return f"did {_events(self.operand)}"
            if self.operator == "=" and self.value == 0 and type(self.value) is int:
                return f"did not {_events(self.operand)}"
        elif isinstance(self.operand, Operand) and self.operand.within is None and self._is_at_least_once():
            return str(self.operand)
        return f"{self.operand} {self.operator} {value_text(self.value)}"

    def _is_at_least_once(self) -> bool:
        return self.operator == ">=" and self.value == 1 and type(self.value) is int


@dataclass(frozen=True)
class InSegment:
    """The customer is in the segment of this name."""

    name: str

    def __str__(self) -> str:
        return f"in segment {value_text(self.name)}"


@dataclass(frozen=True)
class Both:
    """All of the parts hold."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, Either) else str(part) for part in self.parts)


@dataclass(frozen=True)
class Either:
    """At least one of the parts holds."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(f"({part})" if isinstance(part, Both) else str(part) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition

    def __str__(self) -> str:
        return f"not {self.part}" if isinstance(self.part, Comparison | InSegment) else f"not ({self.part})"


Condition = Comparison | InSegment | Both | Either | Not


def comparisons(condition: Condition) -> Iterator[Comparison | InSegment]:
    """Every claim about the customer, in reading order, repeats included; not what is inside a `where`."""
    match condition:
        case Comparison() | InSegment():
            yield condition
        case Both(parts) | Either(parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)


def operands(condition: Condition) -> Iterator[Looked]:
    """Every operand the condition looks at, in reading order, repeats included."""
    for claim in comparisons(condition):
        if isinstance(claim, Comparison):
            yield claim.operand


def segments_named(condition: Condition) -> Iterator[str]:
    """The segments the condition asks about."""
    for claim in comparisons(condition):
        if isinstance(claim, InSegment):
            yield claim.name


def is_count(operand: Looked) -> bool:
    """Whether the operand is how often something was done."""
    return isinstance(operand, Behaviour) and operand.reading == "count"


def value_text(value: Value) -> str:
    """A value as a condition writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "(" + ", ".join(value_text(one) for one in value) + ")"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def _named(name: str) -> str:
    plain = name.replace(".", "_")
    return name if plain.isidentifier() and plain.isascii() and name not in KEYWORDS else f"`{name}`"


def _events(operand: Looked) -> str:
    """The events of a behaviour or share with their conditions and window; `count of` has no field before them."""
    assert isinstance(operand, Behaviour | Share)
    name = "any event" if operand.event is None else value_text(operand.event)
    where = "" if operand.where is None else f" where ({operand.where})"
    return f"{name}{where}{_window(operand.within)}"


def _window(within: Span | None) -> str:
    return "" if within is None else f" in the last {within}"


KEYWORDS: Final = frozenset(
    "and or not in true false did any count sum average highest lowest first last share time is contains "
    "starts where of".split()
)
"""Words with a meaning of their own; a name that is one of them is written in backticks."""

"""The declared shape of a condition: what every rule, filter, branch and guard is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal[">=", "<=", ">", "<", "=", "!="]
Value = int | float | str | bool


@dataclass(frozen=True)
class Operand:
    """What is looked at: a metric or a field by `name`, a metric within the last `within_days` if given."""

    name: str
    within_days: int | None = None

    def __str__(self) -> str:
        name = self.name if self.name.replace(".", "_").isidentifier() else f"`{self.name}`"
        return name if self.within_days is None else f"{name} in the last {self.within_days} days"


@dataclass(frozen=True)
class Comparison:
    """One operand against one value: `orders in the last 365 days >= 5`."""

    operand: Operand
    operator: Operator
    value: Value

    def __str__(self) -> str:
        if self.operator == ">=" and self.value == 1 and self.operand.within_days is None:
            return str(self.operand)
        return f"{self.operand} {self.operator} {_value_text(self.value)}"


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
        return f"not {self.part}" if isinstance(self.part, Comparison) else f"not ({self.part})"


Condition = Comparison | Both | Either | Not


def operands(condition: Condition) -> Iterator[Operand]:
    """Every operand the condition looks at, in reading order, repeats included."""
    match condition:
        case Comparison(operand):
            yield operand
        case Both(parts) | Either(parts):
            for part in parts:
                yield from operands(part)
        case Not(part):
            yield from operands(part)


def _value_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)

"""The declared shape of a lifecycle map: its metrics, its stages in order, and the moves it wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from evergrow.definitions.conditions import Condition, Operand, operands

BUILT_IN_METRICS: Final = ("seen", "known")
"""Metrics every map has: `seen` from the first event on, `known` from the first id or address on."""


@dataclass(frozen=True, kw_only=True)
class EventMetric:
    """A number that grows with events: how many there were, or the sum of a field of theirs."""

    name: str
    events: tuple[str, ...]
    where: Condition | None = None
    sum_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A place in the lifecycle; a customer stands in the last stage of the map whose `when` holds."""

    id: str
    title: str
    color: str
    when: Condition
    is_paying: bool = False
    is_exit: bool = False


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """What others reach, as shares, and who says so."""

    low: float
    high: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Move:
    """A way from one stage to another, how many should take it and within how many days."""

    source: str
    target: str
    target_rate: float | None = None
    target_days: float | None = None
    benchmark: Benchmark | None = None


@dataclass(frozen=True, kw_only=True)
class LifecycleMap:
    """A designed lifecycle. A stage is a function of the facts up to a time, and of that time."""

    name: str
    title: str
    metrics: tuple[EventMetric, ...]
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]

    def stage(self, stage_id: str) -> Stage:
        return next(stage for stage in self.stages if stage.id == stage_id)

    def is_backward(self, move: Move) -> bool:
        """Whether the move leads to an earlier stage, or out."""
        order = [stage.id for stage in self.stages]
        if self.stage(move.target).is_exit:
            return True
        return not self.stage(move.source).is_exit and order.index(move.target) < order.index(move.source)

    def operands(self) -> Iterator[Operand]:
        """What the rules look at, each once, in reading order."""
        looked = (operand for stage in self.stages for operand in operands(stage.when))
        yield from dict.fromkeys(operand for operand in looked if isinstance(operand, Operand))

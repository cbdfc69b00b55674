"""The designed map as a model of walks: where they may begin, and which stage may follow which."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from evergrow.definitions.maps import LifecycleMap


@dataclass(frozen=True)
class DesignedMap:
    """A walk keeps to the map when it begins in one of `starts` and takes one of `ways` at every step. It may end anywhere:
    customers are on their way. Cycles are allowed. Hashable.
    """

    stages: tuple[str, ...]
    exits: frozenset[str]
    starts: tuple[str, ...]
    ways: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, lifecycle_map: LifecycleMap) -> DesignedMap:
        """Walks begin in the map's first stage, and in any other that no move leads to and that is no exit."""
        stages = tuple(stage.id for stage in lifecycle_map.stages)
        exits = frozenset(stage.id for stage in lifecycle_map.stages if stage.is_exit)
        ways = frozenset((move.source, move.target) for move in lifecycle_map.moves)
        reached = {target for _, target in ways}
        starts = tuple(
            stage for place, stage in enumerate(stages) if place == 0 or stage not in reached | exits
        )
        return cls(stages, exits, starts, ways)

    def is_back(self, source: str, target: str) -> bool:
        """Whether this leads to an earlier stage; from and to exits neither way is back."""
        if source in self.exits or target in self.exits or not {source, target} <= set(self.stages):
            return False
        return self.stages.index(target) < self.stages.index(source)

    def between(self, source: str | None, target: str) -> tuple[str, ...] | None:
        """The fewest stages that the map has between two, None where no way leads there. `source` None: before the start."""
        return self._between.get(source, {}).get(target)

    @cached_property
    def _between(self) -> Mapping[str | None, Mapping[str, tuple[str, ...]]]:
        return {stage: self._from(stage) for stage in (None, *self.stages)}

    def _from(self, source: str | None) -> dict[str, tuple[str, ...]]:
        """Breadth first, in the order of the map: among the shortest ways always the same one."""
        found: dict[str, tuple[str, ...]] = {}
        waiting = deque[tuple[str, tuple[str, ...]]]((stage, ()) for stage in self._after(source))
        while waiting:
            stage, passed = waiting.popleft()
            if stage not in found:
                found[stage] = passed
                waiting.extend((after, (*passed, stage)) for after in self._after(stage))
        return found

    def _after(self, stage: str | None) -> Iterable[str]:
        if stage is None:
            return self.starts
        return [other for other in self.stages if (stage, other) in self.ways]

"""What differs between a walk and the map, in words that somebody can act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evergrow.measure.conformance.designed import DesignedMap
from evergrow.measure.conformance.spec import Kind


@dataclass(frozen=True)
class Named:
    """One way to deviate."""

    kind: Kind
    source: str | None
    target: str | None
    is_drawn: bool = False

    @property
    def id(self) -> str:
        """`skipped:acquisition`, `back:loyalty>retention`, `left:conversion>lapsed`, `stuck:conversion`."""
        ends = [end for end in (self.source, self.target) if end is not None]
        return f"{self.kind}:{'>'.join(ends)}"

    def could(self, walk: Sequence[str]) -> bool:
        """Whether a walk came to where one deviates in this way, or did not: whom its rate is of.

        Who was never in the stage cannot have left it, and is no example of staying.
        """
        place = self.target if self.kind == "skipped" else self.source
        return place is None or place in walk


@dataclass
class Deviating:
    """Who deviates in this way: how many, what they paid, and which walks they took."""

    named: Named
    customers: int = 0
    value_micros: int = 0
    walks: list[str] = field(default_factory=list)


def deviations_of(walk: Sequence[str], designed: DesignedMap) -> list[Named]:
    """Each way in which a walk differs from what was wanted, once.

    A walk has a deviation that is not drawn exactly where its fitness is below 1: a step that the map lacks. A way back
    and an exit at the walk's end deviate although they may be drawn: the map allows for them, nobody wants them.
    """
    found: dict[Named, None] = {}
    for place, (before, stage) in enumerate(pairwise([None, *walk])):
        is_last = place == len(walk) - 1
        is_drawn = stage in designed.starts if before is None else (before, stage) in designed.ways
        found |= dict.fromkeys(_of_step(before, stage, designed, is_drawn=is_drawn, is_last=is_last))
    return list(found)


def _of_step(
    before: str | None, stage: str | None, designed: DesignedMap, *, is_drawn: bool, is_last: bool
) -> list[Named]:
    assert stage is not None
    if stage in designed.exits and before is not None:
        return [] if is_drawn and not is_last else [Named("left", before, stage, is_drawn)]
    if before is not None and designed.is_back(before, stage):
        return [Named("back", before, stage, is_drawn)]
    if is_drawn:
        return []
    passed = designed.between(before, stage)
    if passed is None:
        return [Named("unexpected", before, stage)]
    return [Named("skipped", None, skipped) for skipped in passed]

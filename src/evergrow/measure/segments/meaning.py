"""What the words of conditions mean: each operand as a question to the events, or as what else must be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from evergrow.definitions.conditions import (
    FORETOLD,
    Behaviour,
    Comparison,
    Condition,
    InSegment,
    Looked,
    Operand,
    Share,
    comparisons,
)
from evergrow.measure.segments.acts import PAID, Act
from evergrow.measure.segments.spec import World

ORDER: Final = ("Order Completed",)
SCORES: Final = ("rfm", "rfm.r", "rfm.f", "rfm.m")
RFM_ACTS: Final = {
    "since_order": Act("time since last", ORDER, None, PAID),
    "orders": Act("count", ORDER, None, PAID),
    "revenue": Act("sum", ORDER, "revenue", PAID),
}
ZONE_TRAITS: Final = ("time_zone", "timezone")
ZONE_ACT: Final = Act("last", None, "context.timezone")


@dataclass
class Needs:
    """Everything that must be looked up to judge some conditions, each thing once."""

    acts: dict[Act, str] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)
    foretold: dict[str, str] = field(default_factory=dict)
    stage: bool = False
    known: bool = False
    scores: bool = False
    clock: bool = False

    def act(self, act: Act) -> str:
        """The column with the answer to this question."""
        return self.acts.setdefault(act, f"act_{len(self.acts)}")


def claims(conditions: Iterable[Condition], world: World) -> Iterator[Comparison]:
    """Every comparison of the conditions and of the segments they ask about."""
    for condition in conditions:
        for claim in comparisons(condition):
            if not isinstance(claim, InSegment):
                yield claim
            elif claim.name in world.conditions:
                yield from claims([world.conditions[claim.name]], world)


def needs_of(conditions: Sequence[Condition], world: World) -> Needs:
    """What judging these conditions takes."""
    needs = Needs()
    for claim in claims(conditions, world):
        _note(needs, claim.operand, world)
        needs.clock = needs.clock or claim.operator == "is today"
    if needs.scores:
        for act in RFM_ACTS.values():
            needs.act(act)
    if needs.clock:
        needs.act(ZONE_ACT)
        for key in ZONE_TRAITS:
            needs.traits.setdefault(key, f"trait_{len(needs.traits)}")
    return needs


def act_of(operand: Looked, world: World) -> Act | None:
    """The operand as a question to the events; None where it is none."""
    match operand:
        case Behaviour(reading, event, of, where, within):
            events = None if event is None else (event,)
            return Act(reading, events, of, where, None if within is None else within.seconds)
        case Share(of, event, where, within):
            events = None if event is None else (event,)
            return Act("count", events, None, where, None if within is None else within.seconds, of)
        case Operand(name, within):
            metric = next((each for each in world.lifecycle.metrics if each.name == name), None)
            if metric is not None:
                seconds = None if within is None else within.seconds
                reading = "sum" if metric.sum_of else "count"
                return Act(reading, metric.events, metric.sum_of, metric.where, seconds)
            if name.startswith("context.") and name not in ("context.hour", "context.weekday"):
                return Act("last", None, name)
    return None


def _note(needs: Needs, operand: Looked, world: World) -> None:
    act = act_of(operand, world)
    if act is not None:
        needs.act(act)
        return
    assert isinstance(operand, Operand)
    name = operand.name
    if name.startswith("trait."):
        key, _ = trait_path(name)
        needs.traits.setdefault(key, f"trait_{len(needs.traits)}")
    elif name.startswith("consent."):
        needs.consents.setdefault(name.removeprefix("consent."), f"consent_{len(needs.consents)}")
    elif name in FORETOLD:
        needs.foretold.setdefault(name, f"foretold_{len(needs.foretold)}")
    elif name in SCORES:
        needs.scores = True
    elif name in ("context.hour", "context.weekday"):
        needs.clock = True
    elif name in ("stage", "time_in_stage"):
        needs.stage = True
    else:
        needs.known = True


def levels_asked(world: World) -> list[tuple[str, float]]:
    """What was foretold that the segments look at, with every number it is compared with."""
    found = {
        (claim.operand.name, float(value))
        for claim in claims([condition for _, condition in world.segments], world)
        if isinstance(claim.operand, Operand) and claim.operand.name in FORETOLD
        for value in (claim.value if isinstance(claim.value, tuple) else (claim.value,))
        if isinstance(value, int | float)
    }
    return sorted(found)


def trait_path(name: str) -> tuple[str, list[str]]:
    """`trait.address.city` is the trait `address` and the way into it; a group's traits are named `group.<key>`."""
    _, key, *path = name.split(".")
    return (f"{key}.{path[0]}", path[1:]) if key == "group" and path else (key, path)

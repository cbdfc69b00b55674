"""Where steps lead: every target exists, every step is reached, and nobody goes round without waiting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evergrow.definitions.documents import Fields, did_you_mean
from evergrow.definitions.journeys.spec import (
    END,
    WAITS,
    AskedFor,
    Branch,
    Entry,
    Journey,
    Split,
    Step,
    WaitFor,
)

_Read = Sequence[tuple[Fields, Step]]


def check_flow(read: _Read, *, is_whole: bool) -> None:
    """Note unknown targets, repeated ids, steps nobody reaches, and circles without a wait.

    Args:
        is_whole: Every step could be read; else reachability would only repeat what is wrong already.
    """
    ids = [step.id for _, step in read]
    for place, (fields, step) in enumerate(read):
        if step.id in ids[:place]:
            fields.note("id", "journey.repeated_step", f"There are two steps '{step.id}'.")
            is_whole = False
        for key, target in _targets(step):
            if target != END and target not in ids and target:
                _unknown(fields, key, target, ids)
                is_whole = False
    if is_whole:
        journey = Journey(
            name="", title="", entry=Entry(trigger=AskedFor()), steps=tuple(step for _, step in read)
        )
        ways = {step.id: list(journey.ways(step)) for step in journey.steps}
        _check_reached(read, ways)
        _check_circles(read, ways)


def _targets(step: Step) -> Iterable[tuple[str, str]]:
    """Every target that is written down, with the key it stands at."""
    if step.next:
        yield "next", step.next
    match step:
        case WaitFor(then=then, on_timeout=on_timeout):
            yield from ((key, to) for key, to in (("then", then), ("on_timeout", on_timeout)) if to)
        case Branch(arms=arms, otherwise=otherwise):
            yield from (("branch", arm.next) for arm in arms)
            if otherwise:
                yield "else", otherwise
        case Split(shares=shares):
            yield from (("split", target) for target, _ in shares)


def _unknown(fields: Fields, key: str, target: str, ids: list[str]) -> None:
    fields.note(
        key,
        "journey.unknown_step",
        f"No step is named '{target}'.{did_you_mean(target, [*ids, END])}",
        f"Steps of this journey: {', '.join(ids)}; 'end' ends it.",
    )


def _check_reached(read: _Read, ways: Mapping[str, list[str]]) -> None:
    reached: set[str] = set()
    waiting = [read[0][1].id] if read else []
    while waiting:
        step_id = waiting.pop()
        if step_id != END and step_id not in reached:
            reached.add(step_id)
            waiting += ways[step_id]
    for fields, step in read:
        if step.id not in reached:
            fields.note(
                "id",
                "journey.unreachable_step",
                f"Nothing leads to the step '{step.id}'.",
                "Let another step name it as its next one, or take it away.",
            )


def _check_circles(read: _Read, ways: Mapping[str, list[str]]) -> None:
    """A circle of steps that take no time would turn for ever within one instant."""
    instant = {step.id for _, step in read if not isinstance(step, WAITS)}
    noted: set[str] = set()
    for fields, step in read:
        circle = _circle(step.id, ways, instant) if step.id in instant and step.id not in noted else None
        if circle:
            noted.update(circle)
            fields.note(
                "id",
                "journey.circle",
                f"These steps go round without a wait: {', '.join([*circle, circle[0]])}.",
                "Put a wait between them.",
            )


def _circle(start: str, ways: Mapping[str, list[str]], instant: set[str]) -> list[str] | None:
    """The steps from `start` back to it over steps that take no time."""
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for target in ways[here]:
            if target == start:
                path = [here]
                while path[-1] != start:
                    path.append(came_from[path[-1]])
                return path[::-1]
            if target in instant and target not in came_from:
                came_from[target] = here
                waiting.append(target)
    return None

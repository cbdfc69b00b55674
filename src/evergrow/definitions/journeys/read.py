"""Read a journey from its YAML, with every problem found, its line, and what was probably meant."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from evergrow.definitions.documents import Fields, Findings, Node, read_tree
from evergrow.definitions.journeys.flow import check_flow
from evergrow.definitions.journeys.names import condition_of, segment_at, stage_at
from evergrow.definitions.journeys.spec import (
    Again,
    AskedFor,
    Entry,
    EventMatch,
    Goal,
    Journey,
    Known,
    Scheduled,
    SegmentChange,
    StageEntered,
    Step,
    Trigger,
)
from evergrow.definitions.journeys.steps import event_of, step_of
from evergrow.definitions.schedules import read_length, read_schedule
from evergrow.kernel import refuse

MOST_STEPS: Final = 100
TRIGGERS: Final = ("event", "segment_entered", "segment_left", "stage_entered", "schedule", "api")
_FIELDS: Final = (
    "journey", "title", "description", "entry", "goal", "exit_on", "exit_when", "steps", "layout",
)  # fmt: skip
_STEP: Final = re.compile(r"\bsteps\[(\d+)\]")
_KEY: Final = re.compile(r"(properties|context)\.[^\s]+|order_id")


def read_journey(text: str, *, file: str = "journey.yaml", known: Known | None = None) -> Journey:
    """The journey a document describes.

    Args:
        known: The messages, segments and stages it may name; None looks none of them up.

    Raises:
        Refusal: every problem of the document, each with `file:line` and its path, such as `steps[2].message`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _journey(fields, known) if fields else None
    findings.settle()
    assert found is not None
    return found


def _journey(fields: Fields, known: Known | None) -> Journey:
    fields.only(_FIELDS)
    name = fields.name("journey")
    steps = _steps(fields, known)
    return Journey(
        name=name,
        title=fields.text("title", name),
        description=fields.text("description", "") if fields.get("description") else "",
        entry=_entry(fields, known),
        goal=_goal(fields),
        exit_on=_exit_on(fields),
        exit_when=condition_of(fields, "exit_when", known),
        steps=steps,
        layout=_layout(fields),
    )


def _entry(fields: Fields, known: Known | None) -> Entry:
    node = fields.get("entry")
    inner = Fields.of(node, "entry", fields.findings) if node else None
    if inner is None:
        if node is None:
            fields.note(
                "entry", "definition.missing_field", "'entry' is missing: it says how customers come in."
            )
        return Entry(trigger=AskedFor())
    inner.only((*TRIGGERS, "where", "local", "only", "key", "again"))
    named = [trigger for trigger in TRIGGERS if inner.get(trigger)]
    if len(named) != 1:
        inner.findings.add(
            "journey.no_trigger",
            f"Customers come in one way; this names {' and '.join(named) or 'none'}.",
            line=inner.node.line,
            path="entry",
            next_step=f"Name one of {', '.join(TRIGGERS)}.",
        )
        return Entry(trigger=AskedFor())
    return Entry(
        trigger=_trigger(inner, named[0], known),
        only=condition_of(inner, "only", known),
        key=_key(inner, named[0]),
        again=inner.parsed("again", _again) or Again(),
    )


def _trigger(fields: Fields, kind: str, known: Known | None) -> Trigger:
    for key, owner in (("where", "event"), ("local", "schedule")):
        if fields.get(key) and kind != owner:
            fields.note(key, "definition.unknown_field", f"'{key}' belongs to an entry by {owner}.")
    if kind == "event":
        return event_of(fields)
    if kind == "stage_entered":
        return StageEntered(stage=stage_at(fields, kind, known))
    if kind in ("segment_entered", "segment_left"):
        change = "entered" if kind == "segment_entered" else "left"
        return SegmentChange(segment=segment_at(fields, kind, known), change=change)
    schedule = fields.parsed("schedule", read_schedule) if kind == "schedule" else None
    return Scheduled(schedule=schedule, is_local=fields.flag("local")) if schedule else AskedFor()


def _key(fields: Fields, kind: str) -> str | None:
    if not fields.get("key"):
        return None
    key = fields.text("key")
    if kind != "event":
        fields.note(
            "key", "definition.unknown_field", "Only an entry by event has fields to take a key from."
        )
    elif not _KEY.fullmatch(key):
        fields.note(
            "key", "definition.unknown_field", f"An event has no field '{key}'.", "Use properties.NAME or order_id."
        )  # fmt: skip
    return key


def _again(text: str) -> Again:
    plain = text.strip().lower().replace("_", " ")
    match plain:
        case "never":
            return Again(rule="never")
        case "always":
            return Again(rule="always")
        case "after exit":
            return Again(rule="after_exit")
    if plain.startswith("after "):
        return Again(rule="after", after=read_length(plain.removeprefix("after ")))
    raise refuse(
        "journey.again",
        f"Cannot read '{text}'.",
        next_step="Write never, always, after exit or for example: after 30 days.",
    )


def _goal(fields: Fields) -> Goal | None:
    node = fields.get("goal")
    inner = Fields.of(node, "goal", fields.findings) if node else None
    if inner is None:
        return None
    inner.only(("event", "where", "within"))
    within: timedelta | None = inner.parsed("within", read_length)
    return Goal(event=event_of(inner), within=within)


def _exit_on(fields: Fields) -> tuple[EventMatch, ...]:
    found = []
    for place, node in enumerate(fields.items("exit_on") if fields.get("exit_on") else ()):
        inner = Fields.of(node, f"exit_on[{place}]", fields.findings)
        if inner:
            inner.only(("event", "where"))
            found.append(event_of(inner))
    return tuple(found)


def _steps(fields: Fields, known: Known | None) -> tuple[Step, ...]:
    nodes = fields.items("steps")
    if fields.get("steps") and not 1 <= len(nodes) <= MOST_STEPS:
        fields.note(
            "steps", "journey.step_count", f"A journey has 1 to {MOST_STEPS} steps; this has {len(nodes)}."
        )
    read: list[tuple[Fields, Step]] = []
    is_whole = bool(nodes)
    for place, node in enumerate(nodes[:MOST_STEPS]):
        inner = Fields.of(node, f"steps[{place}]", fields.findings)
        step = step_of(inner, known) if inner else None
        if inner and step:
            read.append((inner, step))
        else:
            is_whole = False
    check_flow(read, is_whole=is_whole)
    return tuple(step for _, step in read)


def _layout(fields: Fields) -> dict[str, tuple[float, float]]:
    node = fields.get("layout")
    inner = Fields.of(node, "layout", fields.findings) if node else None
    found: dict[str, tuple[float, float]] = {}
    for step_id, place in inner.node.value.items() if inner else ():
        numbers = _numbers(place)
        if numbers is None:
            fields.findings.add(
                "definition.wrong_type",
                "A place is two numbers, such as [120, 80].",
                line=place.line,
                path=f"layout.{step_id}",
            )
        else:
            found[step_id] = numbers
    return found


def _numbers(node: Node) -> tuple[float, float] | None:
    values = node.plain()
    if isinstance(values, list) and len(values) == 2 and all(isinstance(one, int | float) for one in values):
        return float(values[0]), float(values[1])
    return None


def step_at(where: str, text: str) -> str | None:
    """The id of the step that a problem's place names, such as `journey.yaml:13  steps[1].message`; None for no step."""
    found = _STEP.search(where)
    if not found:
        return None
    root = read_tree(text, Findings("journey"))
    steps = root.value.get("steps") if root and isinstance(root.value, dict) else None
    nodes = steps.value if steps and isinstance(steps.value, list) else []
    place = int(found[1])
    plain = nodes[place].plain() if place < len(nodes) else None
    return str(plain["id"]) if isinstance(plain, dict) and plain.get("id") else None

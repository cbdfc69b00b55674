"""Names that a journey uses and somebody else defines: each must be there, or it is a problem with its place."""

from __future__ import annotations

from collections.abc import Iterable

from evergrow.definitions.conditions import (
    Condition,
    event_problems_of,
    problems_of,
    read_condition,
    segment_problems_of,
)
from evergrow.definitions.conditions import Known as Names
from evergrow.definitions.documents import Fields, did_you_mean
from evergrow.definitions.journeys.spec import Known
from evergrow.kernel import Problem


def condition_of(fields: Fields, key: str, known: Known | None) -> Condition | None:
    """The condition about customers at this key; what it asks for must be known."""
    condition = fields.parsed(key, read_condition)
    if condition is not None and known is not None:
        for problem in customer_problems(condition, known):
            fields.note(key, problem.code, problem.what, problem.next_step)
    return condition


def where_of(fields: Fields, key: str) -> Condition | None:
    """The condition about the fields of an event at this key."""
    condition = fields.parsed(key, read_condition)
    for problem in event_problems_of(condition) if condition is not None else ():
        fields.note(key, problem.code, problem.what, problem.next_step)
    return condition


def customer_problems(condition: Condition, known: Known) -> list[Problem]:
    """What the condition asks for that there is not; its metrics are looked up only where they are known."""
    if known.metrics is None:
        return segment_problems_of(condition, sorted(known.segments))
    names = Names(
        metrics=tuple(sorted(known.metrics)),
        stages=tuple(sorted(known.stages)),
        segments=tuple(sorted(known.segments)),
    )
    return problems_of(condition, names)


def message_at(fields: Fields, key: str, known: Known | None) -> str:
    """The message named at this key; empty, and noted, where none is chosen."""
    name = _chosen(
        fields,
        key,
        code="definition.no_message",
        what="Choose a message.",
        next_step="Write one on the Messages page first.",
    )
    check_message(fields, key, name, known)
    return name


def segment_at(fields: Fields, key: str, known: Known | None) -> str:
    """The segment named at this key; empty, and noted, where none is chosen."""
    name = _chosen(
        fields,
        key,
        code="definition.no_segment",
        what="Choose a segment.",
        next_step="Make one on the Segments page first.",
    )
    check_segment(fields, key, name, known)
    return name


def stage_at(fields: Fields, key: str, known: Known | None) -> str:
    """The stage named at this key; empty, and noted, where none is chosen."""
    name = _chosen(
        fields,
        key,
        code="definition.no_stage",
        what="Choose a stage.",
        next_step="It is one of the map in force.",
    )
    check_stage(fields, key, name, known)
    return name


def event_at(fields: Fields) -> str:
    """The name of an event; empty, and noted, where none is chosen."""
    return _chosen(
        fields,
        "event",
        code="definition.no_event",
        what="Choose an event.",
        next_step="Write its name as it is sent.",
    )


def check_segment(fields: Fields, key: str, name: str, known: Known | None) -> None:
    """Note a segment that nobody defined."""
    if known is not None and name and name not in known.segments:
        fields.note(
            key,
            "definition.unknown_segment",
            f"No segment is named '{name}'.{did_you_mean(name, known.segments)}",
            f"List segments with `evergrow segments list`, or add segments/{name}.yaml.",
        )


def check_stage(fields: Fields, key: str, name: str, known: Known | None) -> None:
    """Note a stage that is not on the map in force."""
    if known is not None and name and name not in known.stages:
        fields.note(
            key,
            "map.unknown_stage",
            f"No stage is named '{name}'.{did_you_mean(name, known.stages)}",
            f"Stages of the map in force: {', '.join(sorted(known.stages))}.",
        )


def check_message(fields: Fields, key: str, name: str, known: Known | None) -> None:
    """Note a message that nobody wrote; at `webhook`, one of another channel."""
    if known is None or not name:
        return
    fitting = _of_kind(known, key)
    if name in known.messages and name not in fitting:
        fields.note(
            key,
            "journey.wrong_channel",
            f"'{name}' is a message of the channel {known.messages[name]}.",
            "Name it with 'message', or choose one of the channel webhook.",
        )
    elif name not in known.messages:
        fields.note(
            key,
            "definition.unknown_message",
            f"No message is named '{name}'.{did_you_mean(name, fitting)}",
            f"Write it on the Messages page, or add messages/{name}.yaml.",
        )


def _chosen(fields: Fields, key: str, *, code: str, what: str, next_step: str) -> str:
    if fields.is_blank(key):
        fields.note(key, code, what, next_step)
        return ""
    return fields.text(key)


def _of_kind(known: Known, key: str) -> Iterable[str]:
    if key != "webhook":
        return known.messages
    return [name for name, channel in known.messages.items() if channel == "webhook"]

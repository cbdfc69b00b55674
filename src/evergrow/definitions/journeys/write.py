"""Write a journey back as the document it is read from: the same keys and order, for git and for the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import yaml

from evergrow.definitions.journeys.spec import (
    Again,
    Branch,
    CallWebhook,
    Emit,
    Entry,
    EventMatch,
    Journey,
    Leave,
    Scheduled,
    SegmentChange,
    SendMessage,
    SetTrait,
    Split,
    StageEntered,
    Step,
    Wait,
    WaitBestHour,
    WaitFor,
    WaitUntil,
)
from evergrow.definitions.schedules import WEEKDAYS, clock_text, length_text, schedule_text

_IN_ONE_LINE: Final = 110


def write_journey(journey: Journey) -> str:
    """The journey as YAML; reading it gives the same journey."""
    return journey_text(journey_document(journey))


def journey_text(document: Mapping[str, Any]) -> str:
    """A document, such as the canvas sends, as YAML: a step a line. Nothing is checked here."""
    lines: list[str] = []
    for key, value in document.items():
        if key in ("steps", "exit_on") and isinstance(value, list):
            lines.append(f"{key}:")
            lines += [_item(one) for one in value]
        else:
            lines.append(_block({key: value}))
    return "\n".join(lines) + "\n"


def journey_document(journey: Journey) -> dict[str, Any]:
    """The journey as plain values, with the keys of its YAML; `layout` only where somebody moved a step."""
    goal = journey.goal
    document: dict[str, Any] = {
        "journey": journey.name,
        "title": journey.title,
        "description": journey.description or None,
        "entry": _entry(journey.entry),
        "goal": None
        if goal is None
        else _without_none(_event(goal.event) | {"within": goal.within and length_text(goal.within)}),
        "exit_on": [_event(event) for event in journey.exit_on] or None,
        "exit_when": journey.exit_when and str(journey.exit_when),
        "steps": [step_document(step) for step in journey.steps],
        "layout": {step_id: list(place) for step_id, place in journey.layout.items()} or None,
    }
    return _without_none(document)


def step_document(step: Step) -> dict[str, Any]:
    """A step as plain values."""
    return _without_none({"id": step.id} | _kind(step) | {"next": step.next})


def _kind(step: Step) -> dict[str, Any]:
    match step:
        case SendMessage(message=message):
            return {"message": message}
        case CallWebhook(webhook=webhook):
            return {"webhook": webhook}
        case Wait(length=length):
            return {"wait": length_text(length)}
        case WaitUntil(clock=clock, weekday=weekday):
            day = None if weekday is None else WEEKDAYS[weekday]
            return {"wait_until": _without_none({"time": clock_text(clock), "weekday": day})}
        case WaitBestHour(at_most=at_most):
            return {"wait_best_hour": {"at_most": length_text(at_most)}}
        case WaitFor(event=event, at_most=at_most, then=then, on_timeout=on_timeout):
            waits = _event(event) | {"at_most": length_text(at_most)}
            return {"wait_for": waits, "then": then, "on_timeout": on_timeout}
        case Branch(arms=arms, otherwise=otherwise):
            return {
                "branch": [{"when": str(arm.when), "next": arm.next} for arm in arms],
                "else": otherwise,
            }
        case Split(shares=shares):
            return {"split": {target: f"{round(100 * share, 9):g} %" for target, share in shares}}
        case SetTrait(key=key, value=value):
            return {"set_trait": {"key": key, "value": value}}
        case Emit(event=event, properties=properties):
            return {"emit": {"event": event} | ({"properties": dict(properties)} if properties else {})}
        case Leave():
            return {"exit": True}
    raise TypeError(f"no such step: {step}")


def _entry(entry: Entry) -> dict[str, Any]:
    match entry.trigger:
        case EventMatch() as event:
            trigger: dict[str, Any] = _event(event)
        case SegmentChange(segment=segment, change=change):
            trigger = {f"segment_{change}": segment}
        case StageEntered(stage=stage):
            trigger = {"stage_entered": stage}
        case Scheduled(schedule=schedule, is_local=is_local):
            trigger = {"schedule": schedule_text(schedule), "local": is_local or None}
        case _:
            trigger = {"api": True}
    rest = {"only": entry.only and str(entry.only), "key": entry.key, "again": _again(entry.again)}
    return _without_none(trigger | rest)


def _again(again: Again) -> str | None:
    if again.rule == "after" and again.after is not None:
        return f"after {length_text(again.after)}"
    return None if again == Again() else again.rule


def _event(event: EventMatch) -> dict[str, Any]:
    return _without_none({"event": event.event, "where": event.where and str(event.where)})


def _without_none(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value is not None}


def _item(value: Any) -> str:
    """One entry of a list on a line of its own, or as a block where it would be too long."""
    line = f"  - {_in_flow(value)}"
    if len(line) <= _IN_ONE_LINE:
        return line
    block = _block(value).split("\n")
    return "\n".join([f"  - {block[0]}", *(f"    {rest}" for rest in block[1:])])


def _block(value: dict[str, Any]) -> str:
    """Keys on lines of their own; lists of numbers, such as places, stay in one."""
    style = None if "layout" in value else False
    return yaml.safe_dump(
        value, default_flow_style=style, sort_keys=False, allow_unicode=True, width=10_000
    ).rstrip()


def _in_flow(value: dict[str, Any]) -> str:
    return yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10_000
    ).strip()

"""The schema of journeys: how customers come in, what ends it, and one shape a step."""

from __future__ import annotations

from typing import Any

from evergrow.definitions.journeys import END, MOST_STEPS, TRIGGERS
from evergrow.definitions.schemas.pieces import (
    CLOCK,
    CONDITION,
    FLAG,
    LENGTH,
    OWN_NAME,
    SHARE,
    TEXT,
    WEEKDAY,
    Schema,
    by_name,
    listed,
    mapping,
    told,
)

_STEP_ID: Schema = OWN_NAME | {"not": {"const": END}}
_EVENT: dict[str, Schema] = {"event": TEXT, "where": told(CONDITION, "What the event must be like.")}
_ANYTHING: dict[str, Any] = {}


def journey_schema() -> Schema:
    """A journey."""
    return mapping(
        {
            "journey": OWN_NAME,
            "title": TEXT,
            "description": TEXT,
            "entry": _entry(),
            "goal": mapping(
                {**_EVENT, "within": LENGTH}, ["event"], about="What the journey is for; it is counted."
            ),
            "exit_on": listed(mapping(_EVENT, ["event"])),
            "exit_when": told(CONDITION, "Who it holds for leaves the journey."),
            "steps": listed({"oneOf": _steps()}, minItems=1, maxItems=MOST_STEPS),
            "layout": by_name(
                listed({"type": "number"}, minItems=2, maxItems=2),
                description="Where steps stand on the canvas, if somebody moved them.",
            ),
        },
        ["journey", "entry", "steps"],
        about="A journey: who comes in, the steps they pass, and what ends it.",
    )


def _entry() -> Schema:
    triggers: dict[str, Schema] = {
        "event": TEXT,
        "segment_entered": OWN_NAME,
        "segment_left": OWN_NAME,
        "stage_entered": TEXT,
        "schedule": told(TEXT, "every day at 09:00, every monday at 09:00, every month on 1 at 09:00"),
        "api": told(_ANYTHING, "Customers named through the API."),
    }
    more: dict[str, Schema] = {
        "where": _EVENT["where"],
        "local": told(FLAG, "On each customer's own clock."),
        "only": told(CONDITION, "Must hold for the customer at that moment."),
        "key": {
            "type": "string",
            "pattern": r"^((properties|context)\.\S+|order_id)$",
            "description": "A field of the event: one entry for each of its values.",
        },
        "again": told(TEXT, "never, always, after exit, or for example: after 30 days"),
    }
    one_way = [{"required": [trigger]} for trigger in TRIGGERS]
    return mapping(triggers | more, about="How customers come in: one way.", oneOf=one_way)


def _steps() -> list[Schema]:
    """One shape for each kind of step."""
    way = told(TEXT, "The id of a step, or end.")
    arm = mapping({"when": CONDITION, "next": way}, ["when", "next"])
    return [
        _step("message", told(OWN_NAME, "Send it.")),
        _step("webhook", told(OWN_NAME, "Call it: a message of the channel webhook.")),
        _step("wait", LENGTH),
        _step("wait_until", mapping({"time": CLOCK, "weekday": WEEKDAY}, ["time"])),
        _step("wait_best_hour", mapping({"at_most": LENGTH})),
        _step(
            "wait_for",
            mapping({**_EVENT, "at_most": LENGTH}, ["event", "at_most"]),
            {"then": way, "on_timeout": way},
        ),
        _step("branch", listed(arm, minItems=1), {"else": way}),
        _step("split", by_name(SHARE, minProperties=1, description="Steps, and the share that goes there.")),
        _step("set_trait", mapping({"key": TEXT, "value": _ANYTHING}, ["key", "value"])),
        _step("emit", mapping({"event": TEXT, "properties": {"type": "object"}}, ["event"])),
        _step("exit", told(FLAG, "End the journey here.")),
    ]


def _step(kind: str, shape: Schema, more: dict[str, Schema] | None = None) -> Schema:
    following = told(TEXT, "The id of the step that follows, or end; left out, the one below.")
    properties = {"id": _STEP_ID, kind: shape, **(more or {}), "next": following}
    return mapping(properties, ["id", kind], title=kind)

"""The schema of lifecycle maps, and of segments: what places customers."""

from __future__ import annotations

from evergrow.definitions.maps import COLOR, ID, MOST_STAGES
from evergrow.definitions.schemas.pieces import (
    CONDITION,
    FLAG,
    OWN_NAME,
    SHARE,
    TEXT,
    Schema,
    by_name,
    listed,
    mapping,
    told,
)

_ID: Schema = {"type": "string", "pattern": f"^{ID.pattern}$"}


def map_schema() -> Schema:
    """A lifecycle map."""
    metric = mapping(
        {
            "event": told({"anyOf": [TEXT, listed(TEXT, minItems=1)]}, "The name of the events, or several."),
            "where": told(CONDITION, "What an event must be like to count: its revenue, or properties.NAME."),
            "sum": {"const": "revenue", "description": "Add this up; left out, events are counted."},
        },
        ["event"],
    )
    stage = mapping(
        {
            "id": _ID,
            "title": TEXT,
            "color": {"type": "string", "pattern": f"^{COLOR.pattern}$"},
            "when": told(
                CONDITION, "Whom it holds for; a customer stands in the last stage whose rule holds."
            ),
            "paying": told(FLAG, "Whether customers here count for retention."),
            "exit": told(FLAG, "Whether being here means being lost."),
        },
        ["id", "when"],
    )
    move = mapping(
        {
            "from": _ID,
            "to": _ID,
            "target_rate": SHARE,
            "target_days": {"type": "number", "minimum": 0, "maximum": 36_500},
            "benchmark": mapping({"low": SHARE, "high": SHARE, "text": TEXT}, ["text"]),
        },
        ["from", "to"],
    )
    return mapping(
        {
            "kind": {"const": "map"},
            "name": _ID,
            "title": TEXT,
            "metrics": by_name(metric, propertyNames={"pattern": f"^{ID.pattern}$"}),
            "stages": listed(stage, minItems=2, maxItems=MOST_STAGES),
            "moves": listed(move),
        },
        ["kind", "name", "stages"],
        about="A lifecycle map: its metrics, its stages in order, and the moves it wants.",
    )


def segment_schema() -> Schema:
    """A segment."""
    return mapping(
        {"segment": OWN_NAME, "title": TEXT, "description": {"type": "string"}, "when": CONDITION},
        ["segment", "when"],
        about="A segment: the customers for whom a condition holds.",
    )

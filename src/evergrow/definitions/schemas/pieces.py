"""What the schemas of all kinds are put together from. JSON Schema draft 7: the newest that YAML editors know whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from evergrow.definitions.documents import NAME
from evergrow.definitions.schedules import WEEKDAYS

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
FLAG: Final[Schema] = {"type": "boolean"}
CONDITION: Final[Schema] = {"$ref": "#/definitions/condition"}
CLOCK: Final[Schema] = {"$ref": "#/definitions/clock"}
LENGTH: Final[Schema] = {"$ref": "#/definitions/length"}
SHARE: Final[Schema] = {"$ref": "#/definitions/share"}
WEEKDAY: Final[Schema] = {"enum": list(WEEKDAYS)}
OWN_NAME: Final[Schema] = {"type": "string", "pattern": f"^{NAME.pattern}$"}

SHARED: Final[dict[str, Schema]] = {
    "condition": {
        "type": "string",
        "pattern": r"\S",
        "description": "Such as: did 'Order Completed' in the last 90 days and not in segment 'staff'.",
    },
    "clock": {
        "type": "string",
        "pattern": r"^\s*([01]?\d|2[0-3]):[0-5]\d\s*$",
        "description": 'A time of day, such as "09:00".',
    },
    "length": {
        "type": "string",
        "pattern": r"\d",
        "description": "A length of time, such as 30 minutes, 1 hour, 2 days or 1 week; at most two years.",
    },
    "share": {
        "anyOf": [
            {"type": "number", "minimum": 0, "maximum": 1},
            {"type": "string", "pattern": r"^\s*\d+(\.\d+)?\s*%?\s*$"},
        ],
        "description": "A share, such as 20 % or 0.2.",
    },
}
"""What several kinds refer to."""


def mapping(
    properties: Mapping[str, Schema], required: Iterable[str] = (), *, about: str = "", **more: Any
) -> Schema:
    """A mapping of these keys and no others."""
    shape: Schema = {"type": "object"}
    if about:
        shape["description"] = about
    shape |= {"properties": dict(properties), "additionalProperties": False}
    if needed := list(required):
        shape["required"] = needed
    return shape | more


def listed(items: Schema, **more: Any) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items, **more}


def by_name(values: Schema, **more: Any) -> Schema:
    """A mapping whose keys the writer chooses."""
    return {"type": "object", "additionalProperties": values, **more}


def told(schema: Schema, about: str) -> Schema:
    """The schema with a sentence that an editor shows."""
    if "$ref" in schema:  # beside a reference, draft 7 reads nothing
        return {"allOf": [schema], "description": about}
    return schema | {"description": about}

"""All kinds in one schema: a document's own keys tell which kind it is."""

from __future__ import annotations

import json

from evergrow.definitions.folders import KINDS
from evergrow.definitions.schemas.boards import board_schema, report_schema
from evergrow.definitions.schemas.journeys import journey_schema
from evergrow.definitions.schemas.maps import map_schema, segment_schema
from evergrow.definitions.schemas.pieces import SHARED, Schema
from evergrow.definitions.schemas.plays import play_schema, rehearsal_schema
from evergrow.definitions.schemas.sending import campaign_schema, guards_schema, message_schema, topics_schema

_TOLD_BY = ("segment", "journey", "campaign", "play", "rehearsal", "topics", "message", "board", "report")
"""Kinds that a key of their own name tells; a campaign has a `message` too, so that comes last."""


def every_schema() -> Schema:
    """The schema of every definition: one at `#/definitions/KIND`, and at the root whichever a document is."""
    kinds: dict[str, Schema] = {
        "topics": topics_schema(),
        "guards": guards_schema(),
        "map": map_schema(),
        "segment": segment_schema(),
        "message": message_schema(),
        "journey": journey_schema(),
        "campaign": campaign_schema(),
        "report": report_schema(),
        "board": board_schema(),
        "play": play_schema(),
        "rehearsal": rehearsal_schema(),
    }
    for kind in KINDS:
        kinds[kind.kind]["title"] = kind.file("NAME")
    kinds["play"]["title"], kinds["rehearsal"]["title"] = "play.yaml", "rehearsals/NAME.yaml"
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Evergrow definitions",
        "description": "Maps, segments, messages, journeys, campaigns, topics, guards, reports and boards as files. "
        "What refers to other documents, and what a condition says, `evergrow definitions check` checks.",
        "type": "object",
        **_whichever(),
        "definitions": kinds | SHARED,
    }


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(every_schema(), indent=2, ensure_ascii=False) + "\n"


def _whichever() -> Schema:
    chain = _ref("guards")
    for kind in reversed(_TOLD_BY):
        chain = {"if": {"required": [kind]}, "then": _ref(kind), "else": chain}
    is_map = {"properties": {"kind": {"const": "map"}}, "required": ["kind"]}
    return {"if": is_map, "then": _ref("map"), "else": chain}


def _ref(kind: str) -> Schema:
    return {"$ref": f"#/definitions/{kind}"}

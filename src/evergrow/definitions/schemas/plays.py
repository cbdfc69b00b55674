"""The schemas of what stands beside definitions: what a play says of itself, and rehearsals."""

from __future__ import annotations

from evergrow.definitions.plays import LANGUAGES
from evergrow.definitions.schemas.pieces import (
    FLAG,
    LENGTH,
    OWN_NAME,
    TEXT,
    Schema,
    by_name,
    listed,
    mapping,
    told,
)

_OBJECT: Schema = {"type": "object"}
_MOMENT: Schema = told(TEXT, "+2 days after the start, or 2026-03-02 10:00.")


def play_schema() -> Schema:
    """A `play.yaml`."""
    words = mapping(dict.fromkeys(LANGUAGES, TEXT), LANGUAGES)
    names = listed(TEXT)
    told_as: dict[str, Schema] = {language: by_name(TEXT) for language in LANGUAGES}
    return mapping(
        {
            "play": OWN_NAME,
            "title": words,
            "promise": words,
            "moves": listed(mapping({"from": TEXT, "to": TEXT}, ["from", "to"]), minItems=1),
            "needs": mapping({"events": names, "traits": names}),
            "better_with": names,
            "goal": words,
            "adjust": listed(words),
            "titles": mapping(told_as, about="What its documents are called in other languages, by name."),
            "descriptions": mapping(told_as),
        },
        ["play", "title", "promise", "moves", "goal"],
        about="What a play says of itself: what it promises, which moves it is made for, what it needs.",
    )


def rehearsal_schema() -> Schema:
    """A rehearsal."""
    actor: Schema = {
        "type": "object",
        "description": "Traits, and what they have agreed to.",
        "properties": {
            "consents": listed({"type": "string", "pattern": r"^[a-z_]+\.[\w-]+$"}),
            "anonymous": FLAG,
        },
    }
    given = mapping(
        {
            "at": _MOMENT,
            "customer": TEXT,
            "event": TEXT,
            "properties": _OBJECT,
            "context": _OBJECT,
            "traits": _OBJECT,
        },
        ["at", "customer"],
        anyOf=[{"required": ["event"]}, {"required": ["traits"]}],
    )
    expected = mapping(
        {"at": _MOMENT, "customer": TEXT, "message": TEXT, "suppressed": TEXT, "no_message": TEXT},
        anyOf=[{"required": ["no_message"]}, {"required": ["at", "customer", "message"]}],
    )
    return mapping(
        {
            "rehearsal": OWN_NAME,
            "title": TEXT,
            "starts": _MOMENT,
            "ends": _MOMENT,
            "zone": TEXT,
            "journeys": listed(TEXT),
            "customers": by_name(actor),
            "given": listed(given),
            "expect": listed(expected),
            "others": told(TEXT, "`allowed`: messages that nobody expects are fine."),
            "within": told(LENGTH, "How far from its time a message may be; a minute when left out."),
        },
        ["rehearsal", "starts", "customers"],
        about="A rehearsal: given these customers and events, expect these messages at these times.",
    )

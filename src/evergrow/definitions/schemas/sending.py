"""The schemas of what is sent, and of what every message is judged by: messages, campaigns, topics, guards."""

from __future__ import annotations

from evergrow.definitions.guards import EVERY_CHANNEL, MOST_CAPS
from evergrow.definitions.messages import CHANNELS, SHAPES, Piece
from evergrow.definitions.schemas.pieces import (
    CLOCK,
    CONDITION,
    FLAG,
    LENGTH,
    OWN_NAME,
    TEXT,
    WEEKDAY,
    Schema,
    by_name,
    listed,
    mapping,
    told,
)
from evergrow.definitions.topics import CONSENT_RULES, MOST_TOPICS, TOPIC_KINDS

_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_PLAIN: Schema = {"type": ["string", "number"]}
_CHANNEL: Schema = {"enum": list(CHANNELS)}


def message_schema() -> Schema:
    """A message. What its languages hold follows from its channel."""
    properties: dict[str, Schema] = {
        "message": OWN_NAME,
        "title": TEXT,
        "channel": _CHANNEL,
        "topic": told(TEXT, "A topic of topics.yaml; a transactional one needs no consent."),
        "default_language": TEXT,
        "missing": {"enum": ["suppress", "fallback"], "description": "Where a customer lacks a value."},
        "coupon": mapping(
            {
                "prefix": {"type": "string", "pattern": "^[A-Z0-9-]{1,20}$"},
                "length": {"type": "number", "minimum": 4, "maximum": 16},
            },
            ["prefix"],
            about="A code of the customer's own, as {{ coupon }}.",
        ),
        "languages": by_name({"type": "object"}, propertyNames={"pattern": _LANGUAGE}, minProperties=1),
    }
    contents = [
        {
            "if": {"properties": {"channel": {"const": channel}}},
            "then": {"properties": {"languages": {"additionalProperties": _content(channel)}}},
        }
        for channel in CHANNELS
    ]
    required = ["message", "channel", "topic", "languages"]
    about = "A message: one channel, one topic, the same words in several languages. Its texts are Liquid."
    return mapping(properties, required, about=about, allOf=contents)


def _content(channel: str) -> Schema:
    shape = mapping(
        {piece.name: _piece(piece) for piece in SHAPES[channel]},
        [piece.name for piece in SHAPES[channel] if piece.is_required],
    )
    if channel == "email":
        shape["anyOf"] = [{"required": [body]} for body in ("mjml", "html", "text")]
        shape["not"] = {"required": ["mjml", "html"]}
    return shape


def _piece(piece: Piece) -> Schema:
    if piece.kind == "list":
        return listed(_PLAIN)
    return by_name(_PLAIN) if piece.kind == "map" else _PLAIN


def campaign_schema() -> Schema:
    """A campaign."""
    when = mapping(
        {
            "now": told(FLAG, "As soon as it is launched."),
            "at": {
                "type": "string",
                "pattern": r"^\s*\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}",
                "description": "2026-12-01 09:00",
            },
            "every": {"enum": ["day", "week", "month"]},
            "on": {"anyOf": [WEEKDAY, {"type": "integer", "minimum": 1, "maximum": 31}]},
            "time": CLOCK,
            "local": told(FLAG, "On each customer's own clock, not the account's."),
        },
        anyOf=[{"required": ["now"]}, {"required": ["at"]}, {"required": ["every", "time"]}],
    )
    return mapping(
        {
            "campaign": OWN_NAME,
            "title": TEXT,
            "message": OWN_NAME,
            "audience": told(CONDITION, "Left out: everybody whom the message may reach."),
            "when": when,
        },
        ["campaign", "message", "when"],
        about="A campaign: one message to an audience, at a time or again and again.",
    )


def topics_schema() -> Schema:
    """The topics."""
    words = by_name(TEXT)
    topic = mapping(
        {
            "id": {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,39}$", "not": {"const": "all"}},
            "title": TEXT,
            "kind": {"enum": list(TOPIC_KINDS)},
            "consent": {"enum": list(CONSENT_RULES)},
            "text": TEXT,
            "titles": told(words, "The title in other languages."),
            "texts": told(words, "The text in other languages."),
            "channels": listed(_CHANNEL),
            "confirm_message": told(OWN_NAME, "The mail that asks to confirm a yes, of double_opt_in."),
        },
        ["id"],
    )
    return mapping(
        {"topics": listed(topic, maxItems=MOST_TOPICS)},
        ["topics"],
        about="What customers may agree to hear about, in the order they see it.",
    )


def guards_schema() -> Schema:
    """The guards."""
    cap = mapping(
        {
            "channel": {"enum": [*CHANNELS, EVERY_CHANNEL]},
            "at_most": {"type": "integer", "minimum": 0, "maximum": 1_000},
            "in_days": {"type": "number", "minimum": 1 / 24, "maximum": 365},
        },
        ["at_most"],
    )
    rate: Schema = {"type": "number", "minimum": 0.001, "maximum": 100_000}
    return mapping(
        {
            "caps": told(listed(cap, maxItems=MOST_CAPS), "At most so many messages to a customer."),
            "quiet_hours": mapping({"from": CLOCK, "to": CLOCK}, ["from", "to"]),
            "best_hour": mapping(
                {"channels": listed(_CHANNEL), "at_most": LENGTH},
                ["channels"],
                about="Messages that wait for the hour in which the customer mostly comes.",
            ),
            "throttle": mapping(dict.fromkeys(CHANNELS, rate), about="Messages a second by channel."),
            "tracking": mapping({"opens": FLAG, "clicks": FLAG}),
        },
        about="What every message is judged by: caps, quiet hours, best hour, throttle, tracking.",
    )

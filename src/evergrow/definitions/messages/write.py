"""Write a message back to the YAML it could have been read from, for the editor and for `definitions pull`."""

from __future__ import annotations

from typing import Any

from evergrow.definitions.documents import write_document
from evergrow.definitions.messages.spec import SHAPES, Content, Message


def write_message(message: Message) -> str:
    """The document. Reading it gives an equal message."""
    return write_document(message_document(message))


def message_document(message: Message) -> dict[str, Any]:
    """The document's fields, as the YAML has them."""
    document: dict[str, Any] = {
        "message": message.name,
        "title": message.title,
        "channel": message.channel,
        "topic": message.topic,
        "default_language": message.default_language,
        "missing": message.missing,
    }
    if message.coupon is not None:
        document["coupon"] = {"prefix": message.coupon.prefix, "length": message.coupon.length}
    document["languages"] = {
        language: nested(message.channel, content) for language, content in message.contents.items()
    }
    return document


def nested(channel: str, content: Content) -> dict[str, Any]:
    """The texts as the document holds them: those of a list as a list, those of a map as a map."""
    return nest(channel, content.texts)


def nest(channel: str, texts: Any) -> dict[str, Any]:
    """`parameters[0]` and `headers.X-Key` put back into a list and a map."""
    found: dict[str, Any] = {}
    for piece in SHAPES[channel]:
        if piece.kind == "list":
            items = [text for name, text in texts.items() if name.startswith(f"{piece.name}[")]
        elif piece.kind == "map":
            start = f"{piece.name}."
            items = {name[len(start) :]: text for name, text in texts.items() if name.startswith(start)}
        else:
            if piece.name in texts:
                found[piece.name] = texts[piece.name]
            continue
        if items:
            found[piece.name] = items
    return found

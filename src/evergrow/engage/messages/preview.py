"""A message as one customer would get it, with what an author wants to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from evergrow.definitions.messages import Message
from evergrow.engage.messages.render import render_one
from evergrow.engage.messages.spec import Brand, Recipient, Suppressed


@dataclass(frozen=True, kw_only=True)
class Preview:
    """`content` is what would be sent; None, with the reason, where nothing could be written.

    `missing` names the values the customer lacks; `would_suppress` says why it would not go for that.
    `size_bytes` is the weight of a mail's HTML, else of the text.
    """

    language: str
    languages: list[str]
    content: Mapping[str, Any] | None
    missing: list[str]
    size_bytes: int
    would_suppress: str | None


def preview_message(
    message: Message, recipient: Recipient, *, brand: Brand, language: str | None = None
) -> Preview:
    """The message for this customer, in the language asked for or the one it is best read in."""
    asked = language if language in message.contents else None
    shown = render_one(replace(message, missing="fallback"), recipient, brand=brand, language=asked)
    really = render_one(message, recipient, brand=brand, language=asked)
    reason = really.detail if isinstance(really, Suppressed) else None
    if isinstance(shown, Suppressed):
        return Preview(
            language=asked or message.default_language,
            languages=list(message.contents),
            content=None,
            missing=[],
            size_bytes=0,
            would_suppress=shown.detail,
        )
    body = str(shown.content.get("html") or shown.content.get("text") or shown.content.get("body") or "")
    return Preview(
        language=shown.language,
        languages=list(message.contents),
        content=shown.content,
        missing=list(shown.missing),
        size_bytes=len(body.encode()),
        would_suppress=reason,
    )

"""Write a message for many customers at once.

Holds   no line of a header ever holds a line break or a control character, whatever a customer is called;
        values are escaped in HTML; a link leads to the web, to mail or to a phone, never to a script.
Never   reads the clock, looks anything up or sends: what it needs is in the `Recipient`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from evergrow.definitions.messages import SHAPES, Message, Piece, nest
from evergrow.engage.messages.finish import Shows, finish_html, finish_text, tracked_text, tracked_url
from evergrow.engage.messages.mail import mail_template
from evergrow.engage.messages.plan import GivenUp, plan_of
from evergrow.engage.messages.sandbox import FAILURES, Template, said, template_of
from evergrow.engage.messages.spec import Brand, Links, Recipient, Rendered, Suppressed
from evergrow.engage.messages.values import language_of, values_for
from evergrow.kernel import Refusal

LONGEST_LINE: Final = 500
_BREAKS: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_NEVER: Final = frozenset({"javascript", "data", "vbscript", "file", "blob", "about"})
_MUST_SPEAK: Final = ("subject", "title", "body", "text", "template", "url")


@dataclass(frozen=True)
class _Part:
    name: str
    kind: str
    template: Template
    shows: Shows = field(default_factory=Shows)


@dataclass(frozen=True)
class _Shape:
    """What there is to know of a channel's content. Pieces of a list keep their place, however empty they are."""

    must_speak: tuple[str, ...]
    may_be_left_out: frozenset[str]
    is_nested: bool


def _shape(pieces: Sequence[Piece]) -> _Shape:
    return _Shape(
        must_speak=tuple(piece.name for piece in pieces if piece.is_required and piece.name in _MUST_SPEAK),
        may_be_left_out=frozenset(piece.name for piece in pieces if not piece.is_required),
        is_nested=any(piece.kind in ("list", "map") for piece in pieces),
    )


_SHAPES: Final = {channel: _shape(pieces) for channel, pieces in SHAPES.items()}
_Parts = tuple[_Part, ...] | Suppressed


def render_many(message: Message, rows: Sequence[Recipient], *, brand: Brand) -> list[Rendered | Suppressed]:
    """The message for each recipient, in their order, each in the language asked for or it is best read in."""
    parts: dict[str, _Parts] = {}
    return [_rendered(message, row, brand, _spoken(message, row, brand), parts) for row in rows]


def render_one(
    message: Message, row: Recipient, *, brand: Brand, language: str | None = None
) -> Rendered | Suppressed:
    """The message for one recipient. `language` is one of the message's; chosen when left out."""
    return _rendered(message, row, brand, language or _spoken(message, row, brand), {})


def _spoken(message: Message, row: Recipient, brand: Brand) -> str:
    asked = row.language
    return asked if asked and asked in message.contents else language_of(row.customer, brand, message)


def templates_of(message: Message) -> list[Template]:
    """Every template of the message that can be read, in all languages."""
    found: list[Template] = []
    for language in message.contents:
        parts = _parts_of(message, language)
        if not isinstance(parts, Suppressed):
            found += [part.template for part in parts]
    return found


def _rendered(
    message: Message, row: Recipient, brand: Brand, language: str, known: dict[str, _Parts]
) -> Rendered | Suppressed:
    parts = known.get(language)
    if parts is None:
        parts = known[language] = _parts_of(message, language)
    if isinstance(parts, Suppressed):
        return parts
    values = values_for(message, row, brand, language)
    texts: dict[str, str] = {}
    missing: dict[str, None] = {}
    for part in parts:
        try:
            texts[part.name], missed = _text(part, values, row.links, brand, language)
        except FAILURES as error:
            return Suppressed(
                reason="template_failed", detail=f"The template was stopped: {part.name}: {said(error)}."
            )
        missing.update(dict.fromkeys(missed))
    return _judged(message, language, texts, tuple(missing))


def _parts_of(message: Message, language: str) -> _Parts:
    try:
        return _parts(message.channel, tuple(message.contents[language].texts.items()))
    except Refusal as refusal:
        reason = "template_too_large" if refusal.code == "message.template_too_large" else "template_failed"
        return Suppressed(reason=reason, detail=refusal.problems[0].what)


def _judged(
    message: Message, language: str, texts: Mapping[str, str], missing: tuple[str, ...]
) -> Rendered | Suppressed:
    if missing and message.missing == "suppress":
        return Suppressed(
            reason="missing_value",
            detail=f"The customer has no {', '.join(missing)} to put into the message.",
        )
    shape = _SHAPES[message.channel]
    empty = [name for name in shape.must_speak if not texts.get(name, "").strip()]
    if empty:
        return Suppressed(
            reason="empty_message", detail=f"Nothing is left of {', '.join(empty)} for this customer."
        )
    kept = {
        ("html" if name == "mjml" else name): text
        for name, text in texts.items()
        if text or name not in shape.may_be_left_out
    }
    content = nest(message.channel, kept) if shape.is_nested else kept
    return Rendered(channel=message.channel, language=language, content=content, missing=missing)


@lru_cache(maxsize=500)
def _parts(channel: str, texts: tuple[tuple[str, str], ...]) -> tuple[_Part, ...]:
    """The templates of one language's content, read once."""
    sources = dict(texts)
    kinds = {piece.name: piece.kind for piece in SHAPES[channel]}
    parts: list[_Part] = []
    if channel == "email":
        body = "mjml" if "mjml" in sources else "html" if "html" in sources else None
        if body is not None:
            mail = mail_template(sources.pop(body), sources.get("preheader", ""), is_mjml=body == "mjml")
            parts.append(_part("html", "html", mail.html))
            sources.setdefault("text", mail.text)
        kinds["text"] = "mail"
    elif channel == "messenger":
        kinds["text"] = "chat"
    for name, source in sources.items():
        parts.append(_part(name, kinds[re.split(r"[.\[]", name, maxsplit=1)[0]], source))
    return tuple(parts)


def _part(name: str, kind: str, source: str) -> _Part:
    return _Part(
        name=name,
        kind=kind,
        template=template_of(source, escapes=kind == "html"),
        shows=Shows(
            way_out="unsubscribe_url" in source or "preferences_url" in source,
            postal_address="brand.postal_address" in source,
        ),
    )


def _text(
    part: _Part, values: dict[str, Any], links: Links, brand: Brand, language: str
) -> tuple[str, list[str]]:
    """A part for one customer, and the paths of the values it missed."""
    if part.kind == "html" and (plan := plan_of(part.template, language)) is not None:
        try:
            return plan.write(values, links, brand, part.shows)
        except GivenUp:
            pass
    text, missed = part.template.render(values)
    return _finished(part, text, links, brand, language), missed


def _finished(part: _Part, text: str, links: Links, brand: Brand, language: str) -> str:
    if part.kind == "html":
        return finish_html(text, links, brand, language, part.shows)
    if part.kind == "url":
        url = safe_url(text)
        return tracked_url(url, links) if part.name == "link" else url
    if part.kind == "text":
        return _CONTROLS.sub("", text)
    if part.kind == "chat":
        return tracked_text(_CONTROLS.sub("", text), links)
    if part.kind == "mail":
        text = _CONTROLS.sub("", text)
        return finish_text(text, links, brand, language, part.shows)
    return one_line(text)


def one_line(text: str) -> str:
    """A text for a header, a title or a parameter: one line, no control characters, at most 500 characters."""
    line = text if text.isprintable() and "  " not in text else _BREAKS.sub(" ", text)
    return line.strip()[:LONGEST_LINE].rstrip()


def safe_url(text: str) -> str:
    """The address without white space; empty where it is none or would run as code."""
    url = _BREAKS.sub("", text)
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        return ""
    return "" if not scheme or scheme in _NEVER else url

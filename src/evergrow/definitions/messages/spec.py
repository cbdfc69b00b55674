"""The declared shape of a message: one channel, one topic, the same words in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Missing = Literal["suppress", "fallback"]
Kind = Literal["line", "text", "html", "mjml", "url", "list", "map"]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One text of a channel's content.

    `kind`: `line` never holds a line break; `html` and `mjml` escape what is put in; `list` and `map` hold
    several texts; the rest stands as it is written.
    """

    name: str
    kind: Kind = "text"
    is_required: bool = False


def _page(*more: Piece) -> tuple[Piece, ...]:
    return (
        Piece(name="title", kind="line", is_required=True),
        Piece(name="body", is_required=True),
        Piece(name="link", kind="url"),
        Piece(name="image", kind="url"),
        *more,
    )


SHAPES: Final[Mapping[str, tuple[Piece, ...]]] = {
    "email": (
        Piece(name="subject", kind="line", is_required=True),
        Piece(name="preheader", kind="line"),
        Piece(name="mjml", kind="mjml"),
        Piece(name="html", kind="html"),
        Piece(name="text"),
        Piece(name="from_name", kind="line"),
        Piece(name="reply_to", kind="line"),
    ),
    "sms": (Piece(name="text", is_required=True),),
    "push": _page(),
    "web_push": _page(),
    "in_app": _page(Piece(name="button", kind="line")),
    "whatsapp": (
        Piece(name="template", kind="line", is_required=True),
        Piece(name="template_language", kind="line"),
        Piece(name="parameters", kind="list"),
    ),
    "messenger": (Piece(name="title", kind="line"), Piece(name="text", is_required=True)),
    "webhook": (
        Piece(name="url", kind="url", is_required=True),
        Piece(name="method", kind="line"),
        Piece(name="headers", kind="map"),
        Piece(name="body"),
    ),
}
"""What each channel's content is made of, in the order it is written."""

CHANNELS: Final = tuple(SHAPES)


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is said in one language: Liquid texts by name. Those of a list are `parameters[0]`, of a map `headers.X-Key`.

    `lines` says where in its file each text stands.
    """

    texts: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, kw_only=True)
class Coupon:
    """A code of the customer's own: the prefix and so many more letters and digits."""

    prefix: str
    length: int = 8


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message. `missing` says what happens where a customer lacks a value that has no default."""

    name: str
    title: str
    channel: str
    topic: str
    contents: Mapping[str, Content]
    default_language: str = "en"
    missing: Missing = "suppress"
    coupon: Coupon | None = None

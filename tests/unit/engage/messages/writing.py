"""Short ways to say a message and a recipient in tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from evergrow.definitions.messages import Content, Coupon, Message
from evergrow.engage.messages import Brand, Links, Recipient, Rendered, Suppressed, render_many

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BRAND = Brand(name="Shop & Co", postal_address="1 Main Street")
LINKS = Links(
    unsubscribe_url="https://grow.example/u/1",
    preferences_url="https://grow.example/p/1",
    pixel_url="https://grow.example/o/1",
    click=lambda url: f"https://grow.example/c/1?to={url}",
)


def said(
    channel: str,
    *,
    missing: Any = "suppress",
    coupon: Coupon | None = None,
    others: Mapping[str, Mapping[str, str]] | None = None,
    more: Mapping[str, str] | None = None,
    **texts: str,
) -> Message:
    """A message in English, and in `others`. `more` holds texts whose name is no word of Python."""
    contents = {"en": Content(texts={**texts, **(more or {})})}
    contents |= {language: Content(texts=dict(words)) for language, words in (others or {}).items()}
    return Message(
        name="m",
        title="M",
        channel=channel,
        topic="offers",
        contents=contents,
        missing=missing,
        coupon=coupon,
    )


def to(
    customer: Mapping[str, Any] | None = None,
    *,
    event: Mapping[str, Any] | None = None,
    links: Links | None = None,
) -> Recipient:
    """A recipient now."""
    return Recipient(
        message_key=1,
        customer={"customer_id": "user:ana", **(customer or {})},
        at=NOW,
        event=event,
        links=links or Links(),
    )


def one(message: Message, recipient: Recipient, brand: Brand = BRAND) -> Rendered | Suppressed:
    """The message for one recipient."""
    return render_many(message, [recipient], brand=brand)[0]


def content(message: Message, recipient: Recipient, brand: Brand = BRAND) -> Mapping[str, Any]:
    """What was rendered; fails where it was suppressed."""
    found = one(message, recipient, brand)
    assert isinstance(found, Rendered), found
    return found.content

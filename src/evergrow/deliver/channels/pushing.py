"""What all push channels share: a title, a body, where a tap leads, and how much of it fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evergrow.deliver.channels.spec import Outcome, Outgoing
from evergrow.deliver.channels.texting import plain

LARGEST_BYTES: Final = 4096


@dataclass(frozen=True)
class Notice:
    """What a device shows."""

    title: str
    body: str
    link: str
    image: str


def notice_of(outgoing: Outgoing) -> Notice | Outcome:
    """What to show, or why it cannot be shown. Addresses that are not http or https are left out."""
    content = outgoing.content
    notice = Notice(
        plain(content.get("title")),
        plain(content.get("body")),
        _address(content.get("link")),
        _address(content.get("image")),
    )
    if not notice.title and not notice.body:
        return Outcome(status="failed", reason="bad_content", detail="It has neither a title nor a body.")
    return notice


def too_large(size: int) -> Outcome:
    """The outcome of a message that is larger than push services take."""
    detail = f"It has {size:,} bytes; push services take {LARGEST_BYTES:,}."
    return Outcome(status="failed", reason="bad_content", detail=detail)


def _address(value: object) -> str:
    text = plain(value)
    return text if text.startswith(("https://", "http://")) and not any(c.isspace() for c in text) else ""

"""What goes into rendering a message, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import msgspec

Reason = Literal["missing_value", "template_failed", "template_too_large", "empty_message"]
REASONS: Final[tuple[Reason, ...]] = (
    "missing_value", "template_failed", "template_too_large", "empty_message",
)  # fmt: skip
"""Why a message could not be written for a customer."""


class Links(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The customer's own addresses in a message. `click` makes a tracked link of a plain one; `pixel_url` is for opens.

    A mail that has an `unsubscribe_url` and does not show it gets it in a footer.
    """

    unsubscribe_url: str = ""
    preferences_url: str = ""
    view_url: str = ""
    pixel_url: str = ""
    click: Callable[[str], str] | None = None


class Recipient(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One customer to write a message for.

    `customer` is as `gather_customers` gives it, `event` the trigger (event, at, properties, key), `at` the
    moment the message is for: `now` in a template. `recommended` are products to offer, the best first. `language`
    is one that was asked for; without it, or where the message does not speak it, the customer's own counts.
    """

    message_key: int
    customer: Mapping[str, Any]
    at: datetime
    event: Mapping[str, Any] | None = None
    links: Links = Links()
    recommended: Sequence[Mapping[str, Any]] = ()
    language: str | None = None


@dataclass(frozen=True, kw_only=True)
class Brand:
    """Who writes. `coupon_key` is secret, so that nobody can work out another customer's code."""

    name: str
    language: str = "en"
    time_zone: str = "UTC"
    postal_address: str = ""
    coupon_key: bytes = b""


class Rendered(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A message as one customer gets it. `missing` names the values that fell back to nothing."""

    channel: str
    language: str
    content: Mapping[str, Any]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Suppressed:
    """Why this customer gets no message."""

    reason: Reason
    detail: str

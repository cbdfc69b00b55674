"""What a template may read of one recipient: the customer, the trigger, its products, a coupon, the links."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Any, Final

from evergrow.definitions.messages import Coupon, Message
from evergrow.engage.messages.spec import Brand, Recipient
from evergrow.kernel import is_zone

ROOTS: Final = (
    "customer", "event", "products", "recommended", "coupon", "unsubscribe_url", "preferences_url", "view_url", "brand",
    "now", "today", "time_zone", "language",
)  # fmt: skip
"""Everything a template may begin a path with."""

ZONES: Final = ("time_zone", "timezone", "timeZone")
LANGUAGES: Final = ("language", "locale", "lang")


def values_for(message: Message, recipient: Recipient, brand: Brand, language: str) -> dict[str, Any]:
    """The values of one rendering, by root. What is empty is left out, so that it counts as missing."""
    links, event = recipient.links, recipient.event
    values: dict[str, Any] = {
        "customer": recipient.customer,
        "brand": {"name": brand.name, "postal_address": brand.postal_address},
        "language": language,
        "now": recipient.at,
        "today": recipient.at,
        "time_zone": zone_of(recipient.customer, brand),
    }
    for name in ("unsubscribe_url", "preferences_url", "view_url"):
        if url := getattr(links, name):
            values[name] = url
    if event is not None:
        properties = event.get("properties") or {}
        values["event"] = {
            "name": event.get("event"),
            "at": event.get("at"),
            "key": event.get("key"),
            "properties": properties,
        }
        values["products"] = products_of(properties)
    if recipient.recommended:
        values["recommended"] = list(recipient.recommended)
    if message.coupon is not None:
        whom = recipient.customer.get("customer_id") or recipient.message_key
        values["coupon"] = {"code": coupon_code(message.coupon, message.name, str(whom), brand.coupon_key)}
    return values


def products_of(properties: Mapping[str, Any]) -> list[Any]:
    """The products of a trigger: its list of them, or the one it is about."""
    listed = properties.get("products")
    if isinstance(listed, list):
        return listed
    return [properties] if "product_id" in properties or "sku" in properties else []


def coupon_code(coupon: Coupon, message: str, customer: str, key: bytes) -> str:
    """The customer's own code: the same each time it is written, and nobody else can work it out."""
    digest = hmac.digest(key or b"evergrow", f"{coupon.prefix}\n{message}\n{customer}".encode(), "sha256")
    letters = base64.b32encode(digest).decode()  # A-Z and 2-7: nothing to mistake for another
    return f"{coupon.prefix}-{letters[: coupon.length]}"


def zone_of(customer: Mapping[str, Any], brand: Brand) -> str:
    """The customer's own time zone, else the brand's."""
    for name in ZONES:
        zone = customer.get(name)
        if isinstance(zone, str) and zone and is_zone(zone):
            return zone
    return brand.time_zone


def language_of(customer: Mapping[str, Any], brand: Brand, message: Message) -> str:
    """The language to write in: the customer's, else the account's, else the message's own.

    `pt-BR` is served by `pt-BR`, else by `pt`; `pt` by `pt`, else by the first `pt-...`.
    """
    if len(message.contents) == 1:
        return message.default_language
    spoken = [customer.get(name) for name in LANGUAGES]
    for wanted in (*spoken, brand.language):
        if isinstance(wanted, str) and wanted:
            found = _nearest(wanted.replace("_", "-").lower(), message.contents)
            if found is not None:
                return found
    return message.default_language


def _nearest(wanted: str, offered: Mapping[str, Any]) -> str | None:
    by_name = {name.lower(): name for name in offered}
    if wanted in by_name:
        return by_name[wanted]
    stem = wanted.partition("-")[0]
    if stem in by_name:
        return by_name[stem]
    return next((name for lower, name in by_name.items() if lower.partition("-")[0] == stem), None)

"""JSON texts of the world, built once each and then picked by index: rendering never touches a Python dict per event."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evergrow.world.catalogue import CATEGORIES, PRODUCTS
from evergrow.world.places import CHANNELS, DEVICES, PLACES

MOST_OF_ONE = 3
CONSENT_TOPIC = "offers"
CONSENT_WORDING = "Send me the weekly letter with offers. I can stop it at any time."


def json_text(document: dict[str, Any]) -> str:
    """Compact JSON; letters of every script as they are."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def product_document(index: int) -> dict[str, Any]:
    """A product as Segment's e-commerce spec writes it."""
    product = PRODUCTS[index]
    return {
        "product_id": product.sku,
        "sku": product.sku,
        "name": product.name,
        "category": product.category,
        "price": product.price_cents / 100,
    }


def context_document(place: int, device: int, channel: int) -> dict[str, Any]:
    """The context of a call from that country, on that device, come by that channel."""
    where, (kind, agent, _), via = PLACES[place], DEVICES[device], CHANNELS[channel]
    campaign = {"source": via.source, "medium": via.medium, "name": via.campaign}
    context: dict[str, Any] = {
        "locale": where.locale,
        "timezone": where.zone,
        "location": {"country": where.country},
        "device": {"type": kind},
        "userAgent": agent,
    }
    if via.source:
        context["campaign"] = {key: value for key, value in campaign.items() if value}
    return context


def person_document(number: int, place_index: int) -> dict[str, Any]:
    """The traits that a person states when they sign up. The same person is always called the same."""
    place = PLACES[place_index]
    draw = number * 2_654_435_761 % 2**32
    given = place.given[draw % len(place.given)]
    family = place.family[(draw >> 12) % len(place.family)]
    written = (family[0] + " " + given[0]) if place.is_family_first else f"{given[0]} {family[0]}"
    return {
        "name": written,
        "firstName": given[0],
        "lastName": family[0],
        "email": f"{given[1]}.{family[1]}.{number}@example.{('com', 'net', 'org')[draw % 3]}",
        "country": place.country,
        "language": place.locale[:2],
        "address": {"country": place.country},
    }


def _products() -> pa.Array:
    return pa.array([json_text(product_document(i)) for i in range(len(PRODUCTS))])


def _lines() -> pa.Array:
    texts = [
        json_text(product_document(i) | {"quantity": quantity})
        for i in range(len(PRODUCTS))
        for quantity in range(1, MOST_OF_ONE + 1)
    ]
    return pa.array(texts)


def _contexts() -> pa.Array:
    return pa.array(
        [
            json_text(context_document(place, device, channel))
            for place in range(len(PLACES))
            for device in range(len(DEVICES))
            for channel in range(len(CHANNELS))
        ]
    )


PRODUCT_TEXTS = _products()
LINE_TEXTS = _lines()
CONTEXT_TEXTS = _contexts()
_LANDINGS = [channel.landing for channel in CHANNELS if channel.landing]
_PAGES = {
    "/": "Home",
    **{f"/{category.lower()}": category for category in CATEGORIES},
    **{path: path[1:].replace("-", " ").capitalize() for path in _LANDINGS},
}
PAGE_NAMES = pa.array(list(_PAGES.values()))
PAGE_TEXTS = pa.array([json_text({"path": path, "title": title}) for path, title in _PAGES.items()])
LANDING_OF_CHANNEL = np.array([list(_PAGES).index(channel.landing or "/") for channel in CHANNELS])
"""The page of each channel's campaign, an index into PAGE_TEXTS; 0 where it has none."""


def context_of(place: np.ndarray, device: np.ndarray, channel: np.ndarray) -> np.ndarray:
    """The index into CONTEXT_TEXTS."""
    return (place * len(DEVICES) + device) * len(CHANNELS) + channel


def money_texts(cents: np.ndarray) -> pa.Array:
    """Whole cents as `12.50`."""
    return joined(digits(cents // 100), ".", digits(cents % 100, width=2))


def digits(numbers: np.ndarray, *, width: int = 0) -> pa.Array:
    """Whole numbers as texts, filled up with zeros to `width`."""
    texts = pc.cast(pa.array(numbers), pa.string())
    return pc.call_function("utf8_lpad", [texts], pc.PadOptions(width, "0"))


def joined(*parts: pa.Array | str, between: str = "") -> pa.Array:
    """Texts and columns of texts, put together row by row; a null is left out."""
    values = [pa.scalar(part) if isinstance(part, str) else part for part in parts]
    options = pc.JoinOptions(null_handling="skip")
    return pc.call_function("binary_join_element_wise", [*values, pa.scalar(between)], options)

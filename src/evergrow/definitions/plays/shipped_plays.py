"""The plays that come with Evergrow: a folder each, of the same shape as any folder of definitions."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.folders import KINDS, Document, document_of
from evergrow.definitions.plays.read import read_play
from evergrow.definitions.plays.spec import Play
from evergrow.kernel import refuse

SHOP: Final = "https://shop.example"
"""Stands in links for the shop's own address."""

_ORDER: Final = (
    "visitor", "cart-abandoned", "welcome", "browsed", "second-order", "review", "complaint", "upsell", "birthday",
    "referral", "top-tier", "win-back",
)  # fmt: skip
"""Along the lifecycle; of two for the same move, the one that usually brings more comes first."""


@cache
def shipped_plays() -> tuple[Play, ...]:
    """Every play, along the lifecycle."""
    place = files("evergrow.definitions.plays") / "shipped"
    return tuple(_play(place / name) for name in _ORDER)


def shipped_play(name: str) -> Play:
    """The play of this name.

    Raises:
        Refusal: `play.unknown`.
    """
    found = next((play for play in shipped_plays() if play.name == name), None)
    if found is None:
        raise refuse(
            "play.unknown",
            f"No play is named '{name}'.{did_you_mean(name, _ORDER)}",
            where="play",
            next_step="List them with `evergrow plays list`.",
            status=404,
        )
    return found


def _play(place: Traversable) -> Play:
    documents: list[Document] = [
        document_of(kind.kind, name, text)
        for kind in KINDS
        if not kind.is_single
        for name, text in _texts(place / kind.place)
    ]
    text = (place / "play.yaml").read_text(encoding="utf-8")
    return read_play(text, documents, dict(_texts(place / "rehearsals")), file=f"{place.name}/play.yaml")


def _texts(place: Traversable) -> list[tuple[str, str]]:
    if not place.is_dir():
        return []
    found = [
        (one.name.removesuffix(".yaml"), one.read_text(encoding="utf-8"))
        for one in place.iterdir()
        if one.name.endswith(".yaml")
    ]
    return sorted(found)

"""The maps that come with Evergrow, as the documents they are."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

SHIPPED: Final = ("shop", "saas")


def shipped_map(name: str) -> str:
    """The YAML of a shipped map: "shop" or "saas"."""
    return (files("evergrow.definitions.maps") / f"{name}.yaml").read_text(encoding="utf-8")

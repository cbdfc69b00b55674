"""The declared shape of a saved report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PAGES: Final = (
    "lifecycle",
    "customers",
    "rfm",
    "personas",
    "retention",
    "value",
    "predictions",
    "funnels",
    "paths",
    "map-check",
    "sources",
    "recommendations",
)
"""The pages of the dashboard that answer a question, by their address; `lifecycle` is the board."""

MOST_ASKED: Final = 30


@dataclass(frozen=True, kw_only=True)
class SavedReport:
    """What a page was asked. `ask` holds the parameters of its address, such as `period` or `segment`."""

    name: str
    title: str
    page: str
    ask: Mapping[str, str]
    description: str = ""

"""The declared shape of a board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

Shown = Literal["figure", "chart", "table"]
SHOWN: Final[tuple[Shown, ...]] = get_args(Shown)
MOST_TILES: Final = 40
WIDEST: Final = 4


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A saved report as a figure, a chart or a table. `of` names which of its figures; empty for its first.

    `width` is 1 to 4 quarters of the page.
    """

    report: str
    show: Shown = "figure"
    of: str = ""
    title: str = ""
    width: int = 1


@dataclass(frozen=True, kw_only=True)
class Board:
    """Tiles in the order in which they stand."""

    name: str
    title: str
    tiles: tuple[Tile, ...] = ()

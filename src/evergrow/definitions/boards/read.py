"""Read a board from its YAML, with every problem found and its line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from evergrow.definitions.boards.spec import MOST_TILES, SHOWN, WIDEST, Board, Shown, Tile
from evergrow.definitions.documents import Fields, Findings, Node, did_you_mean, read_tree, write_document


def read_board(text: str, *, file: str = "board.yaml", reports: Iterable[str] | None = None) -> Board:
    """The board a document describes.

    Args:
        text: The document.
        file: Its name, for where problems are.
        reports: The names of all saved reports; None looks none up.

    Raises:
        Refusal: every problem of the document, each with `file:line`.
    """
    findings = Findings(file)
    root = read_tree(text, findings)
    fields = Fields.of(root, "", findings) if root else None
    found = _board(fields, None if reports is None else tuple(reports)) if fields else None
    findings.settle()
    assert found is not None
    return found


def write_board(board: Board) -> str:
    """The board's YAML; reading it gives the same board."""
    tiles: list[dict[str, Any]] = []
    for tile in board.tiles:
        told: dict[str, Any] = {"report": tile.report, "show": tile.show}
        told |= {"of": tile.of} if tile.of else {}
        told |= {"title": tile.title} if tile.title else {}
        tiles.append(told | {"width": tile.width})
    return write_document({"board": board.name, "title": board.title, "tiles": tiles})


def _board(fields: Fields, reports: tuple[str, ...] | None) -> Board:
    fields.only(("board", "title", "tiles"))
    name = fields.name("board")
    nodes = fields.items("tiles")
    if len(nodes) > MOST_TILES:
        fields.note("tiles", "definition.too_large", f"A board has at most {MOST_TILES} tiles.")
    tiles = [_tile(node, f"tiles[{number}]", fields.findings, reports) for number, node in enumerate(nodes)]
    return Board(name=name, title=fields.text("title", name), tiles=tuple(filter(None, tiles)))


def _tile(node: Node, path: str, findings: Findings, reports: tuple[str, ...] | None) -> Tile | None:
    fields = Fields.of(node, path, findings)
    if fields is None:
        return None
    fields.only(("report", "show", "of", "title", "width"))
    report, show = fields.name("report"), fields.text("show", "figure")
    if reports is not None and report and report not in reports:
        fields.note(
            "report",
            "definition.unknown_name",
            f"No saved report is named '{report}'.{did_you_mean(report, reports)}",
            "Save the report first, or take one that is saved.",
        )
    if show not in SHOWN:
        fields.note(
            "show",
            "definition.unknown_name",
            f"A tile cannot show a '{show}'.{did_you_mean(show, SHOWN)}",
            f"Choose one of {', '.join(SHOWN)}.",
        )
    width = fields.number("width", lowest=1, highest=WIDEST)
    return Tile(
        report=report,
        show=cast(Shown, show),
        of=fields.text("of", ""),
        title=fields.text("title", ""),
        width=round(width or 1),
    )

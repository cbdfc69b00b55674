"""Boards of one's own: tiles of saved reports. `mine` is the board of whoever asks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.boards import MOST_TILES, WIDEST, Board, Shown, Tile, read_board, write_board
from evergrow.definitions.documents import NAME
from evergrow.definitions.store import Kept, document, documents_of
from evergrow.runtime.accounts import Operator
from evergrow.runtime.boards import BOARD, remove_board, save_board, unknown_board
from evergrow.web.access import SignedIn
from evergrow.web.site import Here, Now, Room

router = APIRouter(prefix="/boards", tags=["reports"])
MINE: Final = "mine"


class TileShown(BaseModel):
    """A saved report as a figure, a chart or a table."""

    report: Annotated[str, Field(max_length=40)]
    show: Shown = "figure"
    of: Annotated[str, Field(max_length=200)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    width: Annotated[int, Field(ge=1, le=WIDEST)] = 1


class BoardDraft(BaseModel):
    """A board's tiles, in order."""

    title: Annotated[str, Field(max_length=200)] = ""
    tiles: Annotated[list[TileShown], Field(max_length=MOST_TILES)]


class BoardKept(BaseModel):
    """A board. `saved_at` is null where nobody has saved it yet: one's own is empty at first."""

    name: str
    title: str
    is_mine: bool
    tiles: list[TileShown]
    saved_at: datetime | None
    saved_by: str | None


@router.get("", operation_id="listBoards")
def every(room: Room, operator: SignedIn) -> list[BoardKept]:
    """Every board that was saved, by name."""
    with room.state.reading() as tx:
        return [_shown(kept, operator) for kept in documents_of(tx, BOARD)]


@router.get("/{name}", operation_id="getBoard")
def one(name: str, room: Room, operator: SignedIn) -> BoardKept:
    """One board, with its tiles in order."""
    own = _name(name, operator)
    with room.state.reading() as tx:
        kept = document(tx, BOARD, own)
    if kept is not None:
        return _shown(kept, operator)
    if name != MINE:
        raise unknown_board(name)
    return BoardKept(name=own, title="", is_mine=True, tiles=[], saved_at=None, saved_by=None)


@router.put("/{name}", operation_id="saveBoard")
def save(name: str, body: BoardDraft, site: Here, operator: SignedIn, now: Now) -> BoardKept:
    """Save a board's tiles and their order."""
    own = _name(name, operator)
    tiles = tuple(Tile(**tile.model_dump()) for tile in body.tiles)
    board = Board(name=own, title=body.title or operator.name or own, tiles=tiles)
    save_board(site.workspace.state, write_board(board), name=own, by=operator.name, now=now)
    return one(own, site.workspace, operator)


@router.delete("/{name}", operation_id="deleteBoard", status_code=204)
def delete(name: str, site: Here, operator: SignedIn, now: Now) -> None:
    """Let there be no such board. The reports on it stay."""
    remove_board(site.workspace.state, _name(name, operator), by=operator.name, now=now)


def _name(name: str, operator: Operator) -> str:
    """The board's document; an operator's own is called like the operator."""
    if name != MINE:
        return name
    own = operator.id.lower()
    return own if NAME.fullmatch(own) else MINE


def _shown(kept: Kept, operator: Operator) -> BoardKept:
    board = read_board(kept.text)
    return BoardKept(
        name=board.name,
        title=board.title,
        is_mine=board.name == _name(MINE, operator),
        tiles=[TileShown(**vars(tile)) for tile in board.tiles],
        saved_at=kept.saved_at,
        saved_by=kept.saved_by,
    )

"""Boards of one's own: tiles chosen from saved reports, in an order and a width."""

from evergrow.definitions.boards.read import read_board, write_board
from evergrow.definitions.boards.spec import MOST_TILES, SHOWN, WIDEST, Board, Shown, Tile

__all__ = ["MOST_TILES", "SHOWN", "WIDEST", "Board", "Shown", "Tile", "read_board", "write_board"]

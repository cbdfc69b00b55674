"""Carry out what operators decide about saved reports and boards."""

from evergrow.runtime.boards.decide import (
    BOARD,
    REPORT,
    boards_with,
    remove_board,
    remove_report,
    save_board,
    save_report,
    unknown_board,
    unknown_report,
)

__all__ = [
    "BOARD",
    "REPORT",
    "boards_with",
    "remove_board",
    "remove_report",
    "save_board",
    "save_report",
    "unknown_board",
    "unknown_report",
]

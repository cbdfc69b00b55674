"""Save and remove reports and boards. Nothing else works by them, so nothing has to follow."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from evergrow.definitions.boards import Board, read_board
from evergrow.definitions.documents import refuse_other_name
from evergrow.definitions.reports import SavedReport, read_report
from evergrow.definitions.store import documents_of, keep_document, remove_document
from evergrow.kernel import Refusal, refuse
from evergrow.storage.state import State, Tx

REPORT: Final = "report"
BOARD: Final = "board"


def save_report(state: State, text: str, *, name: str | None = None, by: str, now: datetime) -> SavedReport:
    """Keep a report's next version.

    Raises:
        Refusal: every problem of the document; `definitions.other_name` where it is not named `name`.
    """
    report = read_report(text, file=f"reports/{name or 'report'}.yaml")
    refuse_other_name(REPORT, report.name, name)
    with state.transaction() as tx:
        keep_document(tx, REPORT, report.name, text, by=by, now=now)
    return report


def remove_report(state: State, name: str, *, by: str, now: datetime) -> None:
    """Let there be no such report.

    Raises:
        Refusal: `saved_report.unknown`; `saved_report.in_use` while a board has a tile of it.
    """
    with state.transaction() as tx:
        boards = boards_with(tx, name)
        if boards:
            raise refuse(
                "saved_report.in_use",
                f"The report '{name}' is on {', '.join(boards)}.",
                where=f"reports/{name}",
                next_step="Take its tiles off there first.",
                status=409,
            )
        if not remove_document(tx, REPORT, name, by=by, now=now):
            raise unknown_report(name)


def boards_with(tx: Tx, report: str) -> list[str]:
    """The titles of the boards that have a tile of a report."""
    boards = [read_board(kept.text) for kept in documents_of(tx, BOARD)]
    return [board.title for board in boards if any(tile.report == report for tile in board.tiles)]


def save_board(state: State, text: str, *, name: str | None = None, by: str, now: datetime) -> Board:
    """Keep a board's next version.

    Raises:
        Refusal: every problem of the document, tiles of reports that are not there included; `definitions.other_name`.
    """
    with state.transaction() as tx:
        reports = [kept.name for kept in documents_of(tx, REPORT)]
        board = read_board(text, file=f"boards/{name or 'board'}.yaml", reports=reports)
        refuse_other_name(BOARD, board.name, name)
        keep_document(tx, BOARD, board.name, text, by=by, now=now)
    return board


def remove_board(state: State, name: str, *, by: str, now: datetime) -> None:
    """Let there be no such board.

    Raises:
        Refusal: `board.unknown`.
    """
    with state.transaction() as tx:
        if not remove_document(tx, BOARD, name, by=by, now=now):
            raise unknown_board(name)


def unknown_report(name: str) -> Refusal:
    """There is no saved report of this name."""
    return refuse(
        "saved_report.unknown",
        f"No saved report is named '{name}'.",
        where="report",
        next_step="See My board, Saved reports.",
        status=404,
    )


def unknown_board(name: str) -> Refusal:
    """There is no board of this name."""
    return refuse(
        "board.unknown", f"No board is named '{name}'.", where="board", next_step="See My board.", status=404
    )

"""Saved reports: pages of the dashboard with the question they were left with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.definitions.reports import SavedReport, read_report, write_report
from evergrow.definitions.store import Kept, document, documents_of
from evergrow.runtime.boards import REPORT, boards_with, remove_report, save_report, unknown_report
from evergrow.web.access import SignedIn
from evergrow.web.site import Here, Now, Room

router = APIRouter(prefix="/saved-reports", tags=["reports"])


class ReportDraft(BaseModel):
    """A report to be saved: the page, and the parameters of its address."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[str, Field(max_length=2_000)] = ""
    page: Annotated[str, Field(max_length=40)]
    ask: dict[str, str] = {}


class ReportKept(BaseModel):
    """A saved report. `boards` are the titles of those that have a tile of it."""

    name: str
    title: str
    description: str
    page: str
    ask: dict[str, str]
    version: int
    saved_at: datetime
    saved_by: str
    boards: list[str]


@router.get("", operation_id="listSavedReports")
def every(room: Room) -> list[ReportKept]:
    """Every saved report, by name."""
    with room.state.reading() as tx:
        return [_shown(kept, boards_with(tx, kept.name)) for kept in documents_of(tx, REPORT)]


@router.get("/{name}", operation_id="getSavedReport")
def one(name: str, room: Room) -> ReportKept:
    """One saved report."""
    with room.state.reading() as tx:
        kept = document(tx, REPORT, name)
        if kept is None:
            raise unknown_report(name)
        return _shown(kept, boards_with(tx, name))


@router.put("/{name}", operation_id="saveReport")
def save(name: str, body: ReportDraft, site: Here, operator: SignedIn, now: Now) -> ReportKept:
    """Save a report, or what it is called and asks from now on."""
    report = SavedReport(
        name=name, title=body.title, description=body.description, page=body.page, ask=body.ask
    )
    save_report(site.workspace.state, write_report(report), name=name, by=operator.name, now=now)
    return one(name, site.workspace)


@router.delete("/{name}", operation_id="deleteSavedReport", status_code=204)
def delete(name: str, site: Here, operator: SignedIn, now: Now) -> None:
    """Let there be no such report; refused while a board has a tile of it."""
    remove_report(site.workspace.state, name, by=operator.name, now=now)


def _shown(kept: Kept, boards: list[str]) -> ReportKept:
    report = read_report(kept.text)
    return ReportKept(
        name=report.name,
        title=report.title,
        description=report.description,
        page=report.page,
        ask=dict(report.ask),
        version=kept.version,
        saved_at=kept.saved_at,
        saved_by=kept.saved_by,
        boards=boards,
    )

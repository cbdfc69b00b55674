"""Files over HTTP: what a file would be read as, taking it in, and how far that is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from evergrow.ingest import files
from evergrow.kernel import Refusal
from evergrow.runtime import FileImport, Workspace, begin_import, read_file
from evergrow.web.imported import FILE, Dates, Filename, Mapping, pairs
from evergrow.web.problems import ProblemPoint
from evergrow.web.site import Here, OfAccount, Room

router = APIRouter(prefix="/imports", tags=["imports"])
Kind = Annotated[
    Literal["orders", "events", "customers"], Query(alias="as", description="What the file holds.")
]
_LARGEST_PREVIEW = 256 * 1024 * 1024


class Begun(BaseModel):
    """The import that was begun."""

    import_id: str


class ImportShown(BaseModel):
    """One import: once done, rows_read = accepted + quarantined + duplicate rows."""

    id: str
    filename: str
    kind: Literal["orders", "events", "customers"] = Field(serialization_alias="as")
    status: Literal["running", "done", "failed"]
    rows_read: int
    rows_total: int | None
    accepted_rows: int
    quarantined_rows: int
    duplicate_rows: int
    orders: int
    refunds: int
    events: int
    customers: int
    mapping: dict[str, str]
    problem: ProblemPoint | None
    started_at: datetime
    finished_at: datetime | None


@router.post("/preview", operation_id="previewImport", openapi_extra=FILE)
async def preview(
    request: Request,
    site: Here,
    filename: Filename,
    kind: Annotated[files.Kind, Query(alias="as", description="What the file holds.")],
) -> files.Preview:
    """Columns, samples and the guessed mapping. The first 256 KB are enough, save of a Parquet file."""
    path = await site.uploads.keep(request.stream(), largest_bytes=_LARGEST_PREVIEW)
    try:
        return await run_in_threadpool(files.preview, path, filename, kind)
    finally:
        path.unlink(missing_ok=True)


@router.post("", operation_id="beginImport", status_code=202, openapi_extra=FILE)
async def begin(
    request: Request,
    site: Here,
    account: OfAccount,
    filename: Filename,
    kind: Kind,
    mapping: Mapping = None,
    zone: Annotated[str | None, Query(description="Of times that name none; UTC when left out.")] = None,
    currency: Annotated[
        str | None, Query(description="Of amounts that name none; the account's when left out.")
    ] = None,
    dates: Dates = None,
) -> Begun:
    """Take a file in. It is read in the background, after those that wait already."""
    options = files.ImportOptions(
        kind=kind,
        mapping=pairs(mapping),
        zone=zone or "UTC",
        currency=currency or account.currency,
        date_order=dates,
    )
    path = await site.uploads.keep(request.stream())
    begun = await run_in_threadpool(_begun, site.workspace, path, filename, options)
    room = site.workspace

    def read() -> None:
        try:
            read_file(begun, room.log, room.state)
        except Refusal:
            pass  # the book of imports tells it
        finally:
            path.unlink(missing_ok=True)

    site.uploads.later(read)
    return Begun(import_id=begun.import_id)


@router.get("", operation_id="listImports")
def every(room: Room) -> list[ImportShown]:
    """The latest imports, newest first."""
    with room.state.reading() as tx:
        return [_shown(found) for found in files.list_imports(tx)]


@router.get("/{import_id}", operation_id="getImport")
def one(import_id: str, room: Room) -> ImportShown:
    """How far an import is, and how its rows ended."""
    with room.state.reading() as tx:
        return _shown(files.read_import(tx, import_id))


def _begun(room: Workspace, path: Path, filename: str, options: files.ImportOptions) -> FileImport:
    """Refuse a file that lacks columns while somebody still looks; else note it in the book."""
    try:
        files.plan(path, filename, options)
    except Refusal:
        path.unlink()
        raise
    return begin_import(room.state, path, filename, options, room.settings.data / "imports")


def _shown(found: files.Import) -> ImportShown:
    values = {name: getattr(found, name) for name in ImportShown.model_fields if name != "problem"}
    return ImportShown(**values, problem=None if found.problem is None else ProblemPoint(**found.problem))

"""Records that were set aside: look at them, take them home, mend them, try them again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from evergrow.ingest import (
    QuarantinePage,
    download_quarantine,
    list_quarantine,
    mend_quarantined,
    retry_quarantined,
)
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/quarantine", tags=["quarantine"])


class RetryRequest(BaseModel):
    """These records, or all of a reason, or all there are."""

    ids: Annotated[list[int] | None, Field(max_length=10_000)] = None
    reason: str | None = None


class Retried(BaseModel):
    """How many records go through the door again."""

    retried: int


class MendRequest(BaseModel):
    """The record's text after mending."""

    record: Annotated[str, Field(max_length=1_000_000)]


class Mended(BaseModel):
    """The mended record went through the door again."""

    status: Literal["retried"]


@router.get("", operation_id="listQuarantine")
def rows(
    room: Room,
    reason: str | None = None,
    source: str | None = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> QuarantinePage:
    """Open records, newest first."""
    with room.state.reading() as tx:
        return list_quarantine(tx, reason=reason, source_id=source, offset=offset, limit=limit)


@router.get(
    "/download",
    operation_id="downloadQuarantine",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}}}},
)
def download(room: Room, reason: str | None = None) -> StreamingResponse:
    """Open records as one JSON object a line, oldest first."""

    def lines() -> Iterator[bytes]:
        with room.state.reading() as tx:
            yield from download_quarantine(tx, reason=reason)

    headers = {"content-disposition": 'attachment; filename="quarantine.ndjson"'}
    return StreamingResponse(lines(), media_type="application/x-ndjson", headers=headers)


@router.post("/retry", operation_id="retryQuarantined")
def retry(body: RetryRequest, room: Room, now: Now) -> Retried:
    """Send records through the door again as they are."""
    with room.state.transaction() as tx:
        return Retried(retried=retry_quarantined(tx, room.log, now, ids=body.ids, reason=body.reason))


@router.post("/{row_id}/mend", operation_id="mendQuarantined")
def mend(row_id: int, body: MendRequest, room: Room, now: Now) -> Mended:
    """Send the mended text through the door; refused while it would be set aside again."""
    with room.state.transaction() as tx:
        mend_quarantined(tx, room.log, now, row_id, body.record)
    return Mended(status="retried")

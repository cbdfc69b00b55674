"""The suppression list: addresses that nothing may be sent to."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from evergrow.engage import consent
from evergrow.engage.consent import ImportedSuppressions, SuppressionPage
from evergrow.web.access import SignedIn
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/suppressions", tags=["consent"])
Channel = Literal["email", "sms", "push", "web_push", "whatsapp", "messenger", "in_app", "webhook", "all"]
Reason = Literal["imported", "legal", "hard_bounce", "complaint", "operator"]
Note = Annotated[str, Field(max_length=2_000)]


class SuppressionRequest(BaseModel):
    """An address to put on the list."""

    channel: Channel = "email"
    address: Annotated[str, Field(min_length=1, max_length=500)]
    reason: Reason = "operator"
    note: Note = ""


class RemovalRequest(BaseModel):
    """An address, or its hash, to take off the list, and why it may be written to again."""

    channel: Channel = "email"
    address: Annotated[str, Field(min_length=1, max_length=500)]
    note: Note


class ImportRequest(BaseModel):
    """A CSV file with a column address, email, phone or sha256, or one address a line.

    Its own columns channel, reason and note go before what is said here for the whole file.
    """

    csv: Annotated[str, Field(max_length=100_000_000)]
    channel: Channel = "email"
    reason: Reason = "imported"
    note: Note = ""


class Added(BaseModel):
    """Whether the address was not on the list before."""

    is_new: bool


@router.get("", operation_id="listSuppressions")
def every(
    room: Room,
    channel: Channel | None = None,
    reason: Reason | None = None,
    search: Annotated[str, Query(max_length=500)] = "",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> SuppressionPage:
    """The list, newest first."""
    with room.state.reading() as tx:
        return consent.list_suppressions(
            tx, channel=channel, reason=reason, search=search, offset=offset, limit=limit
        )


@router.post("", operation_id="addSuppression")
def add(body: SuppressionRequest, room: Room, operator: SignedIn, now: Now) -> Added:
    """Put an address on the list. It counts for every message that is handed over from now on."""
    with room.state.transaction() as tx:
        is_new = consent.suppress(
            tx,
            channel=body.channel,
            address=body.address,
            reason=body.reason,
            by=operator.name,
            now=now,
            note=body.note,
        )
    return Added(is_new=is_new)


@router.post("/remove", status_code=204, operation_id="removeSuppression")
def remove(body: RemovalRequest, room: Room, operator: SignedIn, now: Now) -> None:
    """Take an address off the list, with a note."""
    with room.state.transaction() as tx:
        consent.unsuppress(
            tx, channel=body.channel, address=body.address, by=operator.name, now=now, note=body.note
        )


@router.post("/import", operation_id="importSuppressions")
def take_in(body: ImportRequest, room: Room, operator: SignedIn, now: Now) -> ImportedSuppressions:
    """Put every address of a file on the list. Rows that cannot be taken are set aside and told with their line."""
    with room.state.transaction() as tx:
        return consent.import_suppressions(
            tx, body.csv, channel=body.channel, reason=body.reason, by=operator.name, now=now, note=body.note
        )


@router.get("/export", operation_id="exportSuppressions", response_class=Response)
def export(room: Room) -> Response:
    """The whole list as CSV."""
    with room.state.reading() as tx:
        text = consent.export_suppressions(tx)
    headers = {"content-disposition": 'attachment; filename="suppressions.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

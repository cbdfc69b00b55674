"""Where events come from, with keys and counts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.ingest import Source, create_source, list_sources, rename_source, revoke_source
from evergrow.record.events import received_since
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/sources", tags=["sources"])
Name = Annotated[str, Field(max_length=2_000)]


class SourceRequest(BaseModel):
    """A new way in: Segment's API (`http`) or CleverTap's upload API."""

    name: Name
    kind: Literal["http", "clevertap"] = "http"


class SourceName(BaseModel):
    """Another name for a source."""

    name: Name


class SourceShown(BaseModel):
    """A way in with its key, and how its records ended. `write_key` is the account id of a CleverTap source."""

    id: str
    name: str
    kind: Literal["http", "clevertap", "file", "demo"]
    write_key: str
    passcode: str | None
    created_at: datetime
    last_event_at: datetime | None
    accepted: int
    quarantined: int
    duplicates: int
    events_last_hour: int


@router.get("", operation_id="listSources")
def every(room: Room, now: Now) -> list[SourceShown]:
    """The sources whose keys open the door, oldest first."""
    with room.state.reading() as tx:
        found = list_sources(tx)
    lately = received_since(room.warehouse, now - timedelta(hours=1))
    return [_shown(source, lately.get(source.id, 0)) for source in found]


@router.post("", operation_id="createSource", status_code=201)
def create(body: SourceRequest, room: Room, now: Now) -> SourceShown:
    """Make a source with a key of its own."""
    with room.state.transaction() as tx:
        return _shown(create_source(tx, body.name, body.kind, now), 0)


@router.patch("/{source_id}", operation_id="renameSource", status_code=204)
def rename(source_id: str, body: SourceName, room: Room) -> None:
    """Give a source another name."""
    with room.state.transaction() as tx:
        rename_source(tx, source_id, body.name)


@router.delete("/{source_id}", operation_id="revokeSource", status_code=204)
def revoke(source_id: str, room: Room, now: Now) -> None:
    """Make the key worthless from now on. What came in stays."""
    with room.state.transaction() as tx:
        revoke_source(tx, source_id, now)


def _shown(source: Source, events_last_hour: int) -> SourceShown:
    return SourceShown(**asdict(source), events_last_hour=events_last_hour)

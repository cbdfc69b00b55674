"""Audiences for advertisements: a segment as Google and Meta take it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import StreamingResponse

from evergrow.deliver.audiences import Platform, audience_csv, find_people
from evergrow.measure.segments import members
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/audiences", tags=["audiences"])


@router.get(
    "/{segment}",
    operation_id="exportAudience",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {}}}},
)
def export(
    segment: Annotated[
        str, Path(description="`all`, `stage:<id>`, `rfm:<segment>` or `segment:<name>`: who is there now.")
    ],
    platform: Annotated[Platform, Query(alias="for", description="Whose format.")],
    site: Here,
    now: Now,
) -> StreamingResponse:
    """The customers of a segment as a hashed CSV. Whoever said no to advertisements is not in it."""
    room = site.workspace
    inside = members(room.measured(), room.map, segment, now, world=room.world(), now=now)
    people = find_people(room.warehouse, inside)
    name = "".join(letter if letter.isalnum() else "-" for letter in segment)
    headers = {
        "content-disposition": f'attachment; filename="{name.encode("ascii", "ignore").decode()}-{platform}.csv"'
    }
    return StreamingResponse(
        audience_csv(people, platform), media_type="text/csv; charset=utf-8", headers=headers
    )

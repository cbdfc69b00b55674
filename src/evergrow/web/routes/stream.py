"""What just happened, for pages that stay open."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from evergrow.web.live import LiveTick
from evergrow.web.site import Here

router = APIRouter(tags=["stream"])


@router.get(
    "/stream",
    operation_id="getStream",
    response_class=StreamingResponse,
    responses={200: {"model": LiveTick, "content": {"text/event-stream": {}}}},
)
async def stream(site: Here) -> StreamingResponse:
    """Server-Sent Events: `hello`, then `tick` with what changed, at most four a second."""
    return StreamingResponse(
        site.live.listen(),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )

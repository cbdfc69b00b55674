"""Opens and clicks of mails, and what providers report: public, each signed in its own way."""

from __future__ import annotations

import base64
import contextlib
from typing import Final

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from evergrow.deliver.channels import ReportRequest
from evergrow.kernel import Refusal, refuse
from evergrow.runtime import reporting
from evergrow.web.site import Now, Room

tracked = APIRouter(prefix="/t", tags=["public"])
reports = APIRouter(prefix="/reports", tags=["public"])
_PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_NEVER_KEPT: Final = {"cache-control": "no-store, private", "referrer-policy": "no-referrer"}
_LARGEST_REPORT: Final = 5_000_000


@tracked.api_route("/o/{token}", methods=["GET", "HEAD"], operation_id="openPixel", include_in_schema=False)
def opened(token: str, request: Request, room: Room, now: Now) -> Response:
    """The pixel of a mail. A forged one is a pixel too: nothing is told to whoever tries."""
    with contextlib.suppress(Refusal):
        reporting.note_open(room, token, method=request.method, headers=request.headers, now=now)
    return Response(_PIXEL, media_type="image/gif", headers=_NEVER_KEPT)


@tracked.api_route(
    "/c/{token}/{packed}", methods=["GET", "HEAD"], operation_id="followLink", include_in_schema=False
)
def clicked(token: str, packed: str, request: Request, room: Room, now: Now) -> Response:
    """Where a link in a mail leads; only to where its author sent it."""
    target = reporting.note_click(
        room, token, packed, method=request.method, headers=request.headers, now=now
    )
    return RedirectResponse(target, status_code=302, headers=_NEVER_KEPT)


@reports.post("/{connection_id}", operation_id="takeReport", status_code=204)
async def report(connection_id: str, request: Request, room: Room, now: Now) -> None:
    """A provider's webhook; signed as the provider signs."""
    asked = await _asked(request, room.settings.url(), now)
    await anyio.to_thread.run_sync(reporting.take_webhook, room, connection_id, asked)


@reports.get("/{connection_id}", operation_id="greetReport", response_class=Response)
async def greet(connection_id: str, request: Request, room: Room, now: Now) -> PlainTextResponse:
    """A provider asks whether the address is ours."""
    asked = await _asked(request, room.settings.url(), now)
    return PlainTextResponse(
        await anyio.to_thread.run_sync(reporting.greet_webhook, room, connection_id, asked)
    )


async def _asked(request: Request, base_url: str, now: Now) -> ReportRequest:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_REPORT:
            raise refuse("report.too_large", "The report is too large.", where="body", status=413)
    query = f"?{request.url.query}" if request.url.query else ""
    return ReportRequest(
        headers={name.lower(): value for name, value in request.headers.items()},
        body=body,
        url=f"{base_url}{request.url.path}{query}",
        query=dict(request.query_params),
        now=now,
    )

"""The two scripts by which browsers subscribe to push messages and show them."""

from __future__ import annotations

from typing import Any, Final

import anyio.to_thread
from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from evergrow.deliver.channels.web_push import subscribe_script, worker_script
from evergrow.kernel import refuse
from evergrow.runtime.inboxes import connected_value
from evergrow.runtime.subscriptions import move_subscription
from evergrow.web.sharing import script
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/web-push", tags=["public"])
_LARGEST: Final = 10_000


class _Moved(BaseModel):
    old: dict[str, Any]
    new: dict[str, Any] | None


@router.get("/worker.js", operation_id="getWebPushWorker", response_class=Response)
def worker(room: Room, request: Request) -> Response:
    """What `/evergrow-worker.js` on the shop's own site imports: `importScripts('https://.../public/web-push/worker.js')`."""
    return script(worker_script(connected_value(room, "web_push", "public_key"), _moved_at(room, request)))


@router.get("/subscribe.js", operation_id="getWebPushScript", response_class=Response)
def subscribe(room: Room, request: Request) -> Response:
    """`evergrowSubscribe()` for the shop's pages, with the public key in it."""
    public_key = connected_value(room, "web_push", "public_key")
    if not public_key:
        raise refuse(
            "web_push.not_connected",
            "Push to browsers is not connected.",
            next_step="Connect 'Push to browsers' under Channels.",
            status=404,
        )
    return script(subscribe_script(public_key, _moved_at(room, request)))


@router.post("/moved", operation_id="moveWebPush", status_code=204)
async def moved(request: Request, room: Room, now: Now) -> None:
    """A browser's push service gave it another subscription: JSON with the whole `old` one and the `new`, or null.

    The answer is the same whether anybody had it: nothing is told to whoever tries.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST:
            raise refuse("web_push.too_large", "No subscription is so long.", where="body", status=413)
    try:
        asked = _Moved.model_validate_json(body)
    except ValidationError:
        return
    await anyio.to_thread.run_sync(move_subscription, room, asked.old, asked.new, now)


def _moved_at(room: Room, request: Request) -> str:
    base = room.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/public/web-push/moved"

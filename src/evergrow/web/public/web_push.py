"""The two scripts by which browsers subscribe to push messages and show them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from evergrow.deliver.channels.web_push import subscribe_script, worker_script
from evergrow.kernel import refuse
from evergrow.runtime.inboxes import connected_value
from evergrow.web.sharing import script
from evergrow.web.site import Room

router = APIRouter(prefix="/web-push", tags=["public"])


@router.get("/worker.js", operation_id="getWebPushWorker", response_class=Response)
def worker() -> Response:
    """What `/evergrow-worker.js` on the shop's own site imports: `importScripts('https://.../public/web-push/worker.js')`."""
    return script(worker_script())


@router.get("/subscribe.js", operation_id="getWebPushScript", response_class=Response)
def subscribe(room: Room) -> Response:
    """`evergrowSubscribe()` for the shop's pages, with the public key in it."""
    public_key = connected_value(room, "web_push", "public_key")
    if not public_key:
        raise refuse(
            "web_push.not_connected",
            "Push to browsers is not connected.",
            next_step="Connect 'Push to browsers' under Channels.",
            status=404,
        )
    return script(subscribe_script(public_key))

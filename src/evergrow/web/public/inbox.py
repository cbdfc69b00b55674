"""The inbox of a customer, for the brand's pages: what is in it, live, and what the customer did with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import Response, StreamingResponse

from evergrow.deliver.channels.in_app import Acted, bell_of, inbox_script
from evergrow.runtime import Workspace
from evergrow.runtime.inboxes import act_in_inbox, inbox_of, inbox_owner
from evergrow.web.sharing import SHARED, script, share
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/inbox", tags=["public"])


class InboxItem(BaseModel):
    """One message of an inbox."""

    message_id: str
    title: str
    body: str
    link: str
    image: str
    button: str
    arrived_at: datetime
    is_read: bool


class Inbox(BaseModel):
    """The newest messages that were not dismissed, and how many were never read."""

    messages: list[InboxItem]
    unread: int


class Noted(BaseModel):
    """Whether this was the first time."""

    is_new: bool


def _owner(
    room: Room,
    user_id: Annotated[str, Query(max_length=200)],
    signature: Annotated[str, Query(max_length=128, description="HMAC-SHA-256 of user_id, hex.")],
) -> list[str]:
    return inbox_owner(room, user_id, signature)


Owner = Annotated[list[str], Depends(_owner)]


@router.get("", operation_id="getInbox")
def messages(room: Room, owner: Owner, response: Response) -> Inbox:
    """The customer's messages, newest first."""
    share(response)
    return _inbox(room, owner)


@router.get(
    "/stream",
    operation_id="getInboxStream",
    response_class=StreamingResponse,
    responses={200: {"model": Inbox, "content": {"text/event-stream": {}}}},
)
async def stream(room: Room, owner: Owner) -> StreamingResponse:
    """Server-Sent Events: `inbox` with all of it, at once and whenever it changes."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no", **SHARED}
    return StreamingResponse(_live(room, owner), media_type="text/event-stream", headers=headers)


@router.post("/{message_id}/{what}", operation_id="actInInbox")
def act(message_id: str, what: Acted, room: Room, owner: Owner, now: Now, response: Response) -> Noted:
    """The customer read, clicked or dismissed a message. Doing it again changes nothing."""
    share(response)
    is_new = act_in_inbox(room, owner, message_id, what, now)
    if is_new:
        bell_of(room.state).ring(owner[0])
    return Noted(is_new=is_new)


@router.get("/inbox.js", operation_id="getInboxScript", response_class=Response)
def snippet(room: Room, request: Request) -> Response:
    """`evergrowInbox()` for the brand's pages."""
    base = room.settings.public_url or str(request.base_url)
    return script(inbox_script(f"{base.rstrip('/')}/public/inbox"))


def _inbox(room: Workspace, owner: list[str]) -> Inbox:
    return Inbox.model_validate(inbox_of(room, owner), from_attributes=True)


async def _live(room: Workspace, owner: list[str]) -> AsyncIterator[bytes]:
    shown = b""
    rings = bell_of(room.state).rings(owner)
    try:
        async for _ in rings:
            found = await anyio.to_thread.run_sync(_inbox, room, owner)
            told = b"event: inbox\ndata: " + found.model_dump_json().encode() + b"\n\n"
            yield b": still here\n\n" if told == shown else told
            shown = told
    except asyncio.CancelledError:
        await rings.aclose()  # pyright: ignore[reportAttributeAccessIssue]
        raise

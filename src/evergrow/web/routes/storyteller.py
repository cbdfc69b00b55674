"""The storyteller: which endpoint may put a persona's figures into words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from evergrow.runtime.storyteller import (
    Connected,
    connect_storyteller,
    disconnect_storyteller,
    storyteller_of,
)
from evergrow.web.access import SignedIn
from evergrow.web.site import Now, Room

router = APIRouter(prefix="/storyteller", tags=["storyteller"])
Text = Annotated[str, Field(max_length=5_000)]


class StorytellerShown(BaseModel):
    """What is connected; nulls where nothing is. The key itself is never shown."""

    is_connected: bool
    base_url: str | None
    model: str | None
    has_key: bool


class StorytellerRequest(BaseModel):
    """An OpenAI-compatible endpoint. A key that is left out stays, if the address does."""

    base_url: Text
    model: Text
    key: Text | None = None


def _shown(found: Connected | None) -> StorytellerShown:
    if found is None:
        return StorytellerShown(is_connected=False, base_url=None, model=None, has_key=False)
    return StorytellerShown(
        is_connected=True, base_url=found.base_url, model=found.model, has_key=bool(found.key)
    )


@router.get("", operation_id="getStoryteller")
def get(room: Room) -> StorytellerShown:
    """Which endpoint is connected."""
    with room.state.reading() as tx:
        return _shown(storyteller_of(tx, secret=room.secret))


@router.put("", operation_id="connectStoryteller")
def put(body: StorytellerRequest, room: Room, operator: SignedIn, now: Now) -> StorytellerShown:
    """Connect an endpoint instead of any other; nothing is sent to it before a story is asked for."""
    with room.state.transaction() as tx:
        return _shown(
            connect_storyteller(tx, **body.model_dump(), secret=room.secret, by=operator.id, now=now)
        )


@router.delete("", operation_id="disconnectStoryteller", status_code=204)
def remove(room: Room) -> None:
    """Forget the endpoint and its key."""
    with room.state.transaction() as tx:
        disconnect_storyteller(tx)

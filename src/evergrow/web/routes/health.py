"""Is the server there?"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel

from evergrow.web.version import VERSION

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The server answers."""

    status: str
    version: str


@router.get("/health", operation_id="getHealth")
async def health() -> Health:
    """Answers as soon as the server does; for probes and for commands that look for a server."""
    return Health(status="ok", version=VERSION)

"""All public routes together."""

from __future__ import annotations

from fastapi import APIRouter

from evergrow.web.problems import REFUSED
from evergrow.web.public import inbox, web_push


def build_public() -> APIRouter:
    """The router of `/public`."""
    every = APIRouter(prefix="/public", responses=REFUSED)
    for area in (inbox, web_push):
        every.include_router(area.router)
    return every

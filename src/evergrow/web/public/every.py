"""All public routes together."""

from __future__ import annotations

from fastapi import APIRouter

from evergrow.web.problems import REFUSED
from evergrow.web.public import inbox, preferences, tracking, web_push


def build_public() -> APIRouter:
    """The routers of `/public`, for the brand's pages, and of `/p`, for its customers."""
    shared = APIRouter(prefix="/public", responses=REFUSED)
    for area in (inbox, web_push):
        shared.include_router(area.router)
    shared.include_router(tracking.tracked)
    shared.include_router(tracking.reports)
    every = APIRouter()
    every.include_router(shared)
    every.include_router(preferences.router)
    return every

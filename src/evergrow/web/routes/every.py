"""All routes together, behind the two questions every request is asked: from our page? signed in?"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from evergrow.web.access import same_page, signed_in
from evergrow.web.problems import REFUSED
from evergrow.web.routes import account, health, intake, merges, quarantine, session, sources, stream


def build_routes() -> APIRouter:
    """The router of `/api`."""
    every = APIRouter(prefix="/api", dependencies=[Depends(same_page)], responses=REFUSED)
    for area in (health, session):
        every.include_router(area.router)
    for area in (account, stream, sources, intake, quarantine, merges):
        every.include_router(area.router, dependencies=[Depends(signed_in)])
    return every

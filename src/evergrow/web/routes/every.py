"""All routes together, behind the two questions every request is asked: from our page? signed in?"""

from __future__ import annotations

from fastapi import APIRouter, Depends

from evergrow.web.access import same_page, signed_in
from evergrow.web.problems import REFUSED
from evergrow.web.routes import (
    account,
    attribution,
    audiences,
    boards,
    campaigns,
    catalogue,
    channels,
    conditions,
    conformance,
    consents,
    customer,
    customers,
    definitions,
    deliveries,
    documents,
    frames,
    funnel,
    guards,
    health,
    imports,
    intake,
    journeys,
    lifecycle,
    mailbox,
    maps,
    merges,
    messages,
    paths,
    personas,
    plays,
    predictions,
    quarantine,
    recommendations,
    reports,
    retention,
    rfm,
    saved_reports,
    search,
    segments,
    session,
    sources,
    spend,
    storyteller,
    stream,
    suppressions,
    texts,
    topics,
    value,
)

OPEN = (health, session)
"""What may be asked before anybody has signed in."""

BEHIND_THE_DOOR = (
    account,
    audiences,
    campaigns,
    conditions,
    lifecycle,
    maps,
    rfm,
    retention,
    value,
    funnel,
    paths,
    conformance,
    personas,
    attribution,
    spend,
    storyteller,
    recommendations,
    catalogue,
    predictions,
    customers,
    customer,
    merges,
    sources,
    intake,
    journeys,
    quarantine,
    imports,
    reports,
    saved_reports,
    boards,
    definitions,
    documents,
    search,
    segments,
    messages,
    plays,
    topics,
    consents,
    suppressions,
    texts,
    stream,
    channels,
    guards,
    deliveries,
    frames,
    mailbox,
)


def build_routes() -> APIRouter:
    """The router of `/api`."""
    every = APIRouter(prefix="/api", dependencies=[Depends(same_page)], responses=REFUSED)
    for area in OPEN:
        every.include_router(area.router)
    for area in BEHIND_THE_DOOR:
        every.include_router(area.router, dependencies=[Depends(signed_in)])
    every.include_router(deliveries.bounces, dependencies=[Depends(signed_in)])
    return every

"""Funnels: how far customers come, and who they are that do not."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from evergrow.measure.customers import CustomerPage, Wanted, customer_page
from evergrow.measure.funnels import FunnelReport, lost_customers
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import Asked, Question
from evergrow.web.asking_funnel import AskedFunnel, FunnelAsked
from evergrow.web.reports import funnel_of
from evergrow.web.site import Here, Now, Site

router = APIRouter(prefix="/funnel", tags=["funnel"])
AtStep = Annotated[int, Query(ge=1, le=12, description="The step, from 1.")]
IsLost = Annotated[
    bool,
    Query(description="Those who came to the step before and not to this one; else those who reached it."),
]
Sort = Literal["last_seen_at", "first_seen_at", "orders", "revenue", "name"]


@router.get("", operation_id="getFunnel", response_model=FunnelReport)
def report(request: Request, site: Here, asked: Question, told: FunnelAsked, now: Now) -> Response:
    """How far the customers came who began in the period, and how long each step took them."""

    def compute() -> FunnelReport:
        keys = _segment(site, asked)
        return funnel_of(site.workspace, told.funnel, asked.period, now, by=told.by, segment=keys)

    return answer(site, request, FunnelReport, compute)


@router.get("/customers", operation_id="listFunnelCustomers", response_model=CustomerPage)
def customers(
    request: Request,
    site: Here,
    asked: Question,
    told: FunnelAsked,
    now: Now,
    at_step: AtStep,
    is_lost: IsLost = True,
    sort: Sort = "last_seen_at",
    order_by: Literal["asc", "desc"] = "desc",
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 50,
) -> Response:
    """The customers lost before a step, or those who reached it."""

    def compute() -> CustomerPage:
        wanted = Wanted(among=_behind(site, asked, told, at_step, is_lost=is_lost))
        room = site.workspace
        return customer_page(
            room.measured(),
            room.map,
            wanted,
            now=now,
            sort=sort,
            order=order_by,
            offset=offset,
            limit=limit,
        )

    return answer(site, request, CustomerPage, compute)


def _behind(site: Site, asked: Asked, told: AskedFunnel, step: int, *, is_lost: bool):
    source = site.workspace.measured().narrowed(_segment(site, asked))
    return lost_customers(source, told.funnel, asked.period, step, now=asked.now, is_lost=is_lost)


def _segment(site: Site, asked: Asked):
    room = site.workspace
    return members(
        room.measured(), room.map, asked.segment, asked.segment_at, world=room.world(), now=asked.now
    )

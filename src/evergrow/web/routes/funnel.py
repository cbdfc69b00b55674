"""Funnels: how far customers come, and who they are that do not."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from evergrow.measure.customers import CustomerPage
from evergrow.measure.funnels import FunnelReport, lost_customers
from evergrow.measure.metrics import Measured
from evergrow.measure.segments import members
from evergrow.web.answering import answer
from evergrow.web.asking import Asked, Question
from evergrow.web.asking_funnel import FunnelAsked
from evergrow.web.behind import CutAsked, customers_behind
from evergrow.web.reports import funnel_of
from evergrow.web.site import Here, Now, Site

router = APIRouter(prefix="/funnel", tags=["funnel"])
AtStep = Annotated[int, Query(ge=1, le=12, description="The step, from 1.")]
IsLost = Annotated[
    bool,
    Query(description="Those who came to the step before and not to this one; else those who reached it."),
]


@router.get("", operation_id="getFunnel", response_model=FunnelReport)
def report(request: Request, site: Here, asked: Question, told: FunnelAsked, now: Now) -> Response:
    """How far the customers came who began in the period, and how long each step took them."""

    def compute() -> FunnelReport:
        keys = _segment(site, asked)
        return funnel_of(
            site.workspace, told.funnel, asked.period, now, by=told.by, segment=keys, versus=asked.versus
        )

    return answer(site, request, FunnelReport, compute)


@router.get("/customers", operation_id="listFunnelCustomers", response_model=CustomerPage)
def customers(
    request: Request,
    site: Here,
    asked: Question,
    told: FunnelAsked,
    cut: CutAsked,
    now: Now,
    at_step: AtStep,
    is_lost: IsLost = True,
) -> Response:
    """The customers lost before a step, or those who reached it."""

    def among(source: Measured) -> Any:
        return lost_customers(source, told.funnel, asked.period, at_step, now=asked.now, is_lost=is_lost)

    return customers_behind(request, site, cut, among, segment=asked.segment, at=asked.segment_at, now=now)


def _segment(site: Site, asked: Asked):
    room = site.workspace
    return members(
        room.measured(), room.map, asked.segment, asked.segment_at, world=room.world(), now=asked.now
    )

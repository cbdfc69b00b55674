"""The check of the map: designed lifecycle against actual walks, and who deviates."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from evergrow.measure.conformance import (
    FACTS,
    CommonReport,
    ConformanceReport,
    conformance,
    deviating_customers,
)
from evergrow.measure.customers import CustomerPage
from evergrow.measure.metrics import Measured
from evergrow.web.answering import answer
from evergrow.web.asking import Question
from evergrow.web.asking_conformance import CheckAsked, DeviationId, FactTexts
from evergrow.web.behind import CutAsked, customers_behind
from evergrow.web.reports import common_of, members_in
from evergrow.web.site import Here, Now

router = APIRouter(prefix="/conformance", tags=["conformance"])


@router.get("", operation_id="getConformance", response_model=ConformanceReport)
def report(request: Request, site: Here, asked: Question, told: CheckAsked, now: Now) -> Response:
    """How the walks known at the period's end lie beside the map, and in which ways they deviate."""
    room = site.workspace

    def compute() -> ConformanceReport:
        keys = members_in(room, asked.segment, asked.period.end, now)
        return conformance(
            room.measured(),
            room.map,
            asked.period,
            asked.versus,
            now=now,
            segment=keys,
            who=told.who,
            limit=told.limit,
        )

    return answer(site, request, ConformanceReport, compute)


@router.get("/common", operation_id="getCommonOfDeviation", response_model=CommonReport)
def in_common(
    request: Request,
    site: Here,
    asked: Question,
    told: CheckAsked,
    now: Now,
    deviation: DeviationId = "any",
    fact: FactTexts = list(FACTS),  # noqa: B006 -- a default of the address, read only
) -> Response:
    """What customers who deviate in this way have more often than others who could, told apart from chance."""

    def compute() -> CommonReport:
        return common_of(
            site.workspace, asked.period, now, asked.segment, told.who, told.limit, deviation, tuple(fact)
        )

    return answer(site, request, CommonReport, compute)


@router.get("/customers", operation_id="listDeviatingCustomers", response_model=CustomerPage)
def customers(
    request: Request,
    site: Here,
    asked: Question,
    told: CheckAsked,
    cut: CutAsked,
    now: Now,
    deviation: DeviationId = "any",
) -> Response:
    """The customers who deviate in this way."""
    room = site.workspace

    def among(source: Measured) -> Any:
        return deviating_customers(
            source, room.map, asked.period, deviation, now=now, who=told.who, limit=told.limit
        )

    return customers_behind(request, site, cut, among, segment=asked.segment, at=asked.period.end, now=now)

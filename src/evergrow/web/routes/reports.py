"""The reports as `evergrow report` asks for them: one address each, with a date or a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from evergrow.kernel import Period, parse_period
from evergrow.measure import lifecycle
from evergrow.measure.customers import CustomersReport, customers_report
from evergrow.measure.lifecycle import Board
from evergrow.measure.retention import RetentionReport, retention
from evergrow.measure.rfm import RfmReport, rfm
from evergrow.web.answering import answer
from evergrow.web.asking import DEFAULT_LENGTH, InstantText, PeriodText, instant
from evergrow.web.site import Here, Now, OfAccount

router = APIRouter(prefix="/reports", tags=["reports"])


@dataclass(frozen=True)
class Span:
    """The period asked for: as given, or the 28 days that end at `as_of`."""

    period: Period

    @property
    def end(self) -> datetime:
        return self.period.end


def _span(now: Now, account: OfAccount, as_of: InstantText = None, period: PeriodText = None) -> Span:
    if period:
        return Span(parse_period(period, zone=account.time_zone))
    end = instant(as_of, now, account.time_zone, "as_of")
    return Span(Period(end - DEFAULT_LENGTH, end))


Asked = Annotated[Span, Depends(_span)]


@router.get("/lifecycle", operation_id="reportLifecycle", response_model=Board)
def of_lifecycle(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """The board over a period, against the one before."""
    room, period = site.workspace, span.period
    return answer(
        site,
        request,
        Board,
        lambda: lifecycle.board(room.measured(), room.map, period, period.before(), now=now),
    )


@router.get("/rfm", operation_id="reportRfm", response_model=RfmReport)
def of_rfm(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """RFM at the period's end, against its start."""
    room = site.workspace
    return answer(
        site, request, RfmReport, lambda: rfm(room.measured(), span.end, span.period.start, now=now)
    )


@router.get("/retention", operation_id="reportRetention", response_model=RetentionReport)
def of_retention(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """Retention over a period, against the one before."""
    room, period = site.workspace, span.period
    return answer(
        site,
        request,
        RetentionReport,
        lambda: retention(room.measured(), room.map, period, period.before(), now=now),
    )


@router.get("/customers", operation_id="reportCustomers", response_model=CustomersReport)
def of_customers(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """Who the customers are at the period's end, and the best of them."""
    room = site.workspace
    return answer(
        site,
        request,
        CustomersReport,
        lambda: customers_report(room.measured(), room.map, span.end, now=now),
    )

"""The reports as `evergrow report` asks for them: one address each, with a date or a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from evergrow.kernel import Period
from evergrow.measure.attribution import ORDER, SourcesReport
from evergrow.measure.conformance import ConformanceReport
from evergrow.measure.curves import CurvesReport
from evergrow.measure.customers import CustomersReport
from evergrow.measure.funnels import FunnelReport
from evergrow.measure.lifecycle import Board
from evergrow.measure.paths import PathsReport
from evergrow.measure.personas import PersonasReport
from evergrow.measure.predictions import PredictionsReport
from evergrow.measure.recommendations import BoughtTogetherReport, EvaluationReport
from evergrow.measure.retention import RetentionReport
from evergrow.measure.rfm import RfmReport
from evergrow.measure.survival import SurvivalReport
from evergrow.measure.value import ValueReport
from evergrow.web.answering import answer
from evergrow.web.asking import InstantText, PeriodText, SegmentText
from evergrow.web.asking_conformance import CheckAsked, DeviationId
from evergrow.web.asking_curves import CurvesTold
from evergrow.web.asking_funnel import ByText, FunnelAsked
from evergrow.web.asking_paths import PathsAsked
from evergrow.web.asking_personas import PersonasAsked
from evergrow.web.asking_reports import (
    ConversionText,
    CreditedText,
    ForetoldText,
    HorizonDays,
    LeastConfidence,
    LeastSupport,
    LookedBackDays,
    ModelText,
    RenewalsText,
    SlicesText,
    TierText,
)
from evergrow.web.reports import REPORTS, period_of
from evergrow.web.site import Here, Now, OfAccount, Site

router = APIRouter(prefix="/reports", tags=["reports"])


@dataclass(frozen=True)
class Span:
    """The period asked for, as given or the 28 days that end at `as_of`, and whom."""

    period: Period
    segment: str


def _span(
    now: Now,
    account: OfAccount,
    as_of: InstantText = None,
    period: PeriodText = None,
    segment: SegmentText = "all",
) -> Span:
    return Span(period_of(as_of, period, account.time_zone, now), segment)


Asked = Annotated[Span, Depends(_span)]


@router.get("/lifecycle", operation_id="reportLifecycle", response_model=Board)
def of_lifecycle(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """The board over a period, against the one before."""
    return _answer("lifecycle", request, site, span, now, segment=span.segment)


@router.get("/rfm", operation_id="reportRfm", response_model=RfmReport)
def of_rfm(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """RFM at the period's end, against its start."""
    return _answer("rfm", request, site, span, now, segment=span.segment)


@router.get("/retention", operation_id="reportRetention", response_model=RetentionReport)
def of_retention(request: Request, site: Here, span: Asked, now: Now, by: SlicesText = "month") -> Response:
    """Retention over a period, against the one before."""
    return _answer("retention", request, site, span, now, segment=span.segment, by=by)


@router.get("/customers", operation_id="reportCustomers", response_model=CustomersReport)
def of_customers(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    as_of: InstantText = None,
    period: PeriodText = None,
) -> Response:
    """Who the customers are at the period's end, and the best of them."""
    span = Span(period_of(as_of, period, account.time_zone, now), "all")
    return _answer("customers", request, site, span, now)


@router.get("/value", operation_id="reportValue", response_model=ValueReport)
def of_value(
    request: Request,
    site: Here,
    span: Asked,
    now: Now,
    horizon_days: HorizonDays = 365,
    renewals: RenewalsText = None,
) -> Response:
    """What customers are worth over the days after the period's end."""
    ahead = {"horizon_days": horizon_days, "renewals": renewals}
    return _answer("value", request, site, span, now, segment=span.segment, **ahead)


@router.get("/sources", operation_id="reportSources", response_model=SourcesReport)
def of_sources(
    request: Request,
    site: Here,
    span: Asked,
    now: Now,
    conversion: ConversionText = ORDER,
    window_days: LookedBackDays = 30,
    by: CreditedText = "channel",
    model: ModelText = "shapley",
) -> Response:
    """Where the orders of a period came from, by channel or campaign."""
    credit = {"conversion": conversion, "window_days": window_days, "by": by, "model": model}
    return _answer("sources", request, site, span, now, segment=span.segment, **credit)


@router.get("/recommendations", operation_id="reportRecommendations", response_model=EvaluationReport)
def of_recommendations(request: Request, site: Here, span: Asked, now: Now) -> Response:
    """What lists learned before the period had held of what customers turned to in it."""
    return _answer("recommendations", request, site, span, now, segment=span.segment)


@router.get("/bought-together", operation_id="reportBoughtTogether", response_model=BoughtTogetherReport)
def of_bought_together(
    request: Request,
    site: Here,
    span: Asked,
    now: Now,
    support: LeastSupport = 0.002,
    confidence: LeastConfidence = 0.1,
) -> Response:
    """Which products lie together in the orders of a period."""
    least = {"support": support, "confidence": confidence}
    return _answer("bought-together", request, site, span, now, segment=span.segment, **least)


@router.get("/survival", operation_id="reportSurvival", response_model=SurvivalReport)
def of_survival(request: Request, site: Here, span: Asked, now: Now, by: ByText = None) -> Response:
    """How long customers stay, and how soon they order again, as known at the period's end."""
    return _answer("survival", request, site, span, now, segment=span.segment, by=by or None)


@router.get("/retention-curves", operation_id="reportRetentionCurves", response_model=CurvesReport)
def of_curves(request: Request, site: Here, span: Asked, told: CurvesTold, now: Now) -> Response:
    """Who came back on day N, in week N and later, of those who began in the period; and on how many days of 28."""
    return _answer(
        "retention-curves", request, site, span, now, segment=span.segment, asked=told.curves, by=told.by
    )


@router.get("/paths", operation_id="reportPaths", response_model=PathsReport)
def of_paths(request: Request, site: Here, span: Asked, told: PathsAsked, now: Now) -> Response:
    """Where the period's sessions went from an event, or came from, beside the period before."""
    return _answer("paths", request, site, span, now, segment=span.segment, asked=told)


@router.get("/predictions", operation_id="reportPredictions", response_model=PredictionsReport)
def of_predictions(
    request: Request,
    site: Here,
    account: OfAccount,
    now: Now,
    as_of: InstantText = None,
    period: PeriodText = None,
    of: ForetoldText = None,
    stage: TierText = None,
) -> Response:
    """Who will lapse, order first, order again or come up to a stage, as of the period's end; fitted for this answer."""
    span = Span(period_of(as_of, period, account.time_zone, now), "all")
    return _answer("predictions", request, site, span, now, of=of, stage=stage)


@router.get("/conformance", operation_id="reportConformance", response_model=ConformanceReport)
def of_conformance(
    request: Request,
    site: Here,
    span: Asked,
    told: CheckAsked,
    now: Now,
    deviation: DeviationId | None = None,
) -> Response:
    """The designed map against actual walks; with `deviation`, what its customers have in common."""
    check = {"who": told.who, "limit": told.limit, "deviation": deviation or None}
    return _answer("conformance", request, site, span, now, segment=span.segment, **check)


@router.get("/funnel", operation_id="reportFunnel", response_model=FunnelReport)
def of_funnel(request: Request, site: Here, span: Asked, told: FunnelAsked, now: Now) -> Response:
    """How far the customers came who began in the period."""
    return _answer("funnel", request, site, span, now, segment=span.segment, asked=told.funnel, by=told.by)


@router.get("/personas", operation_id="reportPersonas", response_model=PersonasReport)
def of_personas(request: Request, site: Here, span: Asked, told: PersonasAsked, now: Now) -> Response:
    """Who the customers are by what they had done until the period's end."""
    return _answer("personas", request, site, span, now, segment=span.segment, asking=told)


def _answer(name: str, request: Request, site: Site, span: Span, now: Now, **asked: Any) -> Response:
    report = REPORTS[name]

    def compute() -> Any:
        return report.compute(site.workspace, span.period, now, **asked)

    return answer(site, request, report.shape, compute)

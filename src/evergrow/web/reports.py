"""The reports as JSON: for the addresses of the API, and for a terminal that needs no server for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

import pyarrow as pa
from pydantic import TypeAdapter

from evergrow.kernel import Period, parse_instant, parse_period
from evergrow.measure import lifecycle
from evergrow.measure.attribution import SourcesReport, sources, spend_days
from evergrow.measure.conformance import (
    FACTS,
    CommonReport,
    ConformanceReport,
    Limit,
    Who,
    common,
    conformance,
)
from evergrow.measure.curves import CurvesAsked, CurvesReport, retention_curves
from evergrow.measure.customers import CustomersReport, customers_report
from evergrow.measure.funnels import Funnel, FunnelReport, funnel, read_funnel
from evergrow.measure.groupings import by_trait, grouping
from evergrow.measure.lifecycle import Board
from evergrow.measure.metrics import By, Measured
from evergrow.measure.paths import Paths, PathsReport, paths, read_paths
from evergrow.measure.personas import ACCOUNT_TRAIT, Asking, PersonasReport, personas
from evergrow.measure.predictions import MODELS, ModelKey, PredictionsReport, predictions
from evergrow.measure.recommendations import BoughtTogetherReport, EvaluationReport, bought_together, evaluate
from evergrow.measure.retention import RetentionReport, retention
from evergrow.measure.rfm import RfmReport, rfm
from evergrow.measure.segments import members
from evergrow.measure.survival import SurvivalReport, survival
from evergrow.measure.value import ValueReport, value
from evergrow.record.customers import TRAITS, with_customer
from evergrow.record.spend import spend_of
from evergrow.runtime import Workspace
from evergrow.runtime.accounts import read_account

DEFAULT_LENGTH: Final = timedelta(days=28)
SHOP_FUNNEL: Final = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed")
"""What is asked where nobody says which steps."""


@dataclass(frozen=True)
class Report:
    """A report: the shape of its answer, and who computes it for a period, seen from a moment.

    `compute` takes the workspace, the period and the moment, and by name what else its question may hold.
    """

    shape: type
    compute: Callable[..., Any]


def _board(room: Workspace, period: Period, now: datetime, segment: str = "all") -> Board:
    keys = members_in(room, segment, period.end, now)
    return lifecycle.board(room.measured(), room.map, period, period.before(), now=now, segment=keys)


def _rfm(room: Workspace, period: Period, now: datetime, segment: str = "all") -> RfmReport:
    keys = members_in(room, segment, period.end, now)
    return rfm(room.measured(), period.end, period.start, now=now, segment=keys)


def _retention(
    room: Workspace, period: Period, now: datetime, segment: str = "all", by: By = "month"
) -> RetentionReport:
    keys = members_in(room, segment, period.end, now)
    return retention(room.measured(), room.map, period, period.before(), now=now, by=by, segment=keys)


def _customers(room: Workspace, period: Period, now: datetime) -> CustomersReport:
    return customers_report(room.measured(), room.map, period.end, now=now)


def _value(room: Workspace, period: Period, now: datetime, segment: str = "all", **ahead: Any) -> ValueReport:
    keys = members_in(room, segment, period.end, now)
    return value(room.measured(), room.map, period.end, now=now, segment=keys, **ahead)


def _sources(
    room: Workspace, period: Period, now: datetime, segment: str = "all", **credit: Any
) -> SourcesReport:
    keys = members_in(room, segment, period.end, now)
    spend = spend_in(room, period)
    return sources(room.measured(), period, now=now, spend=spend, segment=keys, **credit)


def _together(
    room: Workspace, period: Period, now: datetime, segment: str = "all", **least: float
) -> BoughtTogetherReport:
    keys = members_in(room, segment, period.end, now)
    return bought_together(room.measured(), period, now=now, segment=keys, **least)


def _recommendations(
    room: Workspace, period: Period, now: datetime, segment: str = "all"
) -> EvaluationReport:
    return evaluate(room.measured(), period, now=now, segment=members_in(room, segment, period.end, now))


def spend_in(room: Workspace, period: Period) -> pa.Table:
    """What was spent on the period's days."""
    with room.state.reading() as tx:
        return spend_of(tx, *spend_days(period, read_account(room.state).time_zone))


def members_in(room: Workspace, segment: str, at: datetime, now: datetime) -> Any:
    """The customers of a segment as they stand at a moment (now where it lies beyond); None for all."""
    return members(room.measured(), room.map, segment, min(at, now), world=room.world(), now=now)


def _funnel(
    room: Workspace,
    period: Period,
    now: datetime,
    segment: str = "all",
    asked: Funnel | None = None,
    by: str | None = None,
) -> FunnelReport:
    keys = members_in(room, segment, period.end, now)
    return funnel_of(room, asked or read_funnel(SHOP_FUNNEL), period, now, by=by, segment=keys)


def funnel_of(
    room: Workspace,
    asked: Funnel,
    period: Period,
    now: datetime,
    *,
    by: str | None = None,
    segment: Any = None,
    versus: Period | None = None,
) -> FunnelReport:
    """The funnel of these customers, told apart by `by` as they stand at the period's end."""
    groups = groups_of(room, by, min(period.end, now), now) if by else None
    return funnel(room.measured(), asked, period, versus, now=now, segment=segment, groups=groups, by=by)


def groups_of(room: Workspace, by: str, at: datetime, now: datetime) -> Any:
    """The customers told apart by `by` as they stand at a moment."""
    source = room.measured()

    def inside(name: str) -> Any:
        return members(source, room.map, name, at, world=room.world(), now=now)

    return grouping(source, by, at, members=inside)


def _survival(
    room: Workspace, period: Period, now: datetime, segment: str = "all", by: str | None = None
) -> SurvivalReport:
    at = min(period.end, now)
    groups = groups_of(room, by, at, now) if by else None
    keys = members_in(room, segment, at, now)
    return survival(room.measured(), room.map, period.end, now=now, segment=keys, groups=groups, by=by)


def curves_of(
    room: Workspace,
    period: Period,
    now: datetime,
    segment: str = "all",
    asked: CurvesAsked | None = None,
    by: str | None = None,
) -> CurvesReport:
    """The curves of these customers, told apart by `by` as they stand at the period's end."""
    at = min(period.end, now)
    groups = groups_of(room, by, at, now) if by else None
    keys = members_in(room, segment, at, now)
    return retention_curves(
        room.measured(), asked or CurvesAsked(), period, now=now, segment=keys, groups=groups, by=by
    )


def personas_of(
    room: Workspace, period: Period, now: datetime, segment: str = "all", asking: Asking = Asking()
) -> PersonasReport:
    """Who these customers are by what they had done until the period's end."""
    traits, keys = with_customer(TRAITS.rows), members_in(room, segment, period.end, now)
    return personas(
        room.measured(), room.map, period.end, now=now, asking=asking, traits=traits, segment=keys
    )


def personas_asked(
    product: str | None, category: str | None, *, is_by_account: bool, account_trait: str | None
) -> Asking:
    """Whose personas: for a product or category, and by organization, which a trait of the customers names."""
    key = account_trait or ACCOUNT_TRAIT
    accounts = by_trait(with_customer(TRAITS.rows), key) if is_by_account else None
    return Asking(product=product or None, category=category or None, accounts=accounts, account_trait=key)


def _paths(
    room: Workspace, period: Period, now: datetime, segment: str = "all", asked: Paths | None = None
) -> PathsReport:
    keys = members_in(room, segment, period.end, now)
    return paths(room.measured(), asked or read_paths(), period, now=now, segment=keys)


def _predictions(
    room: Workspace, period: Period, now: datetime, of: ModelKey | None = None, stage: str | None = None
) -> PredictionsReport:
    models = (of,) if of else MODELS
    return predictions(room.measured(), room.map, period.end, now=now, models=models, stage=stage)


def _conformance(
    room: Workspace,
    period: Period,
    now: datetime,
    segment: str = "all",
    who: Who = "everyone",
    limit: Limit | None = None,
    deviation: str | None = None,
) -> ConformanceReport:
    keys = members_in(room, segment, period.end, now)
    found = conformance(room.measured(), room.map, period, now=now, segment=keys, who=who, limit=limit)
    if deviation is None or found.unavailable:
        return found
    return replace(found, common=common_of(room, period, now, segment, who, limit, deviation))


def common_of(
    room: Workspace,
    period: Period,
    now: datetime,
    segment: str,
    who: Who,
    limit: Limit | None,
    deviation: str,
    facts: tuple[str, ...] = FACTS,
) -> CommonReport:
    """What the customers of a deviation have in common."""
    at = min(period.end, now)

    def told(source: Measured, fact: str) -> Any:
        return grouping(source, fact, at, members=lambda name: members_in(room, name, at, now))

    return common(
        room.measured(),
        room.map,
        period,
        deviation,
        grouping=told,
        facts=facts,
        now=now,
        segment=members_in(room, segment, at, now),
        who=who,
        limit=limit,
    )


REPORTS: Final[Mapping[str, Report]] = {
    "lifecycle": Report(Board, _board),
    "rfm": Report(RfmReport, _rfm),
    "retention": Report(RetentionReport, _retention),
    "customers": Report(CustomersReport, _customers),
    "value": Report(ValueReport, _value),
    "funnel": Report(FunnelReport, _funnel),
    "paths": Report(PathsReport, _paths),
    "conformance": Report(ConformanceReport, _conformance),
    "survival": Report(SurvivalReport, _survival),
    "predictions": Report(PredictionsReport, _predictions),
    "personas": Report(PersonasReport, personas_of),
    "retention-curves": Report(CurvesReport, curves_of),
    "sources": Report(SourcesReport, _sources),
    "bought-together": Report(BoughtTogetherReport, _together),
    "recommendations": Report(EvaluationReport, _recommendations),
}


def report_json(
    workspace: Workspace, name: str, *, as_of: str | None, period: str | None, now: datetime
) -> bytes:
    """The report as the API answers it, where no server runs on the directory.

    Raises:
        Refusal: a date or a period that cannot be read.
    """
    report = REPORTS[name]
    asked = period_of(as_of, period, read_account(workspace.state).time_zone, now)
    return written(report.shape, report.compute(workspace, asked, now))


def period_of(as_of: str | None, period: str | None, zone: str, now: datetime) -> Period:
    """The period asked for: as given, or the 28 days that end at `as_of`."""
    if period:
        return parse_period(period, zone=zone)
    end = parse_instant(as_of, zone=zone, where="as_of") if as_of else now
    return Period(end - DEFAULT_LENGTH, end)


def written(shape: Any, value: Any) -> bytes:
    """A value of this shape as JSON."""
    return reader(shape).dump_json(value)


@cache
def reader(shape: Any) -> TypeAdapter[Any]:
    """Reads values of this shape from JSON, and writes them."""
    return TypeAdapter(shape)

"""The report of sources: where visits and orders came from, by every model, and what that cost."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import ibis.expr.types as ir
import pyarrow as pa

from evergrow.kernel import Period, refuse
from evergrow.measure.attribution.asking import ORDER, Asked, Found, ask
from evergrow.measure.attribution.certainty import intervals
from evergrow.measure.attribution.credit import credits, in_order_of
from evergrow.measure.attribution.landing_pages import landing_pages
from evergrow.measure.attribution.paths import PLACE, STEP
from evergrow.measure.attribution.sources import Shares, shown_sources
from evergrow.measure.attribution.spec import By, Model, SourcesReport, VisitPath
from evergrow.measure.attribution.spending import Spent, spent
from evergrow.measure.attribution.ways import SHARED, Ways
from evergrow.measure.metrics import Figure, Measured, counted, measured, missing, share_of, until_now

LONGEST_WINDOW_DAYS: Final = 365
SHOWN_PATHS: Final = 10
_NO_VISITS: Final = "No page view of this period tells where visitors came from."


def sources(
    source: Measured,
    period: Period,
    *,
    now: datetime,
    spend: pa.Table | None = None,
    conversion: str = ORDER,
    window_days: int = 30,
    by: By = "channel",
    model: Model = "shapley",
    segment: ir.Table | None = None,
) -> SourcesReport:
    """Where the orders of a period (or any other event) came from.

    Args:
        source: The account's tables.
        period: Of the conversions and visits.
        now: The moment of asking.
        spend: What was spent in the period: `channel`, `campaign`, `currency`, `amount_micros`.
        conversion: The event that visits are given credit for; paid orders by default.
        window_days: How long before a conversion a visit may lie, 1 to 365.
        by: What credit is given to.
        model: By which one cost and return are computed.
        segment: Only these customers (`customer_key`); spend is known for all together only, and then left out.

    Raises:
        Refusal: `sources.window`, `period.future`.
    """
    _check(window_days)
    inside = until_now(period, now)
    narrowed = source.narrowed(segment)
    found = ask(Asked(source=narrowed, period=inside, conversion=conversion, window_days=window_days, by=by))
    ways = Ways.of(found.ways)
    reason = _why_not(found, ways, conversion, window_days)
    given = {} if reason else credits(ways, in_order_of(ways.labels, found.decayed, SHARED))
    squares = in_order_of(ways.labels, found.decayed, ("squares",))[:, 0]
    sure = intervals(ways, given, squares) if given else {}
    labels = {*ways.labels, *found.arrivals}
    rows = spend if spend is not None else pa.table({})
    paid = spent(rows, found.currency, labels, by=by, is_whole=segment is None)
    bounce, landing = landing_pages(found.landings)
    return SourcesReport(
        start=inside.start,
        end=inside.end,
        conversion=conversion,
        window_days=window_days,
        by=by,
        model=model,
        currency=found.currency,
        unavailable=reason,
        value_unavailable=found.value_problem,
        spend_unavailable=paid.problem,
        models=list(given),
        sources=shown_sources(found, Shares(ways=ways, given=given, sure=sure, model=model, by=by), paid),
        other_spend=paid.other,
        paths=_paths(found) if given else [],
        bounce=bounce,
        landing_pages=landing,
        **_totals(found, ways, paid, conversion),
    )


def _check(window_days: int) -> None:
    if not 1 <= window_days <= LONGEST_WINDOW_DAYS:
        raise refuse(
            "sources.window",
            f"{window_days} days cannot be looked back.",
            where="window_days",
            next_step=f"Ask for 1 to {LONGEST_WINDOW_DAYS}.",
        )


def _why_not(found: Found, ways: Ways, conversion: str, window_days: int) -> str | None:
    is_order = conversion == ORDER
    if not found.conversions:
        return "Nobody ordered in this period." if is_order else f"Nobody did '{conversion}' in this period."
    if not ways.labels:
        return _NO_VISITS
    if not ways.total[0]:
        told = "order" if is_order else f"'{conversion}'"
        return f"No {told} of this period followed a visit within {window_days} days."
    return None


def _totals(found: Found, ways: Ways, paid: Spent, conversion: str) -> dict[str, Figure]:
    followed = int(ways.total[0]) if ways.labels else 0
    unit = "orders" if conversion == ORDER else "events"
    none = _why_not(found, ways, conversion, 0) or ""
    return {
        "visits": counted("source_visits", found.visits, unit="count"),
        "conversions": counted("source_conversions", found.conversions, unit=unit),
        "revenue": missing("source_revenue", "money_micros", found.value_problem)
        if found.value_problem
        else counted("source_revenue", found.value_micros, unit="money_micros"),
        "newcomers": counted("source_newcomers", found.newcomers),
        "without_visit": share_of(
            "conversions_without_visit", found.conversions - followed, found.conversions, empty=none
        ),
        **_money(found, paid),
    }


def _money(found: Found, paid: Spent) -> dict[str, Figure]:
    if paid.problem:
        return {
            "spend": missing("spend", "money_micros", paid.problem),
            "cost_per_newcomer": missing("cost_per_newcomer", "money_micros", paid.problem),
            "return_on_spend": missing("return_on_spend", "share", paid.problem),
        }
    total = paid.total_micros
    returned = found.value_micros / total if total and not found.value_problem else None
    return {
        "spend": counted("spend", total, unit="money_micros"),
        "cost_per_newcomer": measured(
            "cost_per_newcomer",
            "money_micros",
            total / found.newcomers if found.newcomers else None,
            behind=found.newcomers,
            empty="No new customer came in this period.",
        ),
        "return_on_spend": measured(
            "return_on_spend",
            "share",
            returned,
            behind=found.conversions,
            empty=found.value_problem or "Nothing was spent in this period.",
        ),
    }


def _paths(found: Found) -> list[VisitPath]:
    best = found.ways.sort_by([("conversions", "descending"), ("path", "ascending")]).slice(0, SHOWN_PATHS)
    return [_path(row, has_value=not found.value_problem) for row in best.to_pylist() if row["conversions"]]


def _path(row: dict[str, Any], *, has_value: bool) -> VisitPath:
    return VisitPath(
        steps=[step[PLACE:] for step in row["path"].split(STEP)],
        conversions=row["conversions"],
        value_micros=float(row["value_micros"]) if has_value else None,
        nulls=row["nulls"],
    )

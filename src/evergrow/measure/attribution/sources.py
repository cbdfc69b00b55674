"""One row for each source: its visits, what every model gives it, and what it costs by the model asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evergrow.measure.attribution.asking import Found
from evergrow.measure.attribution.spec import By, Credit, Model, VisitSource
from evergrow.measure.attribution.spending import NO_SPEND_HERE, Spent
from evergrow.measure.attribution.ways import Floats, Ways
from evergrow.measure.metrics import SMALL_SAMPLE, Figure, measured, missing


@dataclass(frozen=True, kw_only=True)
class Shares:
    """What was given to whom: by model, a row for each of `ways.labels` (conversions, value, newcomers); and how sure its
    share of the conversions is."""

    ways: Ways
    given: Mapping[Model, Floats]
    sure: Mapping[Model, Floats]
    model: Model
    by: By


def shown_sources(found: Found, shares: Shares, paid: Spent) -> list[VisitSource]:
    """The sources that visits came by, the most credited by the model asked for first."""
    place = {label: index for index, label in enumerate(shares.ways.labels)}
    labels = sorted({*place, *found.arrivals})
    rows = [_source(label, place.get(label), found, shares, paid) for label in labels]
    return sorted(
        rows, key=lambda row: (-_main(row, shares.model), -row.visits, row.channel, row.campaign or "")
    )


def _main(row: VisitSource, model: Model) -> float:
    return next((credit.conversions for credit in row.credits if credit.model == model), 0.0)


def _source(label: str, place: int | None, found: Found, shares: Shares, paid: Spent) -> VisitSource:
    channel, _, campaign = label.partition("/")
    visits = found.arrivals.get(label, {}).get("visits", 0)
    credits = [
        _credit(model, matrix, place, shares, has_value=not found.value_problem)
        for model, matrix in shares.given.items()
    ]
    chosen = next((credit for credit in credits if credit.model == shares.model), None)
    return VisitSource(
        channel=channel,
        campaign=None if shares.by == "channel" else campaign,
        visits=visits,
        visitors=found.arrivals.get(label, {}).get("visitors", 0),
        credits=credits,
        spend_micros=paid.by_label.get(label),
        cost_per_newcomer=_cost(chosen, label, paid),
        return_on_spend=_return(chosen, label, found, paid),
        value_per_visit=_per_visit(chosen, visits, found),
    )


def _credit(model: Model, matrix: Floats, place: int | None, shares: Shares, *, has_value: bool) -> Credit:
    total = shares.ways.total
    row = matrix[place] if place is not None else 0 * total
    around = shares.sure.get(model) if place is not None else None
    interval = (None, None) if around is None else (float(around[place, 0]), float(around[place, 1]))
    return Credit(
        model=model,
        conversions=float(row[0]),
        share=measured(
            f"credit_{model}",
            "share",
            float(row[0] / total[0]),
            behind=int(total[0]),
            empty="",
            interval=interval,
        ),
        value_micros=float(row[1]) if has_value else None,
        newcomers=float(row[2]),
    )


def _cost(credit: Credit | None, label: str, paid: Spent) -> Figure:
    amount = paid.by_label.get(label)
    if amount is None:
        return missing("cost_per_newcomer", "money_micros", paid.problem or NO_SPEND_HERE)
    if credit is None or credit.newcomers < 1:
        reason = "Less than one new customer is credited to this source."
        return missing("cost_per_newcomer", "money_micros", reason)
    return measured(
        "cost_per_newcomer", "money_micros", amount / credit.newcomers, behind=int(credit.newcomers), empty=""
    )


def _return(credit: Credit | None, label: str, found: Found, paid: Spent) -> Figure:
    amount = paid.by_label.get(label)
    if not amount:
        return missing("return_on_spend", "share", paid.problem or NO_SPEND_HERE)
    if credit is None or credit.value_micros is None:
        return missing(
            "return_on_spend", "share", found.value_problem or "No order is credited to this source."
        )
    behind = int(credit.conversions)
    return measured("return_on_spend", "share", credit.value_micros / amount, behind=behind, empty="")


def _per_visit(credit: Credit | None, visits: int, found: Found) -> Figure:
    if credit is None or credit.value_micros is None:
        reason = found.value_problem or "No order is credited to this source."
        return missing("value_per_visit", "money_micros", reason)
    if not visits:
        return missing("value_per_visit", "money_micros", "No visit of this period came by this source.")
    return Figure(
        definition="value_per_visit",
        unit="money_micros",
        value=credit.value_micros / visits,
        is_small_sample=visits < SMALL_SAMPLE,
    )

"""The report of sources as tables on a terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import NOTHING, day, figure, money, quantity, share, table

Report = dict[str, Any]
MODELS: Final = {
    "first": "First",
    "last": "Last",
    "linear": "Linear",
    "position": "Position",
    "decay": "Decay",
    "markov": "Removal",
    "shapley": "Shapley",
}
SHOWN: Final = 10


class Model(StrEnum):
    """Which visits get the credit for an order."""

    first = "first"
    last = "last"
    linear = "linear"
    position = "position"
    decay = "decay"
    markov = "markov"
    shapley = "shapley"


class Credited(StrEnum):
    """What credit is given to."""

    channel = "channel"
    campaign = "campaign"


@asks("sources")
def sources_command(
    model: Annotated[
        Model | None, typer.Option(help="By which one cost and return are computed; shapley when left out.")
    ] = None,
    by: Annotated[Credited | None, typer.Option(help="What credit is given to.")] = None,
    conversion: Annotated[
        str | None, typer.Option(help="The event that visits get credit for; orders when left out.")
    ] = None,
    window: Annotated[
        int | None,
        typer.Option(help="How long before it a visit may lie, 1 to 365; 30 when left out.", metavar="DAYS"),
    ] = None,
) -> Query:
    """Where the orders of a period came from, what was spent on it, and the landing pages."""
    return {
        "model": model and model.value,
        "by": by and by.value,
        "conversion": conversion,
        "window_days": window,
    }


def came_from(report: Report, *, is_wide: bool) -> RenderableType:
    """What came, who gets credit for it by every model, what it cost, and where visits begin."""
    currency = report["currency"]
    heading = (
        f"Sources: {day(report['start'])} to {day(report['end'])}, {report['window_days']} days looked back"
    )
    figures = table(heading, "Figure", "Value")
    for name, title in (
        ("visits", "Visits"),
        ("conversions", "Orders" if report["conversion"] == "Order Completed" else report["conversion"]),
        ("without_visit", "Without a visit seen"),
        ("newcomers", "New customers"),
        ("revenue", "Revenue"),
        ("spend", "Spend"),
        ("cost_per_newcomer", "Cost of a new customer"),
        ("return_on_spend", "Return on spend"),
    ):
        figures.add_row(title, figure(report[name], currency))
    parts: list[RenderableType] = [figures, ""]
    if report["unavailable"]:
        parts.append(Text(report["unavailable"], style="dim"))
    else:
        parts += [_shares(report), "", _money(report)]
    if report["landing_pages"]:
        parts += ["", _landing(report, is_wide=is_wide)]
    return Group(*parts)


def _name(source: Report) -> str:
    return source["channel"] if source["campaign"] is None else f"{source['channel']} / {source['campaign']}"


def _shares(report: Report) -> RenderableType:
    titles = [MODELS[model] for model in report["models"]]
    rows = table("Share of the orders that each model gives", "Source", "Visits", *titles)
    for source in report["sources"]:
        shares = [share(credit["share"]["value"]) for credit in source["credits"]]
        rows.add_row(_name(source), f"{source['visits']:,}", *shares)
    return rows


def _money(report: Report) -> RenderableType:
    title = f"What it brought and cost, by {MODELS[report['model']]}"
    columns = ("Source", "Orders", "Revenue", "Per visit", "Spend", "New customer costs", "Return")
    rows = table(title, *columns)
    for source in report["sources"]:
        chosen = next((one for one in source["credits"] if one["model"] == report["model"]), None)
        rows.add_row(
            _name(source),
            NOTHING if chosen is None else quantity(chosen["conversions"], "count"),
            NOTHING if chosen is None else money(chosen["value_micros"]),
            figure(source["value_per_visit"]),
            money(source["spend_micros"]),
            figure(source["cost_per_newcomer"]),
            figure(source["return_on_spend"]),
        )
    for other in report["other_spend"]:
        name = " / ".join(part for part in (other["channel"], other["campaign"]) if part)
        rows.add_row(f"{name} (no visits)", NOTHING, NOTHING, NOTHING, money(other["amount_micros"]))
    return rows


def _landing(report: Report, *, is_wide: bool) -> RenderableType:
    title = f"Landing pages; of all visits, {figure(report['bounce'], has_interval=False)} end at once"
    rows = table(title, "Page", "Visits", "Leave at once", "")
    for page in report["landing_pages"][:SHOWN]:
        mark = "more than others" if page["is_leaky"] else ""
        rows.add_row(page["page"], f"{page['visits']:,}", figure(page["bounce"], has_interval=is_wide), mark)
    return rows

"""The survival report as tables on a terminal."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import NOTHING, day, figure, share, table

Report = dict[str, Any]
SHOWN: Final = (30, 60, 90, 180, 270, 365, 540, 730)
FIGURES: Final = {
    "stay_year": "Still a customer after a year",
    "median_stay": "Half have lapsed after",
    "again_90": "Ordered again within 90 days",
    "again_year": "Ordered again within a year",
}


@asks("survival")
def survival_command(
    by: Annotated[
        str | None,
        typer.Option(help="Tell customers apart: trait.KEY, source, first_product, stage, segment:NAME."),
    ] = None,
) -> Query:
    """How long customers stay, and how soon they order again, as known at the period's end."""
    return {"by": by}


def survival(report: Report, *, is_wide: bool) -> RenderableType:
    """The figures, and both curves at some days."""
    figures = table(f"Survival as of {day(report['as_of'])}", "Figure", "Value")
    for name, title in FIGURES.items():
        figures.add_row(title, figure(report[name]))
    parts: list[RenderableType] = [figures, ""]
    for name, title in (
        ("staying", "Has not lapsed after"),
        ("second_order", "Has not ordered again after"),
    ):
        curve = report[name]
        parts += [_curve(curve, title) if curve else Text(report[f"{name}_unavailable"], style="dim"), ""]
    return Group(*parts[:-1])


def _curve(curve: Report, title: str) -> RenderableType:
    rows = table(title, "Days", "Share", "95 % interval", "At risk")
    for days in (each for each in SHOWN if each <= curve["observed_days"]):
        point = [each for each in curve["points"] if each["days"] <= days][-1]
        between = NOTHING if point["low"] is None else f"{share(point['low'])} to {share(point['high'])}"
        rows.add_row(f"{days}", share(point["share"]), between, f"{point['at_risk']:,}")
    return rows

"""The value report as tables on a terminal."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import day, figure, money, share, table

Report = dict[str, Any]
FIGURES: Final = {
    "buyers": "Customers who bought",
    "repeat_buyers": "Bought again",
    "active": "Still active",
    "expected_purchases": "Expected purchases",
    "expected_value": "Expected revenue",
    "value_per_customer": "Predicted value of a customer",
    "simple_lifetime_value": "Simple lifetime value",
}
RENEWALS: Final = {
    "repeat_buyers": "Bought in a second {every}",
    "active": "Still there in the next {every}",
    "expected_purchases": "Expected renewals",
}
SHOWN: Final = 10


class Every(StrEnum):
    """How often a customer can buy."""

    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


@asks("value")
def value_command(
    horizon: Annotated[
        int | None, typer.Option(help="How many days to look ahead; 365 when left out.", metavar="DAYS")
    ] = None,
    renewals: Annotated[
        Every | None,
        typer.Option(
            help="Customers can buy once in each, as renewals and donations; at any time when left out."
        ),
    ] = None,
) -> Query:
    """What customers are worth over the days after the period's end, and how sure that is."""
    return {"horizon_days": horizon, "renewals": None if renewals is None else renewals.value}


def forecast(report: Report, *, is_wide: bool) -> RenderableType:
    """The forecast, what it was worth in the past, and who is worth most."""
    currency = report["currency"]
    every, periods = report["renewals"], report["horizon_periods"]
    ahead = f"{report['horizon_days']} days"
    if every:
        ahead = every if periods == 1 else f"{periods} {every}s"
    heading = f"Value as of {day(report['as_of'])}, over the next {ahead}"
    figures = table(heading, "Figure", "Value")
    for name, title in (FIGURES | RENEWALS if every else FIGURES).items():
        figures.add_row(title.format(every=every), figure(report[name], currency))
    parts: list[RenderableType] = [figures]
    if report["bands"]:
        parts += ["", _bands(report)]
    parts += ["", _calibration(report)]
    if report["best"]:
        parts += ["", _best(report, is_wide=is_wide)]
    if is_wide and report["parameters"]:
        parts += ["", _parameters(report)]
    return Group(*parts)


def _bands(report: Report) -> RenderableType:
    bands = table("Customers by expected value", "Part", "Customers", "Expected value", "Share")
    for band in report["bands"]:
        part = f"{10 * band['band'] - 10} to {10 * band['band']} %"
        bands.add_row(part, f"{band['customers']:,}", money(band["value_micros"]), share(band["share"]))
    return bands


def _calibration(report: Report) -> RenderableType:
    found = report["calibration"]
    if found is None:
        return Text(report["calibration_unavailable"], style="dim")
    title = (
        f"Foretold from what was known on {day(found['split_at'])}: {figure(found['predicted'])} purchases; "
        f"{figure(found['actual'])} happened"
    )
    rows = table(title, "Bought again", "Customers", "Foretold each", "95 % interval", "Happened")
    for row in found["rows"]:
        rows.add_row(
            f"{row['repeats']}{' or more' if row['is_last'] else ''}",
            f"{row['customers']:,}",
            f"{row['predicted']:.2f}",
            f"{row['low']:.2f} to {row['high']:.2f}",
            f"{row['actual']:.2f}",
        )
    return rows


def _best(report: Report, *, is_wide: bool) -> RenderableType:
    columns = ["Customer", "Expected value", "Still active", "Purchases", "95 % interval"]
    best = table("Most valuable customers", *columns[: None if is_wide else -1])
    for row in report["best"][:SHOWN]:
        cells = [
            row["name"] or row["customer_id"],
            money(row["value_micros"]),
            share(row["probability_active"]),
            f"{row['expected_purchases']:.1f}",
            f"{money(row['low_micros'])} to {money(row['high_micros'])}",
        ]
        best.add_row(*cells[: len(best.columns)])
    return best


def _parameters(report: Report) -> RenderableType:
    rows = table("Parameters of the models", "Name", "Value", "95 % interval")
    for row in report["parameters"]:
        rows.add_row(row["name"], f"{row['value']:.4g}", f"{row['low']:.4g} to {row['high']:.4g}")
    return rows

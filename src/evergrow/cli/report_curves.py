"""The report of retention curves, and its tables on a terminal."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import NOTHING, day, figure, share, table

Report = dict[str, Any]
SHOWN_DAYS: Final = (1, 2, 3, 7, 14, 21, 30, 45, 60, 90, 180, 270, 365)
SHOWN_TIMES: Final = ((1, 1), (2, 3), (4, 7), (8, 13), (14, 20), (21, 28))


@asks("retention-curves")
def curves_command(
    began: Annotated[
        str | None,
        typer.Option(
            help="With which event customers begin: its name or \"'event' where (condition)\"; any when left out."
        ),
    ] = None,
    back: Annotated[str | None, typer.Option(help="Which event is coming back; any when left out.")] = None,
    days: Annotated[
        int | None,
        typer.Option(help="Up to which day they are followed, 1 to 365; 90 when left out.", metavar="N"),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(help="Tell customers apart: trait.KEY, source, first_product, stage, segment:NAME."),
    ] = None,
) -> Query:
    """Who comes back on day N, in week N, on day N or later, of those who began in the period; and on how many days of 28."""
    return {"began": began, "back": back, "days": days, "by": by}


def curves(report: Report, *, is_wide: bool) -> RenderableType:
    """The curves at some days, the weeks, and the power-user curve."""
    if report["unavailable"]:
        parts: list[RenderableType] = [Text(report["unavailable"])]
    else:
        parts = [_figures(report), "", _days(report["curves"]), "", _weeks(report["curves"])]
    if report["active_unavailable"]:
        parts += ["", Text(report["active_unavailable"], style="dim")]
    else:
        parts += ["", _active(report)]
    if report["groups"]:
        parts += ["", _groups(report, is_wide=is_wide)]
    return Group(*parts)


def _figures(report: Report) -> RenderableType:
    came = "came back" if report["back"] is None else f"came back to {report['back']}"
    began = "anything" if report["began"] is None else report["began"]
    rows = table(
        f"Of those who did {began} first {day(report['start'])} to {day(report['end'])}, these {came}", "", ""
    )
    rows.show_header = False
    for name, title in (
        ("customers", "Customers"),
        ("day_1", "On day 1"),
        ("day_7", "On day 7"),
        ("day_30", "On day 30"),
        ("week_4", "In week 4"),
        ("since_30", "On day 30 or later"),
    ):
        rows.add_row(title, figure(report[name]))
    return rows


def _days(curves: Report) -> RenderableType:
    rows = table("By day", "Day", "On it", "95 % interval", "On it or later", "95 % interval", "Customers")
    since = {point["n"]: point for point in curves["since_day"]}
    for point in curves["on_day"]:
        if point["n"] in SHOWN_DAYS:
            later = since[point["n"]]
            rows.add_row(
                f"{point['n']}",
                share(point["share"]),
                _between(point),
                share(later["share"]),
                _between(later),
                f"{point['customers']:,}",
            )
    return rows


def _weeks(curves: Report) -> RenderableType:
    rows = table("By week", "Week", "In it", "95 % interval", "Customers")
    for point in curves["in_week"]:
        rows.add_row(f"{point['n']}", share(point["share"]), _between(point), f"{point['customers']:,}")
    return rows


def _active(report: Report) -> RenderableType:
    rows = table(
        f"There on so many days, {day(report['active_start'])} to {day(report['active_end'])}: "
        f"{figure(report['active'])} customers, {figure(report['mean_days'])} on average",
        *("Days", "Customers", "Share"),
    )
    for low, high in SHOWN_TIMES:
        found = [point for point in report["active_days"] if low <= point["days"] <= high]
        rows.add_row(
            f"{low}" if low == high else f"{low} to {high}",
            f"{sum(point['customers'] for point in found):,}",
            share(sum(point["share"] for point in found)),
        )
    return rows


def _groups(report: Report, *, is_wide: bool) -> RenderableType:
    asked = (1, 7, 30) if is_wide else (7, 30)
    rows = table(
        f"By {report['by']}", report["by"], "Customers", *(f"Day {n}" for n in asked), "Day 30 or later"
    )
    for group in report["groups"]:
        on_day = {point["n"]: point["share"] for point in group["curves"]["on_day"]}
        since = {point["n"]: point["share"] for point in group["curves"]["since_day"]}
        rows.add_row(
            NOTHING if group["value"] is None else group["value"],
            f"{group['curves']['customers']:,}",
            *(share(on_day.get(n)) for n in asked),
            share(since.get(30)),
        )
    if report["groups_left_out"]:
        rows.add_row(f"and {report['groups_left_out']:,} more", *[""] * (len(asked) + 2))
    return rows


def _between(point: Report) -> str:
    return f"{share(point['low'])} to {share(point['high'])}"

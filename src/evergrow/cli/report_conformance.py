"""The check of the map, and its tables on a terminal."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import NOTHING, change, day, figure, money, quantity, share, table

Report = dict[str, Any]
SHOWN = 12


@asks("conformance")
def conformance_command(
    began: Annotated[
        bool, typer.Option("--began", help="Only customers who came onto the map in the period.")
    ] = False,
    limit: Annotated[
        str | None,
        typer.Option(
            help="How long is too long in a stage: '95 %' of those who went on, '60 days', or 'target'; 95 % when left out."
        ),
    ] = None,
    deviation: Annotated[
        str | None,
        typer.Option(
            help="What the customers of this deviation have in common: its id, or 'any'.", metavar="ID"
        ),
    ] = None,
) -> Query:
    """The designed map against the walks that customers took: fitness, deviations, and what these are worth."""
    return {"who": "began" if began else None, "limit": limit, "deviation": deviation}


def conformance(report: Report, *, is_wide: bool) -> RenderableType:
    """Fitness, the deviations, the walks, and what a deviation's customers have in common."""
    if report["unavailable"]:
        return Text(report["unavailable"])
    parts: list[RenderableType] = [_finding(report), "", _deviations(report)]
    parts += [Text(reason, style="dim") for reason in report["limits_unavailable"]]
    parts += ["", _walks(report)]
    if report["common"] is not None:
        parts += ["", _common(report["common"], is_wide=is_wide)]
    return Group(*parts)


def named(deviation: Report) -> str:
    """A deviation in words."""
    source, target = deviation["source"], deviation["target"]
    return {
        "skipped": f"skipped {target}",
        "back": f"went back from {source} to {target}",
        "unexpected": f"came to {target} from {source or 'nowhere'}",
        "stuck": f"stuck in {source}",
        "left": f"left {source} for {target}",
    }[deviation["kind"]]


def _finding(report: Report) -> Text:
    return Text(
        f"Map {report['map_name']} at {day(report['end'])}: {figure(report['keep'])} of "
        f"{figure(report['customers'])} customers keep to it, fitness {figure(report['fitness'])}.",
        style="bold",
    )


def _deviations(report: Report) -> RenderableType:
    columns = ("Customers", "Change", "Of those who could", "Revenue", "Each", "Days")
    rows = table(f"Deviations, revenue in {report['currency']}", "Deviation", *columns)
    for each in report["deviations"]:
        rows.add_row(
            named(each) + (" (drawn)" if each["is_drawn"] and each["kind"] != "stuck" else ""),
            figure(each["customers"]),
            change(each["customers"]),
            figure(each["share"]),
            money(each["value_micros"]["value"]),
            money(each["value_per_customer_micros"]["value"]),
            NOTHING if each["days"] is None else quantity(each["days"]["value"], "days"),
        )
    return rows


def _walks(report: Report) -> RenderableType:
    rows = table("Walks", "Walk", "Customers", "Share", "Fitness", "Revenue")
    for each in report["variants"][:SHOWN]:
        walk = " > ".join(each["stages"])
        paid = money(each["value_micros"])
        rows.add_row(walk, f"{each['customers']:,}", share(each["share"]), f"{each['fitness']:.2f}", paid)
    more = len(report["variants"]) - SHOWN + report["variants_left_out"]
    if more > 0:
        rows.add_row(f"and {more:,} more", "", "", "", "")
    return rows


def _common(common: Report, *, is_wide: bool) -> RenderableType:
    if common["unavailable"]:
        return Text(common["unavailable"])
    if not common["traits"]:
        return Text(
            f"Nothing that they have in common is told apart from chance; {common['tested']} values compared."
        )
    rows = table(
        f"In common: {common['deviation']}",
        "Fact",
        "Value",
        "Times as often",
        "Rate",
        "Of others",
        "Customers",
        texts=2,
    )
    for each in common["traits"]:
        rows.add_row(
            each["fact"],
            each["value"],
            figure(each["ratio"], has_interval=is_wide),
            figure(each["rate"]),
            figure(each["rate_of_others"]),
            f"{each['deviating']:,} of {each['customers']:,}",
        )
    return rows

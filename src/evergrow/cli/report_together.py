"""What is bought together, as a table on a terminal."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import day, figure, table

Report = dict[str, Any]
SHOWN: Final = 20


@asks("bought-together")
def together_command(
    support: Annotated[
        float | None,
        typer.Option(help="In at least this share of the orders; .002 when left out.", metavar="SHARE"),
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option(
            help="Of the orders with the first products, at least this share has the other; .1 when left out.",
            metavar="SHARE",
        ),
    ] = None,
) -> Query:
    """Which products lie together in the orders of a period."""
    return {"support": support, "confidence": confidence}


def together(report: Report, *, is_wide: bool) -> RenderableType:
    """The strongest rules, and what they rest on."""
    heading = f"Bought together: {day(report['start'])} to {day(report['end'])}"
    figures = table(heading, "Figure", "Value")
    figures.add_row("Orders that name products", figure(report["orders"]))
    figures.add_row("Of several products", figure(report["several"]))
    figures.add_row("Products looked at", figure(report["products"]))
    if report["unavailable"]:
        return Group(figures, "", Text(report["unavailable"], style="dim"))
    rules = table(
        f"{report['rules_found']:,} rules, the highest lift first",
        *("Who buys", "also buys", "Orders", "Confidence", "Lift", ""),
        texts=2,
    )
    for rule in report["rules"][:SHOWN]:
        rules.add_row(
            " + ".join(item["name"] for item in rule["items"]),
            rule["then"]["name"],
            f"{rule['orders']:,}",
            figure(rule["confidence"], has_interval=is_wide),
            figure(rule["lift"]),
            "" if rule["is_beyond_chance"] else "may be chance",
        )
    return Group(figures, "", rules)

"""What recommendations are worth, as a table on a terminal."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import day, figure, table

Report = dict[str, Any]
WAYS: Final = {"for_you": "For you", "popular": "Popular products"}


@asks("recommendations")
def recommendations_command() -> Query:
    """What lists learned before the period had held of what customers turned to in it."""
    return {}


def worth(report: Report, *, is_wide: bool) -> RenderableType:
    """Each way of recommending beside what is popular."""
    figures = table(
        f"Recommendations, held against {day(report['start'])} to {day(report['end'])}", "Figure", "Value"
    )
    if report["unavailable"]:
        return Text(report["unavailable"], style="dim")
    figures.add_row("Customers asked about", figure(report["customers"]))
    figures.add_row("Products that could be listed", figure(report["products"]))
    figures.add_row("Better than popular products by", figure(report["better"], has_interval=is_wide))
    ways = table(f"Lists of {report['listed']}", "Way", "Recall", "Customers with a hit", "Coverage")
    for way in report["ways"]:
        ways.add_row(
            WAYS[way["way"]],
            figure(way["recall"], has_interval=is_wide),
            figure(way["hits"]),
            figure(way["coverage"]),
        )
    return Group(figures, "", ways)

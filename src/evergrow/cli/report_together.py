"""What is bought together, as a table on a terminal."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.written import day, figure, table

Report = dict[str, Any]
SHOWN: Final = 20


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

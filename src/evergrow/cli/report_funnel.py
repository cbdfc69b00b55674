"""The funnel report as tables on a terminal."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import NOTHING, day, figure, quantity, table

Report = dict[str, Any]
_DAY_SECONDS = 86_400
_UNITS = ((86_400, "days"), (3_600, "hours"), (60, "min"), (1, "s"))


@asks("funnel")
def funnel_command(
    step: Annotated[
        list[str] | None,
        typer.Option(help="A step: an event or \"'event' where (condition)\"; repeat it, 2 to 12."),
    ] = None,
    window: Annotated[
        str | None, typer.Option(help="From the first step to the last, as '14 days'; 30 days when left out.")
    ] = None,
    hold: Annotated[
        str | None, typer.Option(help="A field that has to stay the same, as properties.product_id.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="What drops out who does it on the way; 'between 2 and 3' may follow."),
    ] = None,
    any_order: Annotated[bool, typer.Option("--any-order", help="The steps in any order.")] = False,
    by: Annotated[
        str | None,
        typer.Option(help="Tell customers apart: trait.KEY, source, first_product, stage, segment:NAME."),
    ] = None,
) -> Query:
    """How far the customers came who began in the period, and where the most are lost."""
    order = "any" if any_order else None
    return {
        "step": step or None,
        "window": window,
        "hold": hold,
        "without": without or None,
        "order": order,
        "by": by,
    }


def funnel(report: Report, *, is_wide: bool) -> RenderableType:
    """The steps, where the most are lost, and the groups."""
    if report["unavailable"]:
        return Text(report["unavailable"])
    order = "in this order" if report["is_ordered"] else "in any order"
    heading = (
        f"Funnel of those who began {day(report['start'])} to {day(report['end'])}, "
        f"{order}, within {report['window']}"
    )
    steps = table(heading, "Step", "Customers", "Of the first", "Of the step before", "Lost", "Median time")
    steps.columns[0].no_wrap = False  # a step with a condition is long, and the numbers beside it matter more
    for step in report["steps"]:
        is_first = step["number"] == 1
        name = step["text"] if report["is_ordered"] else f"{step['number']} of the steps"
        steps.add_row(
            f"{step['number']}  {name}" if report["is_ordered"] else name,
            figure(step["customers"]),
            figure(step["share"], has_interval=is_wide),
            NOTHING if is_first else figure(step["rate"], has_interval=is_wide),
            NOTHING if is_first else figure(step["lost"]),
            NOTHING if is_first else length(step["days"]),
        )
    parts: list[RenderableType] = [steps, "", _finding(report)]
    if report["groups"]:
        parts += ["", _groups(report)]
    return Group(*parts)


def length(given: Report) -> str:
    """A figure in days in the unit that suits it."""
    if given["value"] is None:
        return NOTHING
    seconds = given["value"] * _DAY_SECONDS
    size, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    return f"{seconds / size:,.1f} {unit}"


def _finding(report: Report) -> Text:
    lines = [
        f"{figure(report['converted'])} of {figure(report['began'])} converted: {figure(report['conversion'])}."
    ]
    if report["worst_step"] is not None:
        step = report["steps"][report["worst_step"] - 1]
        lost = quantity(1 - step["rate"]["value"], "share")
        lines.append(f"Most are lost before step {step['number']}, {step['event']}: {lost}.")
    if report["still_open"]["value"]:
        lines.append(f"{figure(report['still_open'])} may yet convert.")
    return Text(" ".join(lines), style="bold")


def _groups(report: Report) -> RenderableType:
    rows = table(f"By {report['by']}", report["by"], "Began", "Converted", "Conversion", "Median time")
    for group in report["groups"]:
        rows.add_row(
            NOTHING if group["value"] is None else group["value"],
            f"{group['customers'][0]:,}",
            f"{group['customers'][-1]:,}",
            figure(group["conversion"]),
            length(group["days"]),
        )
    if report["groups_left_out"]:
        rows.add_row(f"and {report['groups_left_out']:,} more", "", "", "", "")
    return rows

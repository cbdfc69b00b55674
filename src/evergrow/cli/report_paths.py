"""The report of paths, and its tables on a terminal."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from evergrow.cli.report_asking import Query, asks
from evergrow.cli.written import day, figure, share, table

Report = dict[str, Any]


@asks("paths")
def paths_command(
    event: Annotated[
        str | None,
        typer.Option(help="Where the paths begin: an event; where sessions begin when left out."),
    ] = None,
    before: Annotated[bool, typer.Option("--before", help="What came before it, not after.")] = False,
    steps: Annotated[int | None, typer.Option(help="How many steps deep, 1 to 8; 4 when left out.")] = None,
    quiet: Annotated[
        str | None,
        typer.Option(help="How long without an event ends a session, as '1 day'; 30 minutes when left out."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="An event to look through; repeat it. What happens to customers when left out."),
    ] = None,
    most: Annotated[int | None, typer.Option(help="How many events each step shows, 1 to 30.")] = None,
    earlier: Annotated[
        int | None, typer.Option(help="Of how many periods before the shares are shown, too, 0 to 6.")
    ] = None,
) -> Query:
    """Where sessions go from an event or come from, step by step."""
    return {
        "event": event,
        "direction": "before" if before else None,
        "steps": steps,
        "quiet": quiet,
        "without": without or None,
        "most": most,
        "earlier": earlier,
    }


def paths(report: Report, *, is_wide: bool) -> RenderableType:
    """The first step with its change, and each step's events."""
    if report["unavailable"]:
        return Text(report["unavailable"])
    way = "after" if report["direction"] == "after" else "before"
    chosen = report["event"] or ("a session's start" if way == "after" else "a session's end")
    first = table(
        f"First {way} {chosen}, {day(report['start'])} to {day(report['end'])}",
        "Event",
        "Sessions",
        "Share",
        "Before",
        *(day(each["start"]) for each in report["earlier"]),
    )
    for each in report["following"]:
        previous = each["share"]["previous"]
        first.add_row(
            _name(each, way),
            f"{each['sessions']:,}",
            share(each["share"]["value"]),
            share(previous),
            *map(share, each["trend"]),
        )
    parts: list[RenderableType] = [first, "", _finding(report, chosen), ""]
    return Group(*parts, _steps(report, way))


def _finding(report: Report, chosen: str) -> Text:
    text = f"{figure(report['sessions'])} sessions with {chosen}; {figure(report['ended'])} did nothing else"
    if report["event"] is not None:
        text += f", {figure(report['looped'])} did it several times in a row"
    return Text(f"{text}.", style="bold")


def _steps(report: Report, way: str) -> RenderableType:
    """The links, widest first within each step."""
    names = {node["id"]: node for node in report["nodes"]}
    rows = table("Step by step", "Step", "From", "To", "Sessions", "Of these", "Been there before", texts=3)
    step = 0
    for link in sorted(report["links"], key=lambda each: (names[each["target"]]["step"], -each["sessions"])):
        source, target = names[link["source"]], names[link["target"]]
        if step and target["step"] != step:
            rows.add_section()
        step = target["step"]
        loops = f"{link['loops']:,}" if link["loops"] else ""
        cells = (_name(source, way), _name(target, way), f"{link['sessions']:,}", share(link["share"]), loops)
        rows.add_row(str(step), *cells)
    return rows


def _name(node: Report, way: str) -> str:
    if node["kind"] == "end":
        return "(session over)" if way == "after" else "(session began)"
    if node["kind"] == "other":
        return f"({node['events']:,} other events)" if "events" in node else "(other events)"
    return node["event"]

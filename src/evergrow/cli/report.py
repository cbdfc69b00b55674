"""`evergrow report`: the dashboard's numbers on a terminal, or as JSON for another program."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from evergrow.cli.flags import DATA, Data
from evergrow.cli.report_tables import show


class ReportName(StrEnum):
    """The reports there are."""

    lifecycle = "lifecycle"
    rfm = "rfm"
    retention = "retention"
    customers = "customers"
    value_ahead = "value"
    sources = "sources"
    bought_together = "bought-together"
    funnel = "funnel"
    survival = "survival"


class Format(StrEnum):
    """How a report is written."""

    table = "table"
    json = "json"


def report(
    name: Annotated[ReportName, typer.Argument(help="Which report.")],
    data: Data = DATA,
    as_of: Annotated[str | None, typer.Option(help="As things stood at the start of this day.")] = None,
    period: Annotated[
        str | None, typer.Option(help="START..END; END is the day after the last one.", metavar="START..END")
    ] = None,
    format: Annotated[
        Format, typer.Option(help="A table to read, or JSON as the API answers.")
    ] = Format.table,
    step: Annotated[
        list[str] | None,
        typer.Option(help="funnel: a step, an event or \"'event' where (condition)\"; repeat it, 2 to 12."),
    ] = None,
    window: Annotated[
        str | None, typer.Option(help="funnel: from the first step to the last, as '14 days'.")
    ] = None,
    hold: Annotated[
        str | None, typer.Option(help="funnel: a field that has to stay the same, as properties.product_id.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help="funnel: what drops out who does it on the way; 'between 2 and 3' may follow."),
    ] = None,
    any_order: Annotated[bool, typer.Option("--any-order", help="funnel: the steps in any order.")] = False,
    by: Annotated[
        str | None, typer.Option(help="funnel: tell customers apart: trait.KEY, source, stage, segment:NAME.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print what each number means.")] = False,
) -> None:
    """Print a report. Works whether a server runs on the data directory or not."""
    from evergrow.cli.reach import reach

    with reach(data, only_reads=True) as place:
        if name is ReportName.funnel:
            order = "any" if any_order else None
            asked = {
                "step": step,
                "window": window,
                "hold": hold,
                "without": without,
                "order": order,
                "by": by,
            }
            found = place.get("/api/reports/funnel", as_of=as_of, period=period, **asked)
        else:
            found = place.report(name.value, as_of=as_of, period=period)
        definitions = place.get("/api/definitions") if explain else None
    if format is Format.json:
        explained = found if definitions is None else found | {"definitions": definitions}
        typer.echo(json.dumps(explained, ensure_ascii=False, indent=2))
    else:
        console = Console()
        if not console.is_terminal:  # a file or a pipe is as wide as it has to be
            console.width = 120
        show(console, name.value, found, definitions)

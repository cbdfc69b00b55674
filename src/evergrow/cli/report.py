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
    explain: Annotated[bool, typer.Option("--explain", help="Print what each number means.")] = False,
) -> None:
    """Print a report. Works whether a server runs on the data directory or not."""
    from evergrow.cli.reach import reach

    with reach(data, only_reads=True) as place:
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

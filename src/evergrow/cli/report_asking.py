"""What the commands of all reports share: whom and when they are asked about, the asking, and the writing."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from evergrow.cli.flags import DATA, Data

Query = dict[str, Any]
"""A report's own parameters, as `GET /api/reports/NAME` takes them. What is None is left out."""


class Format(StrEnum):
    """How a report is written."""

    table = "table"
    json = "json"


def asks(name: str, *, takes_segment: bool = True) -> Callable[[Callable[..., Query]], Callable[..., None]]:
    """Make the command of a report from the function that takes its own flags and returns what to ask with them.

    The flags of every report are added: of which data, as of when or over which period, whom, and how it is written.
    Asked with none of its own, a report is computed without the application (see `Place.report`).

    Args:
        name: The report, as `/api/reports/NAME` has it.
        takes_segment: Whether it can be asked about some of the customers only.
    """
    shared = [
        flag
        for flag in inspect.signature(_shared, eval_str=True).parameters.values()
        if takes_segment or flag.name != "segment"
    ]

    def command_of(own: Callable[..., Query]) -> Callable[..., None]:
        parameters = inspect.signature(own, eval_str=True).parameters

        def command(**flags: Any) -> None:
            query = own(**{flag: flags[flag] for flag in parameters})
            if flags.get("segment", "all") != "all":
                query["segment"] = flags["segment"]
            _print(name, flags, {key: value for key, value in query.items() if value is not None})

        whole = [*shared, *parameters.values()]
        command.__name__, command.__doc__ = own.__name__, own.__doc__
        vars(command)["__signature__"] = inspect.Signature(
            [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in whole]
        )
        command.__annotations__ = {}
        return command

    return command_of


def _shared(
    data: Data = DATA,
    as_of: Annotated[str | None, typer.Option(help="As things stood at the start of this day.")] = None,
    period: Annotated[
        str | None, typer.Option(help="START..END; END is the day after the last one.", metavar="START..END")
    ] = None,
    segment: Annotated[
        str, typer.Option(help="Only these customers: stage:ID, rfm:ID or segment:NAME.")
    ] = "all",
    format: Annotated[
        Format, typer.Option(help="A table to read, or JSON as the API answers.")
    ] = Format.table,
    explain: Annotated[bool, typer.Option("--explain", help="Print what each number means.")] = False,
) -> None:
    """The flags of every report, in the order of its help."""


def _print(name: str, flags: dict[str, Any], query: Query) -> None:
    from evergrow.cli.reach import reach

    data: Path = flags["data"]
    with reach(data, only_reads=True) as place:
        when = {"as_of": flags["as_of"], "period": flags["period"]}
        found = place.get(f"/api/reports/{name}", **when, **query) if query else place.report(name, **when)
        definitions = place.get("/api/definitions") if flags["explain"] else None
    if flags["format"] is Format.json:
        explained = found if definitions is None else found | {"definitions": definitions}
        typer.echo(json.dumps(explained, ensure_ascii=False, indent=2))
        return
    from evergrow.cli.report_tables import show

    console = Console()
    if not console.is_terminal:  # a file or a pipe is as wide as it has to be
        console.width = 120
    show(console, name, found, definitions)

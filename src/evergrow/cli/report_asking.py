"""What the commands of all reports share: the flags that say of which data, when and whom."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from evergrow.cli.flags import DATA, Data

Query = dict[str, Any]
"""A report's own parameters, as `GET /api/reports/NAME` takes them. What is None is left out."""


class Format(StrEnum):
    """How a report is written."""

    table = "table"
    json = "json"


@dataclass(frozen=True)
class AskedReport:
    """What a report's command hands to the group that asks and prints (`report.py`).

    Attributes:
        name: The report, as `/api/reports/NAME` has it.
        flags: Those of every report.
        query: Its own parameters, those that are given.
    """

    name: str
    flags: dict[str, Any]
    query: Query


def asks(
    name: str, *, takes_segment: bool = True
) -> Callable[[Callable[..., Query]], Callable[..., AskedReport]]:
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

    def command_of(own: Callable[..., Query]) -> Callable[..., AskedReport]:
        parameters = inspect.signature(own, eval_str=True).parameters

        def command(**flags: Any) -> AskedReport:
            query = own(**{flag: flags[flag] for flag in parameters})
            if flags.get("segment", "all") != "all":
                query["segment"] = flags["segment"]
            return AskedReport(name, flags, {key: value for key, value in query.items() if value is not None})

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

"""`evergrow backtest`: what a journey would have done on recorded history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data
from evergrow.cli.report_asking import Format

if TYPE_CHECKING:
    from evergrow.cli.reach import Place


def backtest(
    journey: Annotated[str, typer.Argument(help="A saved journey's name, or a file with one.")],
    data: Data = DATA,
    start: Annotated[
        str | None, typer.Option("--from", help="The first day. Four weeks before the end if left out.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="The day after the last one. Now if left out.")
    ] = None,
    format: Annotated[
        Format, typer.Option(help="Tables to read, or JSON as the API answers.")
    ] = Format.table,
) -> None:
    """See what a journey would have done. Sends nothing."""
    from evergrow.cli.called import titles_of
    from evergrow.cli.reach import reach

    file = Path(journey)
    text = file.read_text(encoding="utf-8") if file.suffix in (".yaml", ".yml") and file.is_file() else None
    body = {"from": start, "to": end, "yaml": text}
    name = file.stem if text is not None else journey
    with reach(data) as place:
        given = {key: value for key, value in body.items() if value is not None}
        found = place.post(f"/api/journeys/{name}/backtest", json=given)
        if format is Format.table:
            _show(Console(), found, _steps(place, name, text), titles_of(place, "journeys"))
    if format is Format.json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _steps(place: Place, name: str, text: str | None) -> dict[str, str]:
    """What the steps do, as their file says it or as they were saved."""
    from evergrow.cli.called import steps_of, titles_of

    asked = (
        place.post("/api/journeys/check", json={"yaml": text}) if text else place.get(f"/api/journeys/{name}")
    )
    return steps_of(asked["document"] or {}, titles_of(place, "messages"))


def _show(console: Console, found: dict[str, Any], steps: dict[str, str], titles: dict[str, str]) -> None:
    from evergrow.deliver.guards import SUPPRESSIONS

    title = titles.get(found["journey"], found["journey"])
    console.print(f"{title}, {found['start'][:10]} to {found['end'][:10]}", style="bold")
    console.print(
        f"{found['entries']:,} entries of {found['customers']:,} customers, {found['goals']:,} reached the goal, "
        f"{found['inside']:,} still inside at the end."
    )
    console.print(
        f"{found['messages']:,} messages: {found['sent']:,} sent, {sum(found['suppressed'].values()):,} suppressed, "
        f"{found['waiting']:,} waiting."
    )
    table = Table("Step", "Id", box=None, header_style="dim", pad_edge=False)
    for column in ("Entered", "Left", "Here", "Sent", "Suppressed", "Waiting"):
        table.add_column(column, justify="right")
    for step in found["steps"]:
        held = sum(step["suppressed"].values())
        numbers = (*(step[name] for name in ("entered", "left", "here", "sent")), held, step["waiting"])
        table.add_row(
            steps.get(step["step"], step["step"]), step["step"], *(f"{number:,}" for number in numbers)
        )
    console.print(table)
    for reason, number in sorted(found["suppressed"].items(), key=lambda each: -each[1]):
        console.print(f"Not sent {number:,}: {SUPPRESSIONS.get(reason, reason)}")
    for overlap in found["overlaps"]:
        other = titles.get(overlap["journey"], overlap["journey"])
        console.print(f"{overlap['customers']:,} of them were in the journey {other}.")

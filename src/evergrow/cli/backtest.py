"""`evergrow backtest`: what a journey would have done on recorded history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data
from evergrow.cli.report_asking import Format


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
    from evergrow.cli.reach import reach

    file = Path(journey)
    text = file.read_text(encoding="utf-8") if file.suffix in (".yaml", ".yml") and file.is_file() else None
    body = {"from": start, "to": end, "yaml": text}
    name = file.stem if text is not None else journey
    with reach(data) as place:
        given = {key: value for key, value in body.items() if value is not None}
        found = place.post(f"/api/journeys/{name}/backtest", json=given)
    if format is Format.json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(Console(), found)


def _show(console: Console, found: dict[str, Any]) -> None:
    console.print(f"{found['journey']}, {found['start'][:10]} to {found['end'][:10]}", style="bold")
    console.print(
        f"{found['entries']:,} entries of {found['customers']:,} customers, {found['goals']:,} reached the goal, "
        f"{found['inside']:,} still inside at the end."
    )
    console.print(
        f"{found['messages']:,} messages: {found['sent']:,} sent, {sum(found['suppressed'].values()):,} suppressed, "
        f"{found['waiting']:,} waiting."
    )
    table = Table("step", "entered", "left", "here", "sent", "suppressed", "waiting")
    for step in found["steps"]:
        numbers = [step[name] for name in ("entered", "left", "here", "sent")]
        held = ", ".join(f"{reason} {number:,}" for reason, number in step["suppressed"].items())
        table.add_row(step["step"], *(f"{number:,}" for number in numbers), held, f"{step['waiting']:,}")
    console.print(table)
    for overlap in found["overlaps"]:
        console.print(f"{overlap['customers']:,} of them were in the journey {overlap['journey']}.")

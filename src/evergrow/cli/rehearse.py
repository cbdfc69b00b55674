"""`evergrow rehearse`: definitions put to the test in virtual time, for a build to run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from evergrow.runtime.rehearsals import Rehearsed


def rehearse(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="A folder with definitions and rehearsals/.", file_okay=False),
    ],
    only: Annotated[str | None, typer.Option(help="The rehearsal to run; all when left out.")] = None,
) -> None:
    """Play every rehearsal of a folder. Ends with 1 if anything was not as expected."""
    from evergrow.runtime.rehearsals import rehearse_folder

    console = Console(soft_wrap=True, highlight=False)
    done = rehearse_folder(folder, only=only, on_done=lambda one: _show(console, one))
    bad = sum(not one.is_good for one in done)
    console.print(
        f"{len(done)} rehearsed, {bad} not as expected."
        if bad
        else f"{len(done)} rehearsed, all as expected."
    )
    if bad:
        raise typer.Exit(1)


def _show(console: Console, done: Rehearsed) -> None:
    from evergrow.runtime.rehearsals import shown

    rehearsal = done.rehearsal
    mark = "[green]ok[/]" if done.is_good else "[red]no[/]"
    console.print(f"{mark}  {rehearsal.name}: {rehearsal.title}")
    if done.is_good:
        return
    for one in done.played:
        why = f" ({one.reason})" if one.reason else ""
        console.print(
            f"      {shown(one.at, rehearsal.zone)}  {one.customer}  {one.message}  {one.status}{why}"
        )
    for difference in done.differences:
        sign = "[red]-[/]" if difference.kind == "missing" else "[red]+[/]"
        when = shown(difference.at, rehearsal.zone) if difference.at else " " * 20
        place = f"  line {difference.line}" if difference.line else ""
        console.print(
            f"    {sign} {when}  {difference.customer}  {difference.message}  {difference.detail}{place}"
        )

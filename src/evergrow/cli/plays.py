"""`evergrow plays`: ready journeys with their texts, for each move of the lifecycle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data

plays = typer.Typer(help="Plays: list them, look at one, take it as your own drafts.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The play's name.")]


@plays.command("list")
def list_plays(
    source: Annotated[str | None, typer.Option("--from", help="The stage a move begins in.")] = None,
    target: Annotated[str | None, typer.Option("--to", help="The stage it leads to.")] = None,
    data: Data = DATA,
) -> None:
    """List the plays and whether what they need is in your data."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        found = place.get("/api/plays", **{"from": source, "to": target})
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("Play", "Title", "Made for", "Needs (last 28 days)"):
        table.add_column(column, overflow="fold")
    for play in found:
        move = play["moves"][0]
        needs = [f"{one['name']}: {one['count']:,}" for one in play["needs"]["events"]]
        needs += [f"{one['name']}: {one['count']:,} customers" for one in play["needs"]["traits"]]
        table.add_row(
            play["name"], play["title"]["en"], f"{move['source']} to {move['target']}", "; ".join(needs)
        )
    Console().print(table)


@plays.command("show")
def show(
    name: Name,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--write", metavar="DIR", help="Write its files there, rehearsals too.", file_okay=False
        ),
    ] = None,
) -> None:
    """Show one play: what it promises, its steps and its messages; needs no data directory."""
    from evergrow.definitions.folders import write_folder
    from evergrow.definitions.plays import shipped_play

    play = shipped_play(name)
    typer.echo(f"{play.title['en']}\n{play.promise['en']}\nGoal: {play.goal['en']}.")
    for words in play.adjust:
        typer.echo(f"Before launching: {words['en']}")
    for document in play.documents:
        typer.echo(f"  {document.file}")
    if folder is None:
        for journey in play.journeys:
            typer.echo(f"\n{journey.text.rstrip()}")
        return
    written = write_folder(folder, list(play.documents))
    for scenario, text in play.rehearsals.items():
        path = folder / "rehearsals" / f"{scenario}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    typer.echo(f"{len(written)} definitions and {len(play.rehearsals)} rehearsals written to {folder}.")


@plays.command("use")
def use(
    name: Name,
    own_name: Annotated[
        str | None, typer.Option("--name", help="What to name its journeys and messages instead.")
    ] = None,
    shop: Annotated[str | None, typer.Option(help="The address that its links lead to.")] = None,
    data: Data = DATA,
) -> None:
    """Keep a play's journeys, messages and segments as your own drafts. Nothing is launched."""
    from evergrow.cli.reach import reach

    with reach(data, create=True) as place:
        taken = place.post(f"/api/plays/{name}/use", json={"name": own_name, "shop_url": shop})
    said = {"new": "new", "same": "as it was", "yours": "yours stays"}
    for document in taken["documents"]:
        typer.echo(f"{said[document['state']]:12} {document['kind']} {document['name']}")
    journeys = taken["journeys"]
    if len(journeys) == 1:
        typer.echo(f"Look at it and launch it: journey {journeys[0]}.")
    else:
        typer.echo(f"Look at its journeys and launch each: {', '.join(journeys)}.")

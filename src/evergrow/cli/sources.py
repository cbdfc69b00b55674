"""`evergrow sources`: where events come from, and the keys they come with."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data
from evergrow.cli.written import day

sources = typer.Typer(help="Where events come from, and the keys they come with.", no_args_is_help=True)


class Kind(StrEnum):
    """What a source speaks."""

    http = "http"
    clevertap = "clevertap"


@sources.command("list")
def list_sources(data: Data = DATA) -> None:
    """List the sources with their write keys and counts."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        found = place.get("/api/sources")
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("Source", "Name", "Kind", "Write key", "Last event"):
        table.add_column(column, overflow="fold")
    for column in ("Accepted", "Quarantined", "Duplicates"):
        table.add_column(column, justify="right")
    for source in found:
        key = source["write_key"] or "–"
        table.add_row(
            source["id"],
            source["name"],
            source["kind"],
            f"{key}  passcode {source['passcode']}" if source.get("passcode") else key,
            day(source["last_event_at"]),
            *(f"{source[count]:,}" for count in ("accepted", "quarantined", "duplicates")),
        )
    Console().print(table)


@sources.command("create")
def create_source(
    name: Annotated[str, typer.Argument(help="What to call it, such as 'Web shop'.")],
    kind: Annotated[Kind, typer.Option(help="Segment's HTTP API, or CleverTap's upload API.")] = Kind.http,
    data: Data = DATA,
) -> None:
    """Make a source and print its write key."""
    from evergrow.cli.reach import reach

    with reach(data, create=True) as place:
        made = place.post("/api/sources", json={"name": name, "kind": kind.value})
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Source {made['id']}  {made['name']}")
    console.print(f"Write key {made['write_key']}", style="bold")
    if made.get("passcode"):
        console.print(f"Passcode {made['passcode']}", style="bold")


@sources.command("revoke")
def revoke_source(
    source_id: Annotated[str, typer.Argument(help="The source, as `evergrow sources list` names it.")],
    data: Data = DATA,
) -> None:
    """Make the key of a source worthless. Past events stay."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        place.delete(f"/api/sources/{source_id}")
    typer.echo(f"Revoked {source_id}. Its past events stay.")

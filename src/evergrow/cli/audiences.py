"""`evergrow audiences`: segments for the places where advertisements are bought."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from evergrow.cli.flags import DATA, Data

audiences = typer.Typer(help="Audiences for advertisements: export a segment, hashed.", no_args_is_help=True)


@audiences.callback()
def _audiences() -> None:
    pass


@audiences.command("export")
def export(
    segment: Annotated[str, typer.Argument(help="A segment's name; or all, stage:<id>, rfm:<segment>.")],
    platform: Annotated[Literal["google", "meta"], typer.Option("--for", help="Whose format to write.")],
    file: Annotated[
        Path | None, typer.Argument(help="Where to write the CSV; the terminal when left out.")
    ] = None,
    data: Data = DATA,
) -> None:
    """Write the customers of a segment as the CSV that Google's or Meta's own page takes: every address hashed."""
    from evergrow.cli.reach import reach

    named = segment if segment == "all" or ":" in segment else f"segment:{segment}"
    with reach(data) as place:
        content = place.get_bytes(f"/api/audiences/{named}", **{"for": platform})
    if file is None:
        typer.echo(content.decode(), nl=False)
    else:
        file.write_bytes(content)
        customers = max(content.count(b"\n") - 1, 0)
        typer.echo(f"{file}: {customers:,} customers for {platform}.")

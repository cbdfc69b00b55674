"""`evergrow segments`: who is in which segment."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data

segments = typer.Typer(help="Segments: list them, look at one, export who is in it.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The segment's name.")]


@segments.command("list")
def list_segments(data: Data = DATA) -> None:
    """List the segments with how many customers are in each."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        found = place.get("/api/segments")
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("Segment", "Title", "Customers who"):
        table.add_column(column, overflow="fold")
    for column in ("Customers", "Came in 7 days", "Left"):
        table.add_column(column, justify="right")
    for segment in found:
        counts = (f"{segment[count]:,}" for count in ("customers", "entered", "left"))
        table.add_row(segment["name"], segment["title"], segment["sentence"]["en"], *counts)
    Console().print(table)


@segments.command("show")
def show(name: Name, data: Data = DATA) -> None:
    """Show one segment: its document, what it says, how many are in it."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        found = place.get(f"/api/segments/{name}")
    typer.echo(found["yaml"].rstrip())
    typer.echo(f"\nCustomers who {found['sentence']['en']}.")
    typer.echo(
        f"{found['customers']:,} customers; {found['entered']:,} came and {found['left']:,} left in 7 days."
    )
    if found["used_by"]:
        typer.echo(f"Used by {', '.join(found['used_by'])}.")


@segments.command("export")
def export(
    name: Name,
    file: Annotated[
        Path | None, typer.Argument(help="Where to write the CSV; the terminal when left out.")
    ] = None,
    data: Data = DATA,
) -> None:
    """Write the customers of a segment as CSV."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        content = place.get_bytes("/api/customers/export", segment=f"segment:{name}")
    if file is None:
        typer.echo(content.decode(), nl=False)
    else:
        file.write_bytes(content)
        customers = sum(1 for _ in csv.reader(io.StringIO(content.decode()))) - 1
        typer.echo(f"{file}: {customers:,} customers.")

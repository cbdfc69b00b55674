"""`evergrow quarantine`: records that could not be taken in, why, and trying them again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data

quarantine = typer.Typer(help="Records that could not be taken in, and why.", no_args_is_help=True)
Reason = Annotated[str | None, typer.Option(help="Only records with this reason.")]


@quarantine.command("list")
def list_quarantine(
    reason: Reason = None,
    limit: Annotated[int, typer.Option(help="The most records to show.", min=1, max=200)] = 50,
    data: Data = DATA,
) -> None:
    """Show how many records wait for each reason, and the newest of them."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        counts = place.get("/api/intake")["by_reason"]
        found = place.get("/api/quarantine", reason=reason, limit=limit)
    console = Console()
    console.print(_counts(counts))
    console.print()
    console.print(_records(found))
    console.print(f"{len(found['rows']):,} of {found['total']:,} records.", style="dim")


@quarantine.command("retry")
def retry_quarantine(
    ids: Annotated[
        list[str] | None, typer.Argument(help="The records; all that fit --reason when left out.")
    ] = None,
    reason: Reason = None,
    data: Data = DATA,
) -> None:
    """Send records through the door again, after what was wrong with them has changed."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        wanted: dict[str, Any] = {"ids": ids} if ids else {"reason": reason}
        retried = place.post("/api/quarantine/retry", json=wanted)["retried"]
    typer.echo(f"{retried:,} records go through the door again.")


@quarantine.command("download")
def download_quarantine(
    out: Annotated[Path, typer.Argument(help="The file to write, one JSON record a line.", dir_okay=False)],
    reason: Reason = None,
    data: Data = DATA,
) -> None:
    """Write quarantined records to a file, with the reason of each."""
    from evergrow.cli.reach import reach

    with reach(data) as place:
        records = place.get_bytes("/api/quarantine/download", reason=reason)
    lines = records.count(b"\n")
    out.write_bytes(records)
    typer.echo(f"Wrote {lines:,} records to {out}.")


def _counts(counts: list[dict[str, Any]]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("Reason")
    table.add_column("Records", justify="right")
    table.add_column("What it means")
    for count in counts:
        table.add_row(count["reason"], f"{count['count']:,}", count["title"])
    return table


def _records(found: dict[str, Any]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("Record", "Received", "Source", "Reason", "What is wrong"):
        table.add_column(column, overflow="fold")
    for row in found["rows"]:
        table.add_row(str(row["id"]), row["received_at"][:19], row["source_id"], row["reason"], row["what"])
    return table

"""`evergrow definitions`: maps, segments, messages, journeys, ... as files in a folder, under version control."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.syntax import Syntax

from evergrow.cli.flags import DATA, Data

if TYPE_CHECKING:
    from evergrow.cli.reach import Place
    from evergrow.definitions.folders import Change

definitions = typer.Typer(
    help="Definitions as code: check, compare, apply and pull them, and write them with an editor's help.",
    no_args_is_help=True,
)
Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder with the definitions.", file_okay=False)
]


@definitions.command("check")
def check(folder: Folder) -> None:
    """Look for problems in every file; needs no data directory."""
    from evergrow.definitions.folders import read_folder

    documents = read_folder(folder)
    typer.echo(f"{len(documents)} definitions, no problems.")


@definitions.command("schema")
def schema() -> None:
    """Print the JSON Schema of all definitions, for an editor that completes and checks them."""
    from evergrow.definitions.schemas import schema_text

    typer.echo(schema_text(), nl=False)


@definitions.command("diff")
def diff(folder: Folder, data: Data = DATA) -> None:
    """Show what `apply` would change."""
    from evergrow.cli.reach import reach
    from evergrow.definitions.folders import changes, read_folder

    with reach(data) as place:
        kept = _kept(place)
    found = changes(read_folder(folder, kept), kept)
    _show(found)
    typer.echo(f"{len(found)} to apply." if found else "Nothing to apply.")


@definitions.command("apply")
def apply(folder: Folder, data: Data = DATA) -> None:
    """Save every definition that differs as its next version. All files are checked first."""
    from evergrow.cli.reach import reach
    from evergrow.definitions.folders import changes, read_folder

    if not data.exists():
        read_folder(folder)  # a folder with problems makes no data directory
    with reach(data, create=True) as place:
        kept = _kept(place)
        found = changes(read_folder(folder, kept), kept)
        for change in found:
            document = change.document
            place.put(f"/api/documents/{document.kind}/{document.name}", json={"yaml": document.text})
            typer.echo(f"{change.kind:8} {change.document.file}")
    typer.echo(f"{len(found)} applied." if found else "Nothing to apply.")


@definitions.command("pull")
def pull(folder: Folder, data: Data = DATA) -> None:
    """Write the definitions as they are kept into the folder. Files of others stay."""
    from evergrow.cli.reach import reach
    from evergrow.definitions.folders import document_of, write_folder

    with reach(data) as place:
        kept = place.get("/api/documents")
    written = write_folder(folder, [document_of(one["kind"], one["name"], one["yaml"]) for one in kept])
    for path in written:
        typer.echo(path)
    typer.echo(f"{len(written)} of {len(kept)} files written." if written else "Every file is up to date.")


def _kept(place: Place) -> dict[str, dict[str, str]]:
    """What is kept there: text by name, by kind."""
    found: dict[str, dict[str, str]] = {}
    for one in place.get("/api/documents"):
        found.setdefault(one["kind"], {})[one["name"]] = one["yaml"]
    return found


def _show(found: list[Change]) -> None:
    console = Console(soft_wrap=True)
    for change in found:
        console.print(Syntax(change.diff, "diff", theme="ansi_dark", background_color="default"))

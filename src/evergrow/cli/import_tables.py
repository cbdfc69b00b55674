"""What an import will do and what came of it, as a person reads it on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from evergrow.ingest.files import Import, Plan

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_OTHERS = {"events": "Kept as properties of the event", "customers": "Kept as traits of the customer"}
_NOT_READ = "Not read"


def show_plan(console: Console, filename: str, planned: Plan, kind: str) -> None:
    """Which column fills which field, and what becomes of those that fill none."""
    table = Table(title=f"{filename}: columns as they will be read", title_justify="left")
    table.add_column("Field")
    table.add_column("Column")
    for name, column in planned.mapping.items():
        table.add_row(name, column)
    console.print(table)
    unused = [column for column in planned.columns if column not in planned.mapping.values()]
    if unused:
        console.print(f"{_OTHERS.get(kind, _NOT_READ)}: {', '.join(unused)}")
    if planned.delimiter:
        delimiter = _DELIMITERS.get(planned.delimiter, planned.delimiter)
        console.print(f"Delimiter: {delimiter}. Encoding: {planned.encoding}.")
    console.print("Another column: --map FIELD=COLUMN")


def show_result(console: Console, done: Import) -> None:
    """How every row ended, and what the rows were."""
    table = Table(title=f"{done.filename}: every row accounted for", title_justify="left")
    table.add_column("Rows")
    table.add_column("", justify="right")
    for name, count in (
        ("read", done.rows_read),
        ("accepted", done.accepted_rows),
        ("in quarantine", done.quarantined_rows),
        ("there before", done.duplicate_rows),
    ):
        table.add_row(name, f"{count:,}")
    console.print(table)
    kinds = ("orders", "refunds", "customers") if done.kind == "orders" else (done.kind,)
    if not done.customers:  # orders that say nothing of their customers but whose they are
        kinds = tuple(kind for kind in kinds if kind != "customers")
    console.print("In the file: " + ", ".join(f"{getattr(done, kind):,} {kind}" for kind in kinds) + ".")
    if done.quarantined_rows:
        console.print("Look at what is in quarantine: evergrow quarantine list")


def show_spend(console: Console, filename: str, kept: dict[str, Any]) -> None:
    """How much of the spend was new."""
    console.print(
        f"{filename}: {kept['rows_read']:,} rows from {kept['first_day']} to {kept['last_day']} were taken, as "
        f"{kept['entries']:,} entries. {kept['replaced']:,} of them replaced one of the same day, channel and campaign."
    )
    console.print("See what it brought: evergrow report sources")


def show_catalogue(console: Console, filename: str, kept: dict[str, Any]) -> None:
    """How every row ended, and why some could not be read."""
    table = Table(title=f"{filename}: every row accounted for", title_justify="left")
    table.add_column("Rows")
    table.add_column("", justify="right")
    for name, key in (("read", "rows_read"), ("kept", "kept"), ("named again below", "repeated")):
        table.add_row(name, f"{kept[key]:,}")
    table.add_row("set aside", f"{kept['unreadable_rows']:,}")
    console.print(table)
    console.print(f"{kept['replaced']:,} of the products were known before and replaced.")
    for row in kept["unreadable"]:
        console.print(f"  line {row['line']}: {row['what']}", style="yellow")
    if kept["unreadable_rows"] > len(kept["unreadable"]):
        console.print(f"  ... and {kept['unreadable_rows'] - len(kept['unreadable']):,} more")

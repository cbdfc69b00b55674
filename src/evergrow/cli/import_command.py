"""`evergrow import`: a file of orders, events, customers, spend or products, into a data directory whose server runs or not."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from evergrow.cli.flags import DATA, Data
from evergrow.kernel import Problem, Refusal, iso, refuse

if TYPE_CHECKING:
    from evergrow.cli.reach import Place
    from evergrow.ingest.files import Import, ImportOptions


class ImportKind(StrEnum):
    """What a file can hold."""

    orders = "orders"
    events = "events"
    customers = "customers"
    spend = "spend"
    catalogue = "catalogue"


class DateOrder(StrEnum):
    """How 03/04/2024 is read."""

    day_first = "day-first"
    month_first = "month-first"


class Format(StrEnum):
    """How the result is written."""

    table = "table"
    json = "json"


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV or NDJSON (also .gz), or Parquet.", metavar="FILE")],
    kind: Annotated[ImportKind, typer.Option("--as", help="What the file holds.")],
    map: Annotated[
        list[str] | None,
        typer.Option("--map", help="Take a field from this column; may be repeated.", metavar="FIELD=COLUMN"),
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone of times that name none.")] = "UTC",
    currency: Annotated[str | None, typer.Option(help="Currency of amounts that name none.")] = None,
    dates: Annotated[
        DateOrder | None, typer.Option(help="How 03/04/2024 is read, if the file does not tell.")
    ] = None,
    data: Data = DATA,
    format: Annotated[Format, typer.Option(help="A table to read, or JSON for a program.")] = Format.table,
) -> None:
    """Import a file. Repeating an import, or one that was interrupted, changes nothing twice."""
    from evergrow.cli.reach import reach
    from evergrow.ingest.files import ImportOptions, plan

    options = ImportOptions(
        kind=kind.value,
        mapping=_mapping(map or []),
        zone=zone,
        currency=currency,
        date_order=dates.value if dates else None,
    )
    planned = plan(file, file.name, options)
    console = Console(stderr=True)
    if format is Format.table:
        from evergrow.cli.import_tables import show_plan

        show_plan(console, file.name, planned, kind.value)
    with reach(data, create=True) as place:
        if kind is ImportKind.spend:
            return _spend(place, file, options, format)
        if kind is ImportKind.catalogue:
            return _catalogue(place, file, options, format)
        done = _imported(place, file, options, data, console)
    if done.problem is not None:
        raise Refusal(_problem(done))
    if format is Format.json:
        typer.echo(json.dumps(_document(done), ensure_ascii=False, indent=2))
    else:
        from evergrow.cli.import_tables import show_result

        show_result(Console(), done)


def _spend(place: Place, file: Path, options: ImportOptions, format: Format) -> None:
    """All of the file or nothing, and at once: it is small, and no customer's."""
    pairs = [f"{name}={column}" for name, column in options.mapping.items()]
    asked = {
        "filename": file.name,
        "map": pairs or None,
        "currency": options.currency,
        "dates": options.date_order,
    }
    kept = place.post_bytes("/api/spend", file.read_bytes(), **asked)
    if format is Format.json:
        typer.echo(json.dumps(kept, indent=2))
    else:
        from evergrow.cli.import_tables import show_spend

        show_spend(Console(), file.name, kept)


def _catalogue(place: Place, file: Path, options: ImportOptions, format: Format) -> None:
    """At once: it is no customer's, and recommendations follow it."""
    pairs = [f"{name}={column}" for name, column in options.mapping.items()]
    asked = {"filename": file.name, "map": pairs or None, "currency": options.currency}
    kept = place.post_bytes("/api/catalogue", file.read_bytes(), **asked)
    if format is Format.json:
        typer.echo(json.dumps(kept, ensure_ascii=False, indent=2))
    else:
        from evergrow.cli.import_tables import show_catalogue

        show_catalogue(Console(), file.name, kept)


def _imported(place: Place, file: Path, options: ImportOptions, data: Path, console: Console) -> Import:
    from evergrow.cli.import_progress import bars
    from evergrow.ingest.files import read_import
    from evergrow.runtime import begin_import, read_file

    if not place.is_served:
        _tidy_up(place, data)
    begun = begin_import(place.state, file.resolve(), file.name, options, data / "scratch")
    with bars(console) as shown:
        written = read_file(begun, place.log, place.state, shown.reading)
        shown.settling(written.first_position, written.last_position)
        place.wait_for(written.last_position, shown.settled)
        while True:  # the tick that took the last record in closes the book right after
            with place.state.reading() as tx:
                found = read_import(tx, begun.import_id)
            if found.status != "running":
                return found
            place.wait_for(written.last_position)
            shown.rest()


def _tidy_up(place: Place, data: Path) -> None:
    """Remove what a killed import left. Only where this process alone has the directory: nobody else is at it."""
    from evergrow.ingest.files import fail_unfinished_imports

    shutil.rmtree(data / "scratch", ignore_errors=True)
    with place.state.transaction() as tx:
        fail_unfinished_imports(tx, datetime.now(UTC))


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        name, sign, column = pair.partition("=")
        if not (name and sign):
            raise refuse(
                "import.unreadable_mapping",
                f"'{pair}' maps nothing.",
                where="--map",
                next_step="Write FIELD=COLUMN, such as --map order_id=InvoiceNo; FIELD= leaves the field out.",
            )
        mapping[name.strip()] = column.strip()
    return mapping


def _document(done: Import) -> dict[str, object]:
    times = {
        "started_at": iso(done.started_at),
        "finished_at": iso(done.finished_at) if done.finished_at else None,
    }
    named = {"as": done.kind}
    return {name: value for name, value in (asdict(done) | named | times).items() if name != "kind"}


def _problem(done: Import) -> Problem:
    return Problem(**(done.problem or {}))

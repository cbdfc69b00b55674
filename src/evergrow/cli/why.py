"""`evergrow why` and `evergrow bounces`: why a customer was not written to, and mails that came back."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

import typer
from rich.console import Console
from rich.table import Table

from evergrow.cli.flags import DATA, Data

_STDIN: Final = "-"
_IN_WORDS: Final = "on_suppression_list"  # its detail stands in the sentence already

if TYPE_CHECKING:
    from evergrow.cli.reach import Place


def why(
    customer: Annotated[str, typer.Argument(help="The customer's id, such as user:42, or email address.")],
    limit: Annotated[int, typer.Option(help="The most messages to show.", min=1, max=200)] = 20,
    data: Data = DATA,
) -> None:
    """Tell of a customer's messages, newest first, and why each was or was not sent."""
    from evergrow.cli.called import titles_of
    from evergrow.cli.reach import reach

    with reach(data) as place:
        found = place.get("/api/deliveries", customer=_id_of(place, customer), limit=limit)
        called = {kind: titles_of(place, f"{kind}s") for kind in ("journey", "campaign", "message")}
    console = Console()
    console.print(_messages(found["rows"], called))
    console.print(f"{len(found['rows']):,} of {found['total']:,} messages.", style="dim")


def _id_of(place: Place, customer: str) -> str:
    """The id that somebody of that address goes by; nobody known is refused, and not told to have no messages."""
    if "@" in customer:
        for one in place.get("/api/search", q=customer)["customers"]:
            if str(one["email"]).casefold() == customer.casefold():
                return str(one["customer_id"])
    place.get(f"/api/customers/{quote(customer, safe='')}")
    return customer


def bounces(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Raw mails that came back, one a file; - is what comes in, such as from a mail alias."
        ),
    ],
    data: Data = DATA,
) -> None:
    """Take in mails that came back: events follow, and addresses that are gone are suppressed."""
    from evergrow.cli.reach import reach

    for file in files:
        if str(file) != _STDIN and not file.is_file():
            raise typer.BadParameter(f"There is no file '{file}'.")
    totals: Counter[str] = Counter()
    with reach(data) as place:
        for file in files:
            totals.update(place.post_bytes("/api/bounces", _mail_of(file)))
    typer.echo(
        f"Mails: {len(files):,}. Events: {totals['events']:,}. Addresses suppressed: {totals['suppressed']:,}. "
        f"Reports of no message of ours: {totals['unplaced']:,}."
    )


def _mail_of(file: Path) -> bytes:
    return sys.stdin.buffer.read() if str(file) == _STDIN else file.read_bytes()


def _messages(rows: list[dict[str, Any]], called: dict[str, dict[str, str]]) -> Table:
    """`called`: titles by name, of each kind."""
    table = Table(box=None, header_style="dim", pad_edge=False)
    for column in ("Due", "From", "Channel", "Message", "Status", "Why"):
        table.add_column(column, overflow="fold")
    for row in rows:
        name = called.get(row["origin"], {}).get(row["origin_name"], row["origin_name"])
        origin = f"{row['origin']} {name}" + (f" · {row['step']}" if row["step"] else "")
        message = called["message"].get(row["template"], row["template"])
        reason = row["why"] + (f" ({row['detail']})" if row["detail"] and row["reason"] != _IN_WORDS else "")
        due = row["due_at"][:16].replace("T", " ")
        table.add_row(due, origin, row["channel"], message, row["status"], reason)
    return table

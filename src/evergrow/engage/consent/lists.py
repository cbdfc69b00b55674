"""Suppression lists as files: what another tool kept comes in, and all of it goes out again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast

from evergrow.definitions.messages import CHANNELS
from evergrow.engage.consent.suppress import (
    HASH,
    SUPPRESSION_REASONS,
    Entry,
    SuppressionReason,
    address_hash,
    every_suppression,
    put_on,
)
from evergrow.kernel import Refusal, refuse
from evergrow.storage.state import Tx

MOST_IMPORTED: Final = 1_000_000
_MOST_TOLD: Final = 20
_FORMULA: Final = tuple("=+-@")
_ADDRESSES: Final = ("address", "email", "phone", "address_hash", "sha256")
_OWN: Final = ("channel", "reason", "note")
_MOST_NOTED: Final = 2_000
_EVERY: Final = (*CHANNELS, "all")


@dataclass(frozen=True, kw_only=True)
class UnreadSuppression:
    """A row that was set aside. `line` is the file's, the header being the first; `found` what stood there."""

    line: int
    why: Literal["no_address", "unknown_reason", "unknown_channel"]
    found: str


@dataclass(frozen=True, kw_only=True)
class ImportedSuppressions:
    """What a file brought: new ones, those known already, and rows set aside, the first of them in full."""

    added: int
    known: int
    unreadable: int
    unread: list[UnreadSuppression]


def import_suppressions(
    tx: Tx, text: str, *, channel: str, reason: SuppressionReason, by: str, now: datetime, note: str = ""
) -> ImportedSuppressions:
    """Put every address of a CSV file on the list: a column address, email, phone or sha256, or one address a line.

    What a row says of itself in the columns channel, reason and note holds for it; `channel`, `reason` and `note`
    hold for rows that say nothing. Of an address that stands there twice the first row counts.

    Raises:
        Refusal: `suppression.empty_file`, `suppression.too_many`, `definition.unknown_channel`.
    """
    if channel not in _EVERY:
        raise refuse("definition.unknown_channel", f"'{channel}' is no channel.", where="channel", status=422)
    entries: dict[tuple[str, str], Entry] = {}
    unread: list[UnreadSuppression] = []
    unreadable = 0
    for line, row in _rows(text):
        entry = _entry(line, row, channel, reason, note)
        if isinstance(entry, Entry):
            entries.setdefault((entry.channel, entry.address_hash), entry)
            continue
        unreadable += 1
        if len(unread) < _MOST_TOLD:
            unread.append(entry)
    if not entries:
        raise _nothing_to_take(unread)
    if len(entries) > MOST_IMPORTED:
        raise refuse(
            "suppression.too_many",
            f"The file holds {len(entries)} addresses; {MOST_IMPORTED} are the most.",
            where="file",
            next_step="Cut it into pieces.",
            status=422,
        )
    added = put_on(tx, list(entries.values()), by=by, now=now)
    return ImportedSuppressions(added=added, known=len(entries) - added, unreadable=unreadable, unread=unread)


def export_suppressions(tx: Tx) -> str:
    """The whole list as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["channel", "address", "sha256", "reason", "since", "by", "note"])
    for row in every_suppression(tx):
        cells = (row["channel"], row["address"] or "", row["address_hash"], row["reason"])
        writer.writerow(
            [*map(_calm, cells), row["since"].isoformat(), _calm(row["by"]), _calm(row["note"] or "")]
        )
    return out.getvalue()


def _entry(
    line: int, row: dict[str, str], channel: str, reason: SuppressionReason, note: str
) -> Entry | UnreadSuppression:
    own = row.get("channel", "").casefold().replace(" ", "_") or channel
    if own not in _EVERY:
        return UnreadSuppression(line=line, why="unknown_channel", found=row["channel"][:100])
    given = row.get("reason", "").casefold().replace(" ", "_") or reason
    if given not in SUPPRESSION_REASONS:
        return UnreadSuppression(line=line, why="unknown_reason", found=row["reason"][:100])
    cell = row.get("address", "")
    if not (HASH.fullmatch(cell) or "@" in cell or any(map(str.isdigit, cell))):
        return UnreadSuppression(line=line, why="no_address", found=cell[:100])
    is_hash = bool(HASH.fullmatch(cell))
    return Entry(
        channel=own,
        address_hash=cell.lower() if is_hash else address_hash(own, cell),
        address=None if is_hash else cell,
        reason=cast("SuppressionReason", given),
        note=(row.get("note", "") or note)[:_MOST_NOTED],
    )


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row that holds anything, by what its columns mean, with its line. Without a header the first column is the address."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    first = next(rows, None)
    if first is None:
        return
    names = [cell.strip().casefold() for cell in first]
    addresses = [names.index(name) for name in _ADDRESSES if name in names]
    own = {name: names.index(name) for name in _OWN if addresses and name in names}
    if not addresses:
        addresses = [0]
        if any(map(str.strip, first)):
            yield 1, {"address": _bare(first[0])}
    for row in rows:
        cells = [_bare(cell) for cell in row]
        if any(cells):
            found = {name: cells[place] for name, place in own.items() if place < len(cells)}
            held = (cells[place] for place in addresses if place < len(cells))
            yield rows.line_num, found | {"address": next(filter(None, held), "")}


def _nothing_to_take(unread: list[UnreadSuppression]) -> Refusal:
    """No row can be put on the list. Rows with an address say themselves what is wrong with them."""
    wrong = next((row for row in unread if row.why != "no_address"), None)
    if wrong is None:
        return refuse(
            "suppression.empty_file",
            "The file holds no address.",
            where="file",
            next_step="Give it a column named address, email, phone or sha256.",
            status=422,
        )
    if wrong.why == "unknown_channel":
        return refuse(
            "suppression.unknown_channel",
            f"No row can be taken. Line {wrong.line}: '{wrong.found}' is no channel.",
            where="file",
            next_step=f"Channels are {', '.join(_EVERY)}; an empty cell takes the one chosen for the file.",
            status=422,
        )
    return refuse(
        "suppression.unknown_reason",
        f"No row can be taken. Line {wrong.line}: '{wrong.found}' is no reason.",
        where="file",
        next_step=f"Reasons are {', '.join(SUPPRESSION_REASONS)}; an empty cell takes the one chosen for the file.",
        status=422,
    )


def _calm(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not cell[1:].replace(" ", "").isdigit() else cell


def _bare(cell: str) -> str:
    """A cell as it was before it was kept from being taken for a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text.startswith(_FORMULA, 1) else text

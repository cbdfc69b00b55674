"""The suppression list: who is on it, putting on and taking off, and the files it comes from and goes to."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, insert, or_, select, update

from evergrow.definitions.messages import CHANNELS
from evergrow.engage.consent.tables import suppressions
from evergrow.kernel import Problem, Refusal, refuse
from evergrow.storage.state import Tx

SuppressionReason = Literal["imported", "legal", "hard_bounce", "complaint", "operator"]
SUPPRESSION_REASONS: Final[tuple[SuppressionReason, ...]] = (
    "imported", "legal", "hard_bounce", "complaint", "operator",
)  # fmt: skip
MOST_IMPORTED: Final = 1_000_000
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
_PHONE: Final = re.compile(r"[\s().\-/]+")
_COLUMNS: Final = ("address", "email", "phone", "address_hash", "sha256")
_AT_ONCE: Final = 500


@dataclass(frozen=True, kw_only=True)
class Suppression:
    """An address that gets nothing on a channel. `address` is None where only its hash is known."""

    channel: str
    address_hash: str
    address: str | None
    reason: str
    note: str | None
    since: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class SuppressionPage:
    """A part of the list, newest first, and how many there are in all."""

    rows: list[Suppression]
    total: int


@dataclass(frozen=True, kw_only=True)
class ImportedSuppressions:
    """What a file brought: new ones, those known already, and lines without an address."""

    added: int
    known: int
    unreadable: int


def tidy(channel: str, address: str) -> str:
    """The address as it is compared: without case, spaces and the punctuation of phone numbers."""
    text = unicodedata.normalize("NFC", address).strip().casefold()
    return _PHONE.sub("", text) if channel in ("sms", "whatsapp") else text


def address_hash(channel: str, address: str) -> str:
    """SHA-256 of the tidied address, in hexadecimal."""
    return hashlib.sha256(tidy(channel, address).encode()).hexdigest()


def suppress(
    tx: Tx, *, channel: str, address: str, reason: SuppressionReason, by: str, now: datetime, note: str = ""
) -> bool:
    """Put an address on the list; returns whether it is new there. The first reason stays."""
    return _add(tx, channel, [(address_hash(channel, address), address.strip())], reason, by, now, note) > 0


def unsuppress(tx: Tx, *, channel: str, address: str, by: str, now: datetime, note: str) -> None:
    """Take an address (or its hash) off the list. Who did it and why is kept.

    Raises:
        Refusal: `suppression.note_missing`, `suppression.unknown`.
    """
    if not note.strip():
        raise refuse(
            "suppression.note_missing",
            "Nothing says why the address may be written to again.",
            where="note",
            next_step="Write down what the owner of the address said, and when.",
            status=422,
        )
    key = address.lower() if _HASH.fullmatch(address) else address_hash(channel, address)
    change = update(suppressions).where(
        suppressions.c.channel == channel, suppressions.c.address_hash == key, _IN_FORCE
    )
    if not tx.run(change.values(removed_at=now, removed_by=by, removed_note=note.strip())):
        raise refuse(
            "suppression.unknown",
            f"'{address}' is not on the list for {channel}.",
            where="address",
            next_step="Look for it on the Suppressions page.",
            status=404,
        )


def suppressed_addresses(tx: Tx, addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The reason for each (channel, address) that is on the list, by the pair as it was asked."""
    if tx.scalar(select(suppressions.c.channel).where(_IN_FORCE).limit(1)) is None:
        return {}  # a hash for each address costs as much as its text does
    asked: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for pair in dict.fromkeys(addresses):
        asked.setdefault((pair[0], address_hash(*pair)), []).append(pair)
    found: dict[tuple[str, str], str] = {}
    for channel in {channel for channel, _ in asked}:
        hashes = [digest for known, digest in asked if known == channel]
        query = select(suppressions.c.channel, suppressions.c.address_hash, suppressions.c.reason).where(
            suppressions.c.channel.in_((channel, "all")),
            tx.among(suppressions.c.address_hash, hashes),
            _IN_FORCE,
        )
        for row in sorted(tx.rows(query), key=lambda row: row["channel"] == "all"):
            for pair in asked[channel, row["address_hash"]]:
                found.setdefault(pair, row["reason"])
    return found


def list_suppressions(
    tx: Tx, *, channel: str | None, reason: str | None, search: str, offset: int, limit: int
) -> SuppressionPage:
    """The list, newest first. `search` is a part of an address, a whole one, or a hash."""
    chosen: list[ColumnElement[bool]] = [_IN_FORCE]
    if channel:
        chosen.append(suppressions.c.channel == channel)
    if reason:
        chosen.append(suppressions.c.reason == reason)
    if search.strip():
        text = search.strip().casefold()
        chosen.append(
            or_(
                func.lower(suppressions.c.address).contains(text, autoescape=True),
                suppressions.c.address_hash
                == (text if _HASH.fullmatch(text) else address_hash("email", text)),
            )
        )
    total = tx.scalar(select(func.count()).select_from(suppressions).where(and_(*chosen)))
    page = _page(chosen).limit(limit).offset(offset)
    return SuppressionPage(rows=[_shown(row) for row in tx.rows(page)], total=total or 0)


def import_suppressions(
    tx: Tx, text: str, *, channel: str, reason: SuppressionReason, by: str, now: datetime, note: str = ""
) -> ImportedSuppressions:
    """Put every address of a CSV file on the list: a column address, email, phone or sha256, or one address a line.

    Raises:
        Refusal: `suppression.empty_file`, `suppression.too_many`, `definition.unknown_channel`.
    """
    if channel not in (*CHANNELS, "all"):
        raise refuse("definition.unknown_channel", f"'{channel}' is no channel.", where="channel", status=422)
    entries: dict[str, str | None] = {}
    unreadable = 0
    for cell in _cells(text):
        if _HASH.fullmatch(cell):
            entries.setdefault(cell.lower(), None)
        elif "@" in cell or any(map(str.isdigit, cell)):
            entries.setdefault(address_hash(channel, cell), cell)
        else:
            unreadable += 1
    if not entries:
        raise Refusal(
            Problem(
                code="suppression.empty_file",
                what="The file holds no address.",
                where="file",
                next_step="Give it a column named address, email, phone or sha256.",
            ),
            status=422,
        )
    if len(entries) > MOST_IMPORTED:
        raise refuse(
            "suppression.too_many",
            f"The file holds {len(entries)} addresses; {MOST_IMPORTED} are the most.",
            where="file",
            next_step="Cut it into pieces.",
            status=422,
        )
    added = _add(tx, channel, list(entries.items()), reason, by, now, note)
    return ImportedSuppressions(added=added, known=len(entries) - added, unreadable=unreadable)


def export_suppressions(tx: Tx) -> str:
    """The whole list as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["channel", "address", "sha256", "reason", "since", "by", "note"])
    for row in tx.rows(_page([_IN_FORCE])):
        cells = (row["channel"], row["address"] or "", row["address_hash"], row["reason"])
        writer.writerow(
            [*map(_calm, cells), row["since"].isoformat(), _calm(row["by"]), _calm(row["note"] or "")]
        )
    return out.getvalue()


def _add(
    tx: Tx,
    channel: str,
    entries: list[tuple[str, str | None]],
    reason: str,
    by: str,
    now: datetime,
    note: str,
) -> int:
    """Rows that were not in force before; a removed one comes back."""
    added = 0
    shared = {
        "channel": channel, "reason": reason, "note": note.strip() or None, "since": now, "by": by,
        "removed_at": None, "removed_by": None, "removed_note": None,
    }  # fmt: skip
    for start in range(0, len(entries), _AT_ONCE):
        piece = dict(entries[start : start + _AT_ONCE])
        place = and_(suppressions.c.channel == channel, suppressions.c.address_hash.in_(piece))
        rows = tx.rows(select(suppressions.c.address_hash, suppressions.c.removed_at).where(place))
        known: Mapping[str, Any] = {row["address_hash"]: row["removed_at"] for row in rows}
        fresh = [key for key in piece if key not in known]
        back = [key for key, removed_at in known.items() if removed_at is not None]
        if fresh:
            tx.run(
                insert(suppressions),
                [shared | {"address_hash": key, "address": piece[key]} for key in fresh],
            )
        if back:
            change = update(suppressions).where(
                suppressions.c.channel == channel, suppressions.c.address_hash.in_(back)
            )
            tx.run(change.values(**shared))
        added += len(fresh) + len(back)
    return added


def _cells(text: str) -> Iterable[str]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    first = next(rows, None)
    if first is None:
        return
    names = [cell.strip().casefold() for cell in first]
    column = next((names.index(name) for name in _COLUMNS if name in names), None)
    if column is None:
        yield from _cell(first, 0)
    for row in rows:
        yield from _cell(row, column or 0)


def _cell(row: list[str], column: int) -> Iterable[str]:
    if len(row) > column and row[column].strip():
        yield row[column].strip()


def _calm(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@" and not cell[1:].replace(" ", "").isdigit() else cell


def _page(chosen: list[ColumnElement[bool]]) -> Select[Any]:
    newest = (suppressions.c.since.desc(), suppressions.c.channel, suppressions.c.address_hash)
    return select(suppressions).where(and_(*chosen)).order_by(*newest)


def _shown(row: RowMapping) -> Suppression:
    return Suppression(**{name: row[name] for name in Suppression.__dataclass_fields__})


_IN_FORCE: Final = suppressions.c.removed_at.is_(None)

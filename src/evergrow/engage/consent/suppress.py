"""The suppression list: who is on it, putting on and taking off."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, RowMapping, Select, and_, bindparam, func, insert, or_, select, update

from evergrow.engage.consent.tables import suppressions
from evergrow.kernel import refuse
from evergrow.storage.state import Tx

SuppressionReason = Literal["imported", "legal", "hard_bounce", "complaint", "operator"]
SUPPRESSION_REASONS: Final[tuple[SuppressionReason, ...]] = (
    "imported", "legal", "hard_bounce", "complaint", "operator",
)  # fmt: skip
HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
_PHONE: Final = re.compile(r"[\s().\-/]+")
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
class Entry:
    """What is put on the list. `address` is None where only its hash is known."""

    channel: str
    address_hash: str
    address: str | None
    reason: SuppressionReason
    note: str


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
    entry = Entry(
        channel=channel,
        address_hash=address_hash(channel, address),
        address=address.strip(),
        reason=reason,
        note=note,
    )
    return put_on(tx, [entry], by=by, now=now) > 0


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
    key = address.lower() if HASH.fullmatch(address) else address_hash(channel, address)
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
                == (text if HASH.fullmatch(text) else address_hash("email", text)),
            )
        )
    total = tx.scalar(select(func.count()).select_from(suppressions).where(and_(*chosen)))
    page = _page(chosen).limit(limit).offset(offset)
    return SuppressionPage(rows=[_shown(row) for row in tx.rows(page)], total=total or 0)


def put_on(tx: Tx, entries: Sequence[Entry], *, by: str, now: datetime) -> int:
    """How many were not in force before. Each (channel, hash) is there once; a removed one comes back."""
    added = 0
    of_channel: dict[str, list[Entry]] = {}
    for entry in entries:
        of_channel.setdefault(entry.channel, []).append(entry)
    for channel, found in of_channel.items():
        for start in range(0, len(found), _AT_ONCE):
            added += _put_on(tx, channel, found[start : start + _AT_ONCE], by, now)
    return added


def _put_on(tx: Tx, channel: str, entries: list[Entry], by: str, now: datetime) -> int:
    keys = [entry.address_hash for entry in entries]
    place = and_(suppressions.c.channel == channel, suppressions.c.address_hash.in_(keys))
    rows = tx.rows(select(suppressions.c.address_hash, suppressions.c.removed_at).where(place))
    known: Mapping[str, Any] = {row["address_hash"]: row["removed_at"] for row in rows}
    values = {
        entry.address_hash: {
            "reason": entry.reason,
            "note": entry.note.strip() or None,
            "since": now,
            "by": by,
        }
        for entry in entries
    }
    fresh = [
        values[entry.address_hash]
        | {"channel": channel, "address_hash": entry.address_hash, "address": entry.address}
        for entry in entries
        if entry.address_hash not in known
    ]
    back = [
        {f"new_{name}": value for name, value in values[key].items()} | {"key": key}
        for key, removed_at in known.items()
        if removed_at is not None
    ]
    if fresh:
        tx.run(insert(suppressions), fresh)
    if back:
        named = {name: bindparam(f"new_{name}") for name in ("reason", "note", "since", "by")}
        change = update(suppressions).where(
            suppressions.c.channel == channel, suppressions.c.address_hash == bindparam("key")
        )
        tx.run(change.values(**named, removed_at=None, removed_by=None, removed_note=None), back)
    return len(fresh) + len(back)


def every_suppression(tx: Tx) -> Iterable[RowMapping]:
    """All that is on the list, newest first."""
    return tx.rows(_page([_IN_FORCE]))


def _page(chosen: list[ColumnElement[bool]]) -> Select[Any]:
    newest = (suppressions.c.since.desc(), suppressions.c.channel, suppressions.c.address_hash)
    return select(suppressions).where(and_(*chosen)).order_by(*newest)


def _shown(row: RowMapping) -> Suppression:
    return Suppression(**{name: row[name] for name in Suppression.__dataclass_fields__})


_IN_FORCE: Final = suppressions.c.removed_at.is_(None)

"""Every version of every document, whatever its kind: what was saved is never changed and never lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, insert, select, tuple_

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.store.tables import documents
from evergrow.storage.state import Tx

_REMOVED: Final = ""
"""The text of a version that says: from here on there is no such document."""
_HOW_MANY: Final = select(func.count()).select_from(documents)


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One version of a document."""

    kind: str
    name: str
    version: int
    text: str
    saved_at: datetime
    saved_by: str


def keep_document(tx: Tx, kind: str, name: str, text: str, *, by: str, now: datetime) -> int:
    """Keep the text as the document's next version; the same text again makes no new one.

    Args:
        kind: "segment", "message", "journey", ...; the caller has read and checked the text as one.
        name: The document's own name, at most 40 characters.

    Returns:
        The version that now stands.
    """
    newest = _newest(tx, kind, name)
    if newest is not None and newest.text == text:
        return newest.version
    version = newest.version + 1 if newest is not None else 1
    row = {"kind": kind, "name": name, "version": version, "text": text, "saved_at": now, "saved_by": by}
    tx.run(insert(documents), [row])
    return version


def remove_document(tx: Tx, kind: str, name: str, *, by: str, now: datetime) -> bool:
    """Let there be no such document from now on; its versions stay for whoever still works by them."""
    newest = _newest(tx, kind, name)
    if newest is None or newest.text == _REMOVED:
        return False
    keep_document(tx, kind, name, _REMOVED, by=by, now=now)
    return True


def documents_kept(tx: Tx) -> int:
    """How many versions there are of anything: as none is ever changed or lost, another number tells of new ones."""
    return tx.scalar(_HOW_MANY)


def documents_of(tx: Tx, kind: str) -> list[Kept]:
    """The newest version of every document of a kind, by name."""
    newest = (
        select(documents.c.name, func.max(documents.c.version).label("version"))
        .where(documents.c.kind == kind)
        .group_by(documents.c.name)
        .subquery()
    )
    query = select(documents).join(
        newest, (documents.c.name == newest.c.name) & (documents.c.version == newest.c.version)
    )
    found = tx.rows(query.where(documents.c.kind == kind).order_by(documents.c.name))
    return [Kept(**row) for row in found if row["text"] != _REMOVED]


def meant(tx: Tx, kind: str, name: str) -> str:
    """` Did you mean 'x'?` of the documents of a kind, or nothing where none is called nearly so."""
    return did_you_mean(name, [kept.name for kept in documents_of(tx, kind)])


def document(tx: Tx, kind: str, name: str, version: int | None = None) -> Kept | None:
    """One version of a document, the newest where none is named; None where there is none, or it was removed."""
    if version is None:
        newest = _newest(tx, kind, name)
        return newest if newest is not None and newest.text != _REMOVED else None
    row = tx.first(_versions(kind, name).where(documents.c.version == version))
    return Kept(**row) if row is not None and row["text"] != _REMOVED else None


def documents_at(tx: Tx, kind: str, versions: Sequence[tuple[str, int]]) -> list[Kept]:
    """These versions, each a name and a number, in one question; those that are there."""
    wanted = tuple_(documents.c.name, documents.c.version).in_(list(versions))
    found = tx.rows(select(documents).where(documents.c.kind == kind, wanted))
    return [Kept(**row) for row in found if row["text"] != _REMOVED]


def versions_of(tx: Tx, kind: str, name: str) -> list[Kept]:
    """Every version of a document, newest first; a removal is none."""
    rows = tx.rows(_versions(kind, name).order_by(documents.c.version.desc()))
    return [Kept(**row) for row in rows if row["text"] != _REMOVED]


def _newest(tx: Tx, kind: str, name: str) -> Kept | None:
    row = tx.first(_versions(kind, name).order_by(documents.c.version.desc()).limit(1))
    return Kept(**row) if row is not None else None


def _versions(kind: str, name: str) -> Select[Any]:
    return select(documents).where(documents.c.kind == kind, documents.c.name == name)

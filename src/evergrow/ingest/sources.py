"""Who may send: a source has a write key, or for CleverTap's API an account id and a passcode."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeGuard, get_args

from sqlalchemy import ColumnElement, RowMapping, insert, select, update

from evergrow.ingest.tables import intake_counts, sources
from evergrow.kernel import Refusal, new_id, refuse
from evergrow.storage.state import Tx

SourceKind = Literal["http", "clevertap", "file", "demo"]
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, kw_only=True)
class Source:
    """A way in. `write_key` is the account id of a CleverTap source. Counts are of records since it was made."""

    id: str
    name: str
    kind: SourceKind
    write_key: str
    passcode: str | None = None
    created_at: datetime
    last_event_at: datetime | None = None
    accepted: int = 0
    quarantined: int = 0
    duplicates: int = 0


def create_source(tx: Tx, name: str, kind: str, now: datetime, *, write_key: str | None = None) -> Source:
    """Make a source with keys of its own; `write_key` only where a known one is wanted (the demo).

    Raises:
        Refusal: `source.unnamed`, `source.name_too_long` or `source.unknown_kind`.
    """
    if not _is_kind(kind):
        kinds = ", ".join(get_args(SourceKind))
        raise refuse(
            "source.unknown_kind",
            f"'{kind}' is no kind of source.",
            where="kind",
            next_step=f"Use one of {kinds}.",
        )
    source = Source(
        id=new_id("src"),
        name=_named(name),
        kind=kind,
        write_key=write_key or secrets.token_urlsafe(24),
        passcode=secrets.token_urlsafe(18) if kind == "clevertap" else None,
        created_at=now,
    )
    row = {
        column: getattr(source, column)
        for column in ("id", "name", "kind", "write_key", "passcode", "created_at")
    }
    tx.run(insert(sources), [row])
    tx.run(
        insert(intake_counts), [{"source_id": source.id, "accepted": 0, "quarantined": 0, "duplicates": 0}]
    )
    return source


def list_sources(tx: Tx) -> list[Source]:
    """The sources that may send, oldest first, with what came in through them."""
    joined = sources.outerjoin(intake_counts, intake_counts.c.source_id == sources.c.id)
    query = select(sources, intake_counts).select_from(joined).where(sources.c.revoked_at.is_(None))
    return [_source(row) for row in tx.rows(query.order_by(sources.c.created_at, sources.c.id))]


def find_source(tx: Tx, write_key: str) -> Source | None:
    """The source with this write key (or CleverTap account id), unless its key was revoked."""
    row = tx.first(select(sources).where(sources.c.write_key == write_key, sources.c.revoked_at.is_(None)))
    return None if row is None else _source(row)


def rename_source(tx: Tx, source_id: str, name: str) -> None:
    """Give the source another name.

    Raises:
        Refusal: `source.not_found`, `source.unnamed` or `source.name_too_long`.
    """
    _touched(tx.run(update(sources).where(_is_open(source_id)).values(name=_named(name))), source_id)


def revoke_source(tx: Tx, source_id: str, now: datetime) -> None:
    """Its key opens nothing from now on; what came in stays.

    Raises:
        Refusal: `source.not_found`.
    """
    _touched(tx.run(update(sources).where(_is_open(source_id)).values(revoked_at=now)), source_id)


def _is_kind(kind: str) -> TypeGuard[SourceKind]:
    return kind in get_args(SourceKind)


def _is_open(source_id: str) -> ColumnElement[bool]:
    return (sources.c.id == source_id) & sources.c.revoked_at.is_(None)


def _touched(count: int, source_id: str) -> None:
    if not count:
        raise source_not_found(source_id)


def source_not_found(source_id: str) -> Refusal:
    return refuse(
        "source.not_found",
        f"There is no source '{source_id}'.",
        where="source",
        next_step="Look at the list of sources; a revoked one is no longer in it.",
        status=404,
    )


def _named(name: str) -> str:
    tidy = name.strip()
    if not tidy:
        raise refuse(
            "source.unnamed",
            "A source needs a name.",
            where="name",
            next_step="Name it after what sends.",
            status=422,
        )
    if len(tidy) > _LONGEST_NAME:
        raise refuse(
            "source.name_too_long",
            f"The name has {len(tidy)} characters.",
            where="name",
            next_step=f"Keep it within {_LONGEST_NAME}.",
            status=422,
        )
    return tidy


def _source(row: RowMapping) -> Source:
    return Source(**{name: row[name] for name in Source.__dataclass_fields__ if row.get(name) is not None})

"""Maps as they are kept: the shipped ones until they are changed, then every version of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select

from evergrow.definitions.documents import did_you_mean
from evergrow.definitions.maps import SHIPPED, LifecycleMap, read_map, shipped_map
from evergrow.definitions.store.documents import Kept, keep_document, versions_of
from evergrow.definitions.store.tables import documents, in_force
from evergrow.kernel import refuse
from evergrow.storage.state import Tx

_KIND: Final = "map"
_CHOICE: Final = "map_in_force"
"""A kind of document that only the store knows: its text is the name of the map that was chosen."""


@dataclass(frozen=True, kw_only=True)
class KeptMap:
    """One version of a map's document. Version 0 is the one that ships with Evergrow."""

    name: str
    version: int
    text: str
    saved_at: datetime | None = None
    saved_by: str | None = None


def list_maps(tx: Tx) -> list[KeptMap]:
    """The newest version of every map, by name."""
    names = {row["name"] for row in tx.rows(select(documents.c.name).where(documents.c.kind == _KIND))}
    return [kept_map(tx, name) for name in sorted({*names, *SHIPPED})]


def kept_map(tx: Tx, name: str) -> KeptMap:
    """The newest version of a map.

    Raises:
        Refusal: `map.unknown`.
    """
    newest = select(documents).where(documents.c.kind == _KIND, documents.c.name == name)
    row = tx.first(newest.order_by(documents.c.version.desc()).limit(1))
    if row is not None:
        return KeptMap(**{key: row[key] for key in ("name", "version", "text", "saved_at", "saved_by")})
    if name in SHIPPED:
        return KeptMap(name=name, version=0, text=shipped_map(name))
    raise refuse(
        "map.unknown",
        f"No map is named '{name}'.{did_you_mean(name, SHIPPED)}",
        where="map",
        next_step=f"Take {' or '.join(SHIPPED)}, or save a map under this name first.",
        status=404,
    )


def map_versions(tx: Tx, name: str) -> list[KeptMap]:
    """Every saved version of a map, newest first, the shipped one last."""
    query = select(documents).where(documents.c.kind == _KIND, documents.c.name == name)
    rows = tx.rows(query.order_by(documents.c.version.desc()))
    saved = [
        KeptMap(**{key: row[key] for key in ("name", "version", "text", "saved_at", "saved_by")})
        for row in rows
    ]
    return saved + ([KeptMap(name=name, version=0, text=shipped_map(name))] if name in SHIPPED else [])


def save_map(tx: Tx, text: str, *, file: str, by: str, now: datetime) -> LifecycleMap:
    """Keep a map as its next version; the same text again makes no new one.

    Raises:
        Refusal: every problem of the document, with its line.
    """
    lifecycle = read_map(text, file=file)
    versions = map_versions(tx, lifecycle.name)
    if not versions or versions[0].text != text:
        highest = tx.scalar(
            select(func.max(documents.c.version)).where(
                documents.c.kind == _KIND, documents.c.name == lifecycle.name
            )
        )
        row = {"kind": _KIND, "name": lifecycle.name, "version": (highest or 0) + 1}
        tx.run(insert(documents), [row | {"text": text, "saved_at": now, "saved_by": by}])
    return lifecycle


def map_in_force(tx: Tx) -> LifecycleMap:
    """The map that customers are placed by: "shop" until another is chosen."""
    name = tx.scalar(select(in_force.c.name).where(in_force.c.kind == _KIND)) or SHIPPED[0]
    return read_map(kept_map(tx, name).text, file=f"maps/{name}.yaml")


def put_in_force(tx: Tx, name: str, *, by: str, now: datetime) -> LifecycleMap:
    """Let customers be placed by this map from now on, through all of their history; the choice is kept."""
    kept = kept_map(tx, name)
    before = map_in_force(tx).name
    if name != before:
        keep_document(tx, _CHOICE, f"{_KIND}s", name, by=by, now=now)
    tx.run(delete(in_force).where(in_force.c.kind == _KIND))
    tx.run(insert(in_force), [{"kind": _KIND, "name": name}])
    return read_map(kept.text, file=f"maps/{name}.yaml")


def map_choices(tx: Tx) -> list[Kept]:
    """Every time that another map was chosen, oldest first; `text` is its name."""
    return list(reversed(versions_of(tx, _CHOICE, f"{_KIND}s")))

"""Change the map that customers are placed by; the whole history follows at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evergrow.definitions.maps import LifecycleMap
from evergrow.definitions.store import map_in_force, map_versions, put_in_force, save_map
from evergrow.runtime.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class MapChange:
    """A version of a map was saved; `by` is empty where nobody was signed in."""

    at: datetime
    name: str
    version: int
    by: str


def map_changes(workspace: Workspace, start: datetime, end: datetime) -> list[MapChange]:
    """What was saved of the map in force in START..END, oldest first. The shipped version is no change."""
    with workspace.state.reading() as tx:
        kept = map_versions(tx, map_in_force(tx).name)
    return [
        MapChange(at=one.saved_at, name=one.name, version=one.version, by=one.saved_by or "")
        for one in reversed(kept)
        if one.saved_at is not None and start <= one.saved_at < end
    ]


def change_map(workspace: Workspace, text: str, *, file: str, by: str, now: datetime) -> LifecycleMap:
    """Save a map's next version; where it is the one in force, place everybody by it.

    Raises:
        Refusal: every problem of the document, with its line; nothing is saved then.
    """
    with workspace.writing:
        with workspace.state.transaction() as tx:
            saved = save_map(tx, text, file=file, by=by, now=now)
            in_force = map_in_force(tx)
        workspace.place_by(in_force)
    return saved


def choose_map(workspace: Workspace, name: str) -> LifecycleMap:
    """Place everybody by another map.

    Raises:
        Refusal: `map.unknown`.
    """
    with workspace.writing:
        with workspace.state.transaction() as tx:
            chosen = put_in_force(tx, name)
        workspace.place_by(chosen)
    return chosen

"""Change the map that customers are placed by; the whole history follows at once."""

from __future__ import annotations

from datetime import datetime

from evergrow.definitions.maps import LifecycleMap
from evergrow.definitions.store import map_in_force, put_in_force, save_map
from evergrow.runtime.workspace import Workspace


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

"""Change the map that customers are placed by; the whole history follows at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from evergrow.definitions.maps import SHIPPED, LifecycleMap
from evergrow.definitions.store import Kept, map_choices, map_in_force, map_versions, put_in_force, save_map
from evergrow.runtime.workspace import Workspace
from evergrow.storage.state import Tx


@dataclass(frozen=True, kw_only=True)
class MapChange:
    """Customers are placed otherwise since: a version of the map in force was saved, or another map was chosen.

    `by` is empty where nobody was signed in.
    """

    at: datetime
    name: str
    version: int
    by: str
    is_choice: bool = False


def map_changes(workspace: Workspace, start: datetime, end: datetime) -> list[MapChange]:
    """What was saved of the map in force, and which other was chosen, in START..END, oldest first.

    The shipped version is no change, and neither is what was saved of a map while another was in force.
    """
    with workspace.state.reading() as tx:
        choices = map_choices(tx)
        first = SHIPPED[0] if choices else map_in_force(tx).name
        versions = {name: _saved(tx, name) for name in {first, *(one.text for one in choices)}}
    begins = [datetime.min.replace(tzinfo=UTC), *(one.saved_at for one in choices)]
    ends = [*begins[1:], datetime.max.replace(tzinfo=UTC)]
    changes: list[MapChange] = []
    for place, name in enumerate([first, *(one.text for one in choices)]):
        if place:
            changes.append(_chosen(choices[place - 1], versions[name]))
        changes += [one for one in versions[name] if begins[place] < one.at < ends[place]]
    return [one for one in changes if start <= one.at < end]


def _saved(tx: Tx, name: str) -> list[MapChange]:
    """The saved versions of a map, oldest first."""
    return [
        MapChange(at=one.saved_at, name=one.name, version=one.version, by=one.saved_by or "")
        for one in reversed(map_versions(tx, name))
        if one.saved_at is not None
    ]


def _chosen(choice: Kept, versions: list[MapChange]) -> MapChange:
    """The choice of a map, in the version that was its newest then."""
    version = max((one.version for one in versions if one.at <= choice.saved_at), default=0)
    return MapChange(
        at=choice.saved_at, name=choice.text, version=version, by=choice.saved_by, is_choice=True
    )


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


def choose_map(workspace: Workspace, name: str, *, by: str, now: datetime) -> LifecycleMap:
    """Place everybody by another map.

    Raises:
        Refusal: `map.unknown`.
    """
    with workspace.writing:
        with workspace.state.transaction() as tx:
            chosen = put_in_force(tx, name, by=by, now=now)
        workspace.place_by(chosen)
    return chosen

"""Let live segments follow: what came in, what fell due, and what operators declared.

Reads   events since the last look, customers settled since, customers whose time has run out, saved segments.
Writes  who is in which segment, and every move, in one warehouse transaction.
Holds   after a crash the look is repeated; a segment filled by an older definition, or an older map, is filled anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import ibis
import pyarrow as pa

from evergrow.definitions.conditions import Condition, segments_named
from evergrow.kernel import key_of
from evergrow.measure import segments
from evergrow.measure.segments import World
from evergrow.runtime.workspace import SEGMENTS_BUILT, Workspace, map_key
from evergrow.storage.warehouse import WarehouseTx

_LOOK_EVERY: Final = timedelta(milliseconds=500)
"""The longest that a customer whose time has run out waits to be looked at."""


def follow_membership(workspace: Workspace, now: datetime) -> int:
    """Look at the customers concerned since the last look; returns how many moves there were. Everybody is settled."""
    after, upto = workspace.looked_position, workspace.position()
    if (
        after is None
    ):  # whoever was settled before a restart and not looked at is remembered with the customers
        after = upto
    world = workspace.world()
    is_filled = workspace.filled_for is world
    is_quiet = upto == after and workspace.looked_at is not None and now - workspace.looked_at < _LOOK_EVERY
    if is_filled and (is_quiet or not world.segments):
        workspace.looked_position = after if is_quiet else upto
        return 0
    found, came = None, workspace.warehouse.ask(segments.arrivals, after, upto)
    with workspace.warehouse.transaction() as tx:
        if not is_filled:
            fill_segments(tx, world, now)
        if world.segments:
            found = segments.refresh(tx, world, came, now, aside=workspace.aside)
    workspace.aside = None
    if found is not None:
        workspace.newest_change = found.number
    workspace.looked_position, workspace.looked_at, workspace.filled_for = upto, now, world
    return found.moves if found is not None else 0


def fill_segments(tx: WarehouseTx, world: World, now: datetime) -> list[str]:
    """Fill the segments that are new or mean something else than before, and empty those that are gone.

    Returns:
        The names of those filled. Nobody counts as having entered them just now.
    """
    rows = tx.fetch(SEGMENTS_BUILT.rows)
    built = dict(zip(rows["segment"].to_pylist(), rows["made_by_key"].to_pylist(), strict=True))
    wanted = {name: _made_by(world, condition) for name, condition in world.segments}
    if built == wanted:
        return []
    changed = [name for name in wanted if built.get(name) != wanted[name]]
    segments.forget(tx, [name for name in built if name not in wanted])
    segments.rebuild(tx, world, changed, now)
    tx.clear(SEGMENTS_BUILT)
    keys = pa.array(list(wanted.values()), pa.int64())
    tx.bind(
        "segments_built_now",
        pa.table({"segment": pa.array(list(wanted), pa.string()), "made_by_key": keys}),
    )
    tx.append(SEGMENTS_BUILT, ibis.table(SEGMENTS_BUILT.schema, name="segments_built_now"))
    return changed


def _made_by(world: World, condition: Condition) -> int:
    """A number that stays while the condition, and all that it hangs on, stay."""
    asked = [condition]
    for each in asked:
        named = (world.conditions[name] for name in segments_named(each) if name in world.conditions)
        asked += [other for other in named if other not in asked]
    return key_of(repr(([str(each) for each in asked], map_key(world.lifecycle), world.zone)))

"""One data directory, opened: the only place that builds things and knows how they fit together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from sqlalchemy import insert, select, update

from evergrow.definitions.maps import LifecycleMap
from evergrow.definitions.segments import read_segment
from evergrow.definitions.store import documents_kept, documents_of, map_in_force
from evergrow.kernel import key_of
from evergrow.measure import lifecycle, metrics, predictions, recommendations, segments
from evergrow.measure.segments import World
from evergrow.record import customers, events, sequences
from evergrow.runtime.accounts import read_account
from evergrow.runtime.laying import Laying
from evergrow.runtime.secret import secret_of
from evergrow.runtime.settings import Settings
from evergrow.runtime.tables import cursor
from evergrow.storage.log import Log
from evergrow.storage.state import State, Tx
from evergrow.storage.warehouse import Warehouse, WarehouseTable, WarehouseTx

BUILT = WarehouseTable("built", {"map_key": "!int64"})
"""One row: the map that the stays were made by. Another map in force means that they must be made anew."""

SEGMENTS_BUILT = WarehouseTable("segments_built", {"segment": "!string", "made_by_key": "!int64"})
"""The live segments, and what each was filled by: another definition means that it must be filled anew."""

TABLES = (
    *events.TABLES,
    *customers.TABLES,
    *sequences.TABLES,
    *lifecycle.TABLES,
    *segments.TABLES,
    *predictions.TABLES,
    *recommendations.TABLES,
    BUILT,
    SEGMENTS_BUILT,
)


@dataclass
class Workspace:
    """Everything that works on one data directory shares this.

    `version` grows whenever a number may have changed. `map` is the one in force. `secret` signs public links.
    `is_awaited` tells whether journeys, campaigns or segments answer to what comes in, as of the last tick;
    `is_watched`, whether a page is open that tells single events. `let_go` says that messages may go while more are judged. `shelf` is what recommendations are served from, once asked.
    """

    settings: Settings
    log: Log
    state: State
    warehouse: Warehouse
    map: LifecycleMap
    secret: bytes
    version: int = 1
    last_tick_ms: float = 0.0
    settled_at: datetime | None = None
    settle_took: timedelta = timedelta(0)
    taken_until: datetime | None = None
    looked_position: int | None = None
    looked_at: datetime | None = None
    filled_for: World | None = None
    aside: segments.Aside | None = None
    newest_change: int | None = None
    laying: Laying = field(default_factory=Laying)
    shelf: recommendations.Shelf | None = None
    newest_date: datetime | None = None
    is_awaited: bool = True
    is_watched: Callable[[], bool] = lambda: True
    let_go: Callable[[], None] = lambda: None
    writing: threading.RLock = field(default_factory=threading.RLock)

    def position(self) -> int:
        """The position in the log up to which everything is in the numbers."""
        return self._settled_position

    def taken_position(self) -> int:
        """The position in the log up to which everything is recorded, if not yet in every number."""
        taken = self._taken_position
        if taken is None:
            with self.state.reading() as tx:
                taken = self._taken_position = int(tx.scalar(select(cursor.c.position)) or 0)
        return taken

    def note_taken(self, position: int) -> None:
        """Say that the state has it on disk that the log is taken in up to `position`."""
        self._taken_position = position

    def mark_settled(self) -> None:
        """Say that the numbers hold all that is recorded."""
        self._settled_position = self.taken_position()

    def measured(self) -> metrics.Measured:
        """The tables that every report reads, in the account's currency and time zone."""
        account = read_account(self.state)
        return metrics.Measured(
            **_tables(),
            fetch=self.warehouse.fetch,
            asker=self.warehouse.ask,
            long_asker=self.warehouse.ask_long,
            currency=account.currency,
            zone=account.time_zone,
        )

    def world(self) -> World:
        """What the words of conditions mean here. The same object until the map, a segment or the time zone changes:
        the SQL of conditions is kept by it.
        """
        held, made = self._held_world, self._world
        if held is not None and held[0] == threading.get_ident():
            return held[1]
        with self.state.reading() as tx:
            told = documents_kept(tx), map_key(self.map), read_account(self.state).time_zone
            if made is not None and made[0] == told:
                return made[1]
            kept = documents_of(tx, "segment")
        if made is None:
            segments.prepare(self.warehouse)
        conditions = tuple((one.name, read_segment(one.text).when) for one in kept)
        world = World(lifecycle=self.map, segments=conditions, zone=told[2])
        if made is not None and made[1] == world:
            world = made[1]
        self._world = told, world
        return world

    @contextmanager
    def same_world(self) -> Iterator[None]:
        """Within the block words go on meaning to this thread what they do now, and the state is asked once for it."""
        self._held_world = threading.get_ident(), self.world()
        try:
            yield
        finally:
            self._held_world = None

    def undone_links(self) -> set[int]:
        """The links between identities that an operator took back."""
        with self.state.reading() as tx:
            return {row["link_key"] for row in tx.rows(select(customers.undone_links.c.link_key))}

    def follow_decisions(self) -> None:
        """Let identities hang together as the operator's decisions say."""
        with self.warehouse.transaction() as tx:
            customers.follow_decisions(tx, undone=self.undone_links())

    def settle_soon(self) -> None:
        """Wake the tick: something was written that the numbers have to follow."""
        self.version += 1
        self.log.wake()

    def place_by(self, lifecycle_map: LifecycleMap) -> None:
        """Let this map be the one in force. Makes the stays anew only where it would place somebody elsewhere."""
        has_other_rules = map_key(lifecycle_map) != map_key(self.map)
        self.map = lifecycle_map
        if has_other_rules:
            with self.warehouse.transaction() as tx:
                self.rebuild(tx, lifecycle_map)
        self.version += 1

    def rebuild(self, tx: WarehouseTx, lifecycle_map: LifecycleMap) -> None:
        """Place every customer by this map, through all of their history."""
        lifecycle.rebuild_stays(tx, lifecycle_map)
        tx.clear(BUILT)
        tx.bind("built_now", pa.table({"map_key": pa.array([map_key(lifecycle_map)], pa.int64())}))
        tx.append(BUILT, ibis.table(BUILT.schema, name="built_now"))

    def close(self) -> None:
        """Let go of every file."""
        with self.writing:
            self.log.close()
            self.warehouse.close()
            self.state.close()

    _settled_position: int = 0
    _taken_position: int | None = None
    _held_world: tuple[int, World] | None = None
    _world: tuple[tuple[int, int, str], World] | None = None


@cache
def _tables() -> dict[str, ir.Table]:
    """What reports read. Made once: a report's text is found by the tables it was written for."""
    return {
        "events": customers.with_customer(events.EVENTS.rows),
        "orders": customers.with_customer(events.ORDERS.rows),
        "stays": lifecycle.STAYS.rows,
        "customers": customers.CUSTOMERS.rows,
        "sequences": sequences.in_sequence(),
    }


@lru_cache(maxsize=8)
def map_key(lifecycle_map: LifecycleMap) -> int:
    """A number that two maps share only if they place everybody alike."""
    return key_of(
        repr((lifecycle_map.metrics, [(stage.id, str(stage.when)) for stage in lifecycle_map.stages]))
    )


def open_workspace(settings: Settings) -> Workspace:
    """Open the data directory, bring its tables up to date, and finish what a crash left undone."""
    settings.data.mkdir(parents=True, exist_ok=True)
    state = State(settings.state_url) if settings.state_url else State.in_file(settings.data / "state.sqlite")
    state.upgrade()
    warehouse = Warehouse(settings.data / "warehouse.duckdb")
    warehouse.create(TABLES)
    with warehouse.transaction() as tx:
        customers.fill_consent_log(tx)
        customers.replace_stale(tx)
    with state.reading() as tx:
        lifecycle_map = map_in_force(tx)
    log = Log(settings.data / "log.sqlite")
    workspace = Workspace(settings, log, state, warehouse, lifecycle_map, secret_of(settings.data))
    workspace.follow_decisions()  # one may have been made just before a crash
    workspace.taken_position()  # asked once, before there are threads: whoever read it late would forget what a tick noted
    _rebuild_if_other_map(workspace)
    if not warehouse.fetch(customers.STALE.rows.limit(1)).num_rows:
        workspace.mark_settled()
    return workspace


def move_cursor(tx: Tx, position: int) -> None:
    """Note, in the transaction that stores what came of it, that the log is taken in up to `position`."""
    if not tx.run(update(cursor).values(position=position)):
        tx.run(insert(cursor), [{"id": 1, "position": position}])


def _rebuild_if_other_map(workspace: Workspace) -> None:
    built = workspace.warehouse.fetch(BUILT.rows)["map_key"].to_pylist()
    if built != [map_key(workspace.map)]:
        with workspace.warehouse.transaction() as tx:
            workspace.rebuild(tx, workspace.map)

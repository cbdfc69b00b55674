"""A warehouse that takes calls in as the tick does, without a log and a state: for membership as it lives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

import ibis
import pyarrow as pa

from evergrow import ingest
from evergrow.measure import lifecycle, segments
from evergrow.measure.segments import World
from evergrow.record import customers, events
from evergrow.storage.log import LoggedEntry
from evergrow.storage.warehouse import Compiled, Warehouse, compiled, moment
from evergrow.testing import entry_of
from evergrow.testing.calls import Call


@lru_cache
def _everybody(world: World) -> Compiled:
    subjects = ibis.table(
        {"row_key": "int64", "customer_key": "int64", "at": "timestamp(6)"}, name="subjects"
    )
    return compiled(segments.holds(subjects, world.conditions, segments.live_grounds(), world))


class LiveShop:
    """Takes in calls, settles customers, and lets membership follow."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.warehouse = Warehouse(threads=1)
        self.warehouse.create((*events.TABLES, *customers.TABLES, *lifecycle.TABLES, *segments.TABLES))
        self._position = 0
        self._looked_at = 0
        self._aside: segments.Aside | None = None

    def take(self, calls: Iterable[Call], now: datetime) -> None:
        """Record the calls and settle their customers."""
        entry = entry_of(calls, received_at=now)
        self._position += 1
        logged = LoggedEntry(
            entry.source_id, entry.dialect, entry.detail, entry.body, entry.received_at, self._position
        )
        intake = ingest.take_in([logged])
        with self.warehouse.transaction() as tx:
            events.write_events(tx, intake.events, upto=self._position)
            customers.note_facts(tx, intake.identities)
            customers.write_links(tx, intake.links, undone=set())
            customers.write_traits(tx, intake.traits)
            customers.write_consents(tx, intake.consents)
        with self.warehouse.transaction() as tx:
            if customers.begin_settling(tx):
                segments.note_settled(tx)
                customers.settle_customers(tx)
                self._aside = segments.set_aside(tx, self.world, now)
                seen = segments.ASIDE if self._aside is not None else None
                lifecycle.settle_stays(tx, self.world.lifecycle, seen)

    def look(self, now: datetime) -> segments.Refreshed:
        """Let membership follow until now."""
        with self.warehouse.transaction() as tx:
            arrived = self.warehouse.ask(segments.arrivals, self._looked_at, self._position)
            found = segments.refresh(tx, self.world, arrived, now, aside=self._aside)
        self._looked_at, self._aside = self._position, None
        return found

    def step(self, calls: Iterable[Call], now: datetime) -> segments.Refreshed:
        """Take in and look, as a tick does."""
        self.take(calls, now)
        return self.look(now)

    def save(self, name: str, now: datetime, *, as_moves: bool = False) -> int:
        """A segment is new or changed."""
        with self.warehouse.transaction() as tx:
            return segments.rebuild(tx, self.world, [name], now, as_moves=as_moves)

    def members(self) -> dict[str, set[str]]:
        """Customer ids by segment, as kept."""
        names = {segments.segment_key(name): name for name, _ in self.world.segments}
        rows = segments.MEMBERS.rows.inner_join(self._ids(), "customer_key")
        found: dict[str, set[str]] = {name: set() for name in names.values()}
        for row in self.warehouse.fetch(rows.select("segment_key", "customer_id")).to_pylist():
            assert row["customer_id"] not in found[names[row["segment_key"]]]
            found[names[row["segment_key"]]].add(row["customer_id"])
        return found

    def from_scratch(self, now: datetime) -> dict[str, set[str]]:
        """Customer ids by segment, by judging everybody."""
        people = self.warehouse.fetch(customers.CUSTOMERS.rows.select("customer_key", "customer_id"))
        keys = people["customer_key"]
        at = pa.array([now.replace(tzinfo=None)] * len(keys), pa.timestamp("us"))
        subjects = pa.table({"row_key": keys, "customer_key": keys, "at": at})
        found = self.warehouse.fetch(_everybody(self.world), {"subjects": subjects})
        ids = dict(zip(keys.to_pylist(), people["customer_id"].to_pylist(), strict=True))
        rows = found.to_pylist()
        return {name: {ids[row["row_key"]] for row in rows if row[name]} for name, _ in self.world.segments}

    def matching(self, name: str, now: datetime) -> int:
        """How many are in a segment, as a preview counts them."""
        asked = segments.matching(
            self.world.conditions[name], segments.live_grounds(), self.world, moment(now)
        )
        return self.warehouse.fetch(asked).num_rows

    def moves(self) -> list[tuple[str, str, bool, datetime]]:
        """Every move: segment, customer id, whether in, when; in order."""
        rows = segments.MOVES.rows.inner_join(self._ids(), "customer_key").order_by("number", "at", "segment")
        return [
            (row["segment"], row["customer_id"], row["is_entered"], row["at"])
            for row in self.warehouse.fetch(rows).to_pylist()
        ]

    def _ids(self) -> Any:
        return customers.CUSTOMERS.rows.select("customer_key", "customer_id")

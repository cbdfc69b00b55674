"""What a condition would give, before it is saved: how many, some of them, and how far it covers the other segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from evergrow.definitions.conditions import Condition
from evergrow.measure.segments.judge import live_grounds, matching
from evergrow.measure.segments.refresh import segment_key
from evergrow.measure.segments.spec import World
from evergrow.measure.segments.tables import MEMBERS, MOVES
from evergrow.record.customers import CUSTOMERS
from evergrow.storage.warehouse import Compiled, Warehouse, compiled, moment

SAMPLE = 10
_FOUND = ibis.table({"customer_key": "int64"}, name="found_customers")


@dataclass(frozen=True, kw_only=True)
class SampleCustomer:
    """One of the customers found."""

    customer_id: str
    name: str | None
    email: str | None
    orders: int
    revenue_micros: int
    last_seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """Another segment: how many are in it, and how many of those were found too."""

    segment: str
    customers: int
    both: int


@dataclass(frozen=True, kw_only=True)
class SegmentPreview:
    """Who a condition holds for at `at`, of all customers; the sample are those seen last."""

    at: datetime
    customers: int
    of: int
    sample: list[SampleCustomer]
    overlaps: list[Overlap]


@dataclass(frozen=True, kw_only=True)
class SegmentSize:
    """How many are in a segment, and how many came in and left since some moment."""

    customers: int = 0
    entered: int = 0
    left: int = 0


def preview_segment(
    warehouse: Warehouse, condition: Condition, world: World, *, now: datetime, but: str | None = None
) -> SegmentPreview:
    """Everybody judged by the condition as of now.

    Args:
        warehouse: Where the facts are.
        condition: What is asked.
        world: What its words mean, and the segments to compare with.
        now: The instant.
        but: The segment being edited, which is not compared with itself.
    """
    found = warehouse.fetch(matching(condition, live_grounds(), world, moment(now)))
    bound = {_FOUND.get_name(): found}
    rows = warehouse.fetch(_sample(), bound).to_pylist()
    shared = {row["segment_key"]: row for row in warehouse.fetch(_overlaps(), bound).to_pylist()}
    nobody = {"customers": 0, "both": 0}
    overlaps = [
        Overlap(segment=name, customers=row["customers"], both=row["both"])
        for name, _ in world.segments
        if name != but
        for row in [shared.get(segment_key(name), nobody)]
    ]
    return SegmentPreview(
        at=now,
        customers=found.num_rows,
        of=warehouse.fetch(_everybody())["n"][0].as_py(),
        sample=[
            SampleCustomer(**row | {"last_seen_at": row["last_seen_at"].replace(tzinfo=UTC)}) for row in rows
        ],
        overlaps=sorted(overlaps, key=lambda overlap: -overlap.both),
    )


def segment_sizes(warehouse: Warehouse, world: World, since: datetime) -> Mapping[str, SegmentSize]:
    """Every segment's size now, and its moves since a moment."""
    counts = {row["segment_key"]: row["customers"] for row in warehouse.fetch(_sizes()).to_pylist()}
    edge = pa.table({"since": pa.array([since.astimezone(UTC).replace(tzinfo=None)], pa.timestamp("us"))})
    moves = {row["segment"]: row for row in warehouse.fetch(_moves(), {"moves_since": edge}).to_pylist()}
    still = {"entered": 0, "left": 0}
    return {
        name: SegmentSize(
            customers=counts.get(segment_key(name), 0),
            entered=moves.get(name, still)["entered"],
            left=moves.get(name, still)["left"],
        )
        for name, _ in world.segments
    }


@cache
def _sample() -> Compiled:
    shown = CUSTOMERS.rows.semi_join(_FOUND, "customer_key").select(
        "customer_id", "name", "email", "orders", "revenue_micros", "last_seen_at"
    )
    return compiled(shown.order_by(shown.last_seen_at.desc(), shown.customer_id).limit(SAMPLE))


@cache
def _overlaps() -> Compiled:
    found = _FOUND.select(found_key="customer_key")
    both = MEMBERS.rows.left_join(found, [MEMBERS.rows.customer_key == found.found_key])
    return compiled(both.group_by("segment_key").agg(customers=both.count(), both=both.found_key.count()))


@cache
def _everybody() -> Compiled:
    return compiled(CUSTOMERS.rows.aggregate(n=CUSTOMERS.rows.count()))


@cache
def _sizes() -> Compiled:
    return compiled(_counted(MEMBERS.rows))


def _counted(rows: ir.Table) -> ir.Table:
    return rows.group_by("segment_key").agg(customers=rows.count())


@cache
def _moves() -> Compiled:
    since = ibis.table({"since": "timestamp(6)"}, name="moves_since")
    moves = MOVES.rows.cross_join(since)
    moves = moves.filter(moves["at"] >= moves.since)
    return compiled(
        moves.group_by("segment").agg(
            entered=moves.count(where=moves.is_entered), left=moves.count(where=~moves.is_entered)
        )
    )

"""Who came into a segment and who left since the last look: each question written as SQL once."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false
# pyright: reportArgumentType=false

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.segments.judge import Asked
from evergrow.measure.segments.looks import IDENTITIES, LOOK, NAMES, SUBJECTS
from evergrow.measure.segments.spec import World
from evergrow.measure.segments.tables import MEMBERS, MOVES
from evergrow.storage.warehouse import Compiled, WarehouseTable, compiled

BEFORE: Final = WarehouseTable(
    "members_before",
    {
        "member_key": "int64",
        "segment_key": "int64",
        "owner_key": "int64",
        "customer_key": "int64",
        "since": "timestamp(6)",
    },
)
FLIPS: Final = WarehouseTable(
    "member_flips",
    {
        "segment": "string",
        "segment_key": "int64",
        "customer_key": "int64",
        "at": "timestamp(6)",
        "is_in": "boolean",
        "is_silent": "boolean",
    },
)
AFTER: Final = WarehouseTable(
    "members_after", {"segment_key": "int64", "customer_key": "int64", "since": "timestamp(6)"}
)


@cache
def before() -> Compiled:
    """Who was in which segment; what stood under an identity merged since counts for who it is now."""
    owned = MEMBERS.rows.rename(owner_key="customer_key")
    found = owned.inner_join(IDENTITIES.rows, [owned.owner_key == IDENTITIES.rows.identity_key])
    return compiled(found.select(*BEFORE.columns))


@lru_cache(maxsize=8)
def flips(world: World) -> Compiled:
    """Each time somebody came in or left. `is_silent`: too long ago to start anything."""
    told = _told(world.asked).inner_join(NAMES.rows, "told").inner_join(SUBJECTS.rows, "row_key")
    was = BEFORE.rows.select(was_segment="segment_key", was_customer="customer_key").distinct()
    told = told.left_join(was, [told.segment_key == was.was_segment, told.customer_key == was.was_customer])
    in_time = ibis.window(group_by=["segment_key", "customer_key"], order_by="at")
    earlier = told.is_in.lag().over(in_time)
    told = told.mutate(earlier=ibis.coalesce(earlier, told.was_segment.notnull()))
    told = told.filter(told.is_in != told.earlier)
    told = told.cross_join(LOOK.rows)
    columns = ("segment", "segment_key", "customer_key", "at", "is_in")
    return compiled(told.select(*columns, is_silent=told["at"] <= told.floor))


@cache
def moves() -> Compiled:
    found = FLIPS.rows.filter(~FLIPS.rows.is_silent).cross_join(LOOK.rows)
    return compiled(found.select("number", "segment", "customer_key", "at", is_entered="is_in"))


@cache
def count_moves() -> Compiled:
    heard = FLIPS.rows.filter(~FLIPS.rows.is_silent)
    return compiled(heard.aggregate(n=heard.count()))


@cache
def newest_move() -> Compiled:
    return compiled(MOVES.rows.aggregate(number=MOVES.rows.number.max()))


@cache
def after() -> Compiled:
    """Who is in which segment now, since when."""
    pair = ["segment_key", "customer_key"]
    newest = FLIPS.rows.mutate(place=ibis.row_number().over(group_by=pair, order_by=FLIPS.rows["at"].desc()))
    newest = newest.filter(newest.place == 0)
    stayed = BEFORE.rows.anti_join(newest, pair).group_by(pair).agg(since=lambda rows: rows.since.min())
    come_in = newest.filter(newest.is_in).select(*pair, since="at")
    return compiled(stayed.select(*AFTER.columns).union(come_in.select(*AFTER.columns)))


@cache
def gone() -> Compiled:
    """The pairs to take out: who left, and what stands under another key or another time from now on."""
    return compiled(_rewritten().select("member_key"))


@cache
def come() -> Compiled:
    kept = BEFORE.rows.anti_join(_rewritten(), "member_key")
    return compiled(_members(AFTER.rows.anti_join(kept, ["segment_key", "customer_key"])))


@cache
def come_anew() -> Compiled:
    return compiled(_members(AFTER.rows))


@lru_cache(maxsize=8)
def filled(asked: Asked) -> Compiled:
    """Who is in the segments asked about, of everybody."""
    told = _told(asked).inner_join(NAMES.rows, "told").cross_join(LOOK.rows)
    return compiled(told.filter(told.is_in).select("segment_key", customer_key="row_key", since="now"))


@cache
def moves_of_all() -> Compiled:
    found = AFTER.rows.inner_join(NAMES.rows, "segment_key").cross_join(LOOK.rows)
    return compiled(found.select("number", "segment", "customer_key", at="since", is_entered=True))


@cache
def forgotten() -> Compiled:
    return compiled(ibis.table({"segment_key": "int64"}, name="forgotten_segments"))


def _rewritten() -> ir.Table:
    changed = BEFORE.rows.semi_join(FLIPS.rows, ["segment_key", "customer_key"])
    moved = BEFORE.rows.filter(BEFORE.rows.owner_key != BEFORE.rows.customer_key)
    return changed.union(moved).distinct()


def _told(asked: Asked) -> ir.Table:
    """`row_key`, `told`, `is_in`: what was judged, one row an answer."""
    names = [name for name, _ in asked]
    judged = ibis.table({"row_key": "int64", **dict.fromkeys(names, "boolean")}, name="segment_judged")
    return judged.pivot_longer(names, names_to="told", values_to="is_in")


def _members(rows: ir.Table) -> ir.Table:
    key = rows.segment_key ^ rows.customer_key
    return rows.select("segment_key", "customer_key", "since", member_key=key)

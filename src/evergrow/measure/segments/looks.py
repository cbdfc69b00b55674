"""The questions of a look at live membership, each written as SQL once."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportReturnType=false, reportOperatorIssue=false
# pyright: reportArgumentType=false

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache, reduce
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure import lifecycle
from evergrow.measure.segments.acts import TEXTS
from evergrow.measure.segments.judge import SUBJECTS as JUDGED_SUBJECTS
from evergrow.measure.segments.judge import Asked, grounds_of, identities_of
from evergrow.measure.segments.spec import Grounds, World
from evergrow.measure.segments.tables import MEMBERS, MOVES, TOUCHED, WATCH
from evergrow.measure.segments.turns import CLOCKS, next_turns, turns
from evergrow.record import customers, events
from evergrow.storage.warehouse import Compiled, WarehouseTable, compiled

_SAID: Final = ("revenue_micros", "currency", "order_id", "source_id", "properties", "context")
LOOK: Final = WarehouseTable("look", {"now": "timestamp(6)", "floor": "timestamp(6)", "number": "int64"})
NAMES: Final = WarehouseTable("look_names", {"told": "string", "segment": "string", "segment_key": "int64"})
"""Every segment, and the column that tells of it."""
ARRIVALS: Final = WarehouseTable("look_arrivals", {"customer_key": "int64", "at": "timestamp(6)"})
LOOKED: Final = WarehouseTable(
    "looked", {"customer_key": "int64", "since": "timestamp(6)", "is_late": "boolean"}
)
IDENTITIES: Final = WarehouseTable("looked_identities", {"identity_key": "int64", "customer_key": "int64"})
SUBJECTS: Final = WarehouseTable("look_subjects", JUDGED_SUBJECTS.columns)
EVENTS: Final = WarehouseTable(
    "looked_events",
    {
        "customer_key": "int64",
        **{name: events.EVENTS.columns[name].removeprefix("!") for name in ("name", "at", *_SAID)},
    },
)
"""What is not asked about is null here: reading a column of texts takes longer than finding the rows."""
ROWS: Final = WarehouseTable(
    "looked_rows",
    {
        "customer_key": "int64",
        "name": "string",
        "at": "timestamp(6)",
        "revenue_micros": "int64",
        "row_at": "int64",
    },
)
TEXTS_SINCE: Final = WarehouseTable("texts_since", {"since": "timestamp(6)"})
STAYS: Final = WarehouseTable("looked_stays", lifecycle.STAYS.columns)
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
_FOREVER: Final = ibis.literal("2200-01-01 00:00:00").cast("timestamp(6)")


@cache
def settled() -> Compiled:
    return compiled(customers.DUE.rows)


@cache
def given_arrivals() -> Compiled:
    return compiled(ibis.table(ARRIVALS.schema, name="given_arrivals"))


@cache
def looked() -> Compiled:
    """Whom to look at, since when; `is_late`: there is something to see at that very instant, such as late facts."""
    due = WATCH.rows.cross_join(LOOK.rows)
    due = due.filter(due.due_at <= due.now).select(identity_key="customer_key")
    settled_anew = TOUCHED.rows.select(identity_key="customer_key")
    woken = customers.with_customer(due.union(settled_anew)).select("customer_key")
    keys = woken.union(ARRIVALS.rows.select("customer_key")).distinct()
    first = ARRIVALS.rows.group_by(arrived="customer_key").agg(first_at=lambda rows: rows["at"].min())
    watch = _watch_of(keys)
    touched = customers.with_customer(settled_anew).select(touched="customer_key").distinct()
    found = keys.left_join(first, [keys.customer_key == first.arrived])
    found = found.left_join(watch, [found.customer_key == watch.watched])
    found = found.left_join(touched, [found.customer_key == touched.touched]).cross_join(LOOK.rows)
    since = ibis.greatest(ibis.least(found.checked_at.fill_null(found.floor), found.now), found.floor)
    reasons = [
        found.checked_at.isnull(),
        found.first_at <= since,
        found.first_at > found.now,
        found.first_at.isnull() & found.touched.notnull(),
        found.due_at <= found.floor,
    ]
    is_late = reduce(ir.BooleanValue.__or__, [reason.fill_null(False) for reason in reasons])
    return compiled(found.select("customer_key", since=since, is_late=is_late))


@cache
def identities() -> Compiled:
    return compiled(identities_of(LOOKED.rows.select("customer_key")))


@lru_cache(maxsize=8)
def their_events(read: frozenset[str], identities: WarehouseTable) -> Compiled:
    """The events of those looked at, once: they are judged by, and asked in many ways when to look again."""
    found = events.EVENTS.rows.inner_join(identities.rows, "identity_key")
    said = {
        name: found[name] if name in read else ibis.null(EVENTS.columns[name]).name(name) for name in _SAID
    }
    return compiled(found.select("customer_key", "name", "at", **said))


@cache
def their_rows(identities: WarehouseTable) -> Compiled:
    """The events of those looked at without any text, and where to find the rest of each: `row_at`."""
    found = events.EVENTS.rows
    found = found.select("identity_key", "name", "at", "revenue_micros", row_at=found.rowid())
    return compiled(found.inner_join(identities.rows, "identity_key").select(*ROWS.columns))


@lru_cache(maxsize=8)
def with_late_texts(read: frozenset[str]) -> Compiled:
    """`ROWS` with the texts that are read of those since `TEXTS_SINCE`; of the others they are null. The newest lie together
    in `events`, so that of the long columns only their end is read."""
    late = ROWS.rows.cross_join(ibis.table(TEXTS_SINCE.schema, name=TEXTS_SINCE.name))
    late = late.filter(late["at"] >= late.since).select(
        "customer_key", "name", "at", "revenue_micros", "row_at"
    )
    said = events.EVENTS.rows
    said = said.select(*sorted(read & TEXTS), found_at=said.rowid())
    whole = late.inner_join(said, [late.row_at == said.found_at])
    early = ROWS.rows.cross_join(ibis.table(TEXTS_SINCE.schema, name=TEXTS_SINCE.name))
    early = early.filter(early["at"] < early.since)

    def told(rows: ir.Table, names: frozenset[str]) -> ir.Table:
        columns = {
            name: rows[name] if name in names else ibis.null(EVENTS.columns[name]).name(name)
            for name in _SAID
        }
        return rows.select("customer_key", "name", "at", **columns)

    return compiled(told(whole, read | {"revenue_micros"}).union(told(early, frozenset({"revenue_micros"}))))


@cache
def their_stays() -> Compiled:
    return compiled(lifecycle.STAYS.rows.semi_join(LOOKED.rows, "customer_key"))


@cache
def subjects() -> Compiled:
    """Every instant since the last look at which something may have changed."""
    spans = LOOKED.rows.cross_join(LOOK.rows)
    keys = spans.select("customer_key", "since", until="now")
    mine = keys.rename(mine="customer_key")
    arrived = ARRIVALS.rows.inner_join(mine, [ARRIVALS.rows.customer_key == mine.mine])
    arrived = arrived.filter(arrived["at"] > arrived.since, arrived["at"] <= arrived.until)
    late = spans.filter(spans.is_late).select("customer_key", at="since")
    passed = turns(keys, CLOCKS.rows, _grounds())
    instants = (
        arrived.select("customer_key", "at").union(late).union(passed.select("customer_key", "at")).distinct()
    )
    return compiled(
        instants.select("customer_key", "at", row_key=ibis.row_number()).select(*SUBJECTS.columns)
    )


@cache
def all_subjects() -> Compiled:
    return compiled(SUBJECTS.rows)


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


@cache
def watched() -> Compiled:
    """When each customer was looked at last, and the next time there is a reason to."""
    spans = LOOKED.rows.cross_join(LOOK.rows)
    ahead = spans.select("customer_key", since="now", until=_FOREVER)
    due = next_turns(ahead, CLOCKS.rows, _grounds())
    due = due.select(due_key="customer_key", due_at="at")
    checked = SUBJECTS.rows.group_by(checked_key="customer_key").agg(last_at=lambda rows: rows["at"].max())
    found = LOOKED.rows.left_join(due, [LOOKED.rows.customer_key == due.due_key])
    found = found.left_join(checked, [found.customer_key == checked.checked_key])
    return compiled(
        found.select("customer_key", "due_at", checked_at=ibis.coalesce(found.last_at, found.since))
    )


@cache
def watch_rows() -> Compiled:
    return compiled(ibis.table(WATCH.schema, name="segment_watched"))


@cache
def identity_keys() -> Compiled:
    mine = IDENTITIES.rows.select(key="identity_key")
    return compiled(mine.union(LOOKED.rows.select(key="customer_key")))


@cache
def everybody() -> Compiled:
    people = customers.CUSTOMERS.rows.cross_join(LOOK.rows)
    return compiled(people.select(row_key="customer_key", customer_key="customer_key", at="now"))


@cache
def everybody_looked() -> Compiled:
    watch = WATCH.rows.select("checked_at", watched="customer_key")
    people = customers.CUSTOMERS.rows.select("customer_key").cross_join(LOOK.rows)
    found = people.left_join(watch, [people.customer_key == watch.watched])
    since = found.checked_at.fill_null(found.now)
    return compiled(found.select("customer_key", since=since, is_late=False))


@cache
def no_subjects() -> Compiled:
    """None; an empty table to begin from, as the judged ones are everybody."""
    return compiled(LOOKED.rows.limit(0).select("customer_key", row_key="customer_key", at="since"))


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


def _grounds() -> Grounds:
    return replace(grounds_of(IDENTITIES.rows), events=EVENTS.rows, stays=STAYS.rows)


def _watch_of(keys: ir.Table) -> ir.Table:
    """When the customers were looked at last, under whichever of their identities, and the first time one is due."""
    names = identities_of(keys)
    rows = WATCH.rows.select("checked_at", "due_at", noted="customer_key")
    noted = rows.inner_join(names, [rows.noted == names.identity_key])
    return noted.group_by(watched="customer_key").agg(
        checked_at=noted.checked_at.max(), due_at=noted.due_at.min()
    )


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

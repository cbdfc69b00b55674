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
from evergrow.measure.segments.judge import grounds_of, identities_of
from evergrow.measure.segments.spec import Grounds
from evergrow.measure.segments.tables import TOUCHED, WATCH
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
    return compiled(_only(events.EVENTS.rows.inner_join(identities.rows, "identity_key"), read))


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
    rows = ROWS.rows.cross_join(TEXTS_SINCE.rows)
    said = events.EVENTS.rows
    said = said.select(*sorted(read & TEXTS), found_at=said.rowid())
    late = rows.filter(rows["at"] >= rows.since).select(*ROWS.columns)
    late = late.inner_join(said, [late.row_at == said.found_at])
    early = rows.filter(rows["at"] < rows.since)
    numbers = frozenset({"revenue_micros"})
    return compiled(_only(late, read | numbers).union(_only(early, numbers)))


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


def _only(rows: ir.Table, read: frozenset[str]) -> ir.Table:
    """The rows as `EVENTS`, with nothing in the columns that are not read."""
    said = {
        name: rows[name] if name in read else ibis.null(EVENTS.columns[name]).name(name) for name in _SAID
    }
    return rows.select("customer_key", "name", "at", **said)


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

"""Everybody's facts as of a moment, and what came of it: the questions that predictions ask of the warehouse.

Customers alike in every range and in what they did are one row with their number: a model is fitted on these.
"""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false
# pyright: reportReturnType=false

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import ibis
import ibis.expr.types as ir

from evergrow.measure.metrics import CONTEXT_FIELDS, local_day, whole_sum
from evergrow.measure.predictions.catalogue import FACTS, NONE, OwnFact
from evergrow.measure.predictions.known import Known, as_known
from evergrow.storage.warehouse import Instant, moment

_WEEK: Final = 7
_SATURDAY: Final = 5  # of a week that begins on Monday; 1970-01-01 was a Thursday
_THURSDAY: Final = 3
OUTCOMES: Final = ("lapsed", "ordered", "reached")


def facts_of(
    events: ir.Table,
    orders: ir.Table,
    stays: ir.Table,
    customers: ir.Table,
    at: Instant,
    came: ir.Table | None = None,
    *,
    zone: str = "UTC",
    own: Sequence[OwnFact] = (),
) -> ir.Table:
    """One row per customer seen before `at`, with the place of each fact; nothing at `at` or later is read.

    Args:
        events: As `Measured` has them.
        orders: As `Measured` has them.
        stays: As `Measured` has them.
        customers: As `Measured` has them.
        at: The moment.
        came: `origins` of the customers, as of then or later, where they were asked for before.
        zone: IANA name; says on which days weekends are.
        own: Facts besides ours.

    Returns:
        `customer_key`, and for each fact its place (int8) or its word (string, null without). Lazy.
    """
    known = as_known(events, orders, stays, customers, at)
    found, words = known.customers, _came_from(known) if came is None else came
    for part in (_bought(known), _stood(known), _did(known, zone), words):
        keyed = part.rename(part_key="customer_key")
        found = found.left_join(keyed, [found.customer_key == keyed.part_key]).drop("part_key")
    values = _values(found, known)
    placed = found.select(
        "customer_key",
        **{
            fact.key: values[fact.key] if fact.kind == "word" else place(values[fact.key], fact.edges)
            for fact in FACTS
        },
    )
    for each in own:
        told = each.of(known).select(own_key="customer_key", own_value="value")
        placed = placed.left_join(told, [placed.customer_key == told.own_key])
        placed = placed.mutate(**{each.key: place(placed.own_value, each.edges)}).drop("own_key", "own_value")
    return placed


def alike(
    events: ir.Table,
    orders: ir.Table,
    stays: ir.Table,
    customers: ir.Table,
    at: Instant,
    until: Sequence[Instant],
    came: ir.Table | None = None,
    *,
    zone: str,
    paying: tuple[str, ...],
    tiers: tuple[str, ...],
    own: tuple[OwnFact, ...] = (),
) -> ir.Table:
    """How many customers were alike at a moment, and how many of them did what afterwards.

    Args:
        events: As `Measured` has them; likewise the next three.
        orders: See there.
        stays: See there.
        customers: See there.
        at: The moment.
        until: For each of `OUTCOMES` where its time ends.
        came: See `facts_of`.
        zone: See `facts_of`.
        paying: Stages that one lapses from.
        tiers: Stages that count as reached.
        own: Facts besides ours.

    Returns:
        The columns of `facts_of` without the customer, `customers`, and for each of `OUTCOMES` how many of them. Lazy.
    """
    each = facts_of(events, orders, stays, customers, at, came, zone=zone, own=own)
    edge, ends = moment(at), [moment(end) for end in until]
    entered = stays.filter(stays.entered_at >= edge)
    bought = orders.filter(orders["at"] >= edge, orders["at"] < ends[1], orders.revenue_micros > 0)
    did = {
        "lapsed": entered.filter(entered.entered_at < ends[0], ~entered.stage.isin(list(paying))),
        "ordered": bought,
        "reached": entered.filter(entered.entered_at < ends[2], entered.stage.isin(list(tiers))),
    }
    names = [name for name in each.columns if name != "customer_key"]
    for outcome in OUTCOMES:
        those = did[outcome].select(did_key="customer_key").distinct()
        each = each.left_join(those, [each.customer_key == those.did_key])
        each = each.mutate(**{outcome: each.did_key.notnull().cast("int64")}).drop("did_key")
    return each.group_by(names).agg(
        customers=each.count(), **{outcome: whole_sum(each[outcome]) for outcome in OUTCOMES}
    )


def origins(events: ir.Table, customers: ir.Table, at: Instant) -> ir.Table:
    """Where the customers seen before `at` came from first, and on what: `customer_key`, `source_word`, `device_word`.

    It stays as it is from the first event on, so one answer serves all earlier moments. Lazy.
    """
    edge = moment(at)
    people = customers.filter(customers.first_seen_at < edge)
    return _first_words(events.filter(events["at"] < edge), people)


def first_seen(customers: ir.Table) -> ir.Table:
    """One row: `first_at`, when the first customer was seen. Lazy."""
    return customers.aggregate(first_at=customers.first_seen_at.min())


def place(value: ir.Value, edges: Sequence[float]) -> ir.IntegerValue:
    """Where a number lies between ascending edges: 1 below the first; `NONE` where there is no number."""
    return ibis.ifelse(value.isnull(), _int8(NONE), _between(value, edges, 1))


def _between(value: ir.Value, edges: Sequence[float], first: int) -> ir.IntegerValue:
    if not edges:
        return _int8(first)
    middle = len(edges) // 2
    return ibis.ifelse(
        value < edges[middle],
        _between(value, edges[:middle], first),
        _between(value, edges[middle + 1 :], first + middle + 1),
    )


def _int8(number: int) -> ir.IntegerScalar:
    return ibis.literal(number, type="int8")


def _bought(known: Known) -> ir.Table:
    orders = known.orders
    return orders.group_by("customer_key").agg(
        order_count=orders.count(),
        recent_orders=orders.count(where=orders["at"] >= known.days_before(90)),
        micros=orders.revenue_micros.cast("float64").sum(),
        first_order_at=orders["at"].min(),
        last_order_at=orders["at"].max(),
    )


def _stood(known: Known) -> ir.Table:
    stays = known.stays
    return stays.group_by("customer_key").agg(
        stage_word=stays.stage.argmax(stays.entered_at), stage_since=stays.entered_at.max()
    )


def _did(known: Known, zone: str) -> ir.Table:
    events = known.events.select("customer_key", "name", "at")
    month, before, quarter = known.days_before(30), known.days_before(60), known.days_before(90)
    lately = events.filter(events["at"] >= quarter)
    weekday = (local_day(lately["at"], zone) + _THURSDAY) % _WEEK
    is_recent = lately["at"] >= month
    counts = lately.group_by(lately_key="customer_key").agg(
        last_90=lately.count(),
        last_30=lately.count(where=is_recent),
        before_30=lately.count(where=~is_recent & (lately["at"] >= before)),
        viewed=lately.count(where=is_recent & (lately.name == "Product Viewed")),
        added=lately.count(where=is_recent & (lately.name == "Product Added")),
        checked_out=lately.count(where=is_recent & (lately.name == "Checkout Started")),
        mailed=lately.count(where=lately.name.isin(["Email Opened", "Email Link Clicked"])),
        weekends=lately.count(where=weekday >= _SATURDAY),
    )
    ever = _ever(events)
    return ever.left_join(counts, [ever.customer_key == counts.lately_key]).drop("lately_key")


def _ever(events: ir.Table) -> ir.Table:
    return events.group_by("customer_key").agg(
        refunded=events.count(where=events.name == "Order Refunded"), last_seen_at=events["at"].max()
    )


def _came_from(known: Known) -> ir.Table:
    return _first_words(known.events, known.customers)


def _first_words(events: ir.Table, customers: ir.Table) -> ir.Table:
    """By the first event of all; of several at one instant, the first word."""
    people = customers.select(seen_key="customer_key", seen_at="first_seen_at")
    first = events.inner_join(
        people, [events.customer_key == people.seen_key, events["at"] == people.seen_at]
    )
    told = first.select(
        "customer_key",
        source=CONTEXT_FIELDS["source"](first.context),
        device=CONTEXT_FIELDS["device"](first.context),
    )
    return told.group_by("customer_key").agg(source_word=told.source.min(), device_word=told.device.min())


def _values(found: ir.Table, known: Known) -> dict[str, ir.Value]:
    """The facts as numbers and words, before they are placed."""
    since, orders = known.days_since, found.order_count.fill_null(0)
    span = since(found.first_order_at) - since(found.last_order_at)
    gap = span / (orders - 1).nullif(0)
    last_30, before_30 = found.last_30.fill_null(0), found.before_30.fill_null(0)
    return {
        "stage": found.stage_word,
        "stage_days": since(found.stage_since),
        "order_silence": since(found.last_order_at),
        "rhythm": since(found.last_order_at) / gap.nullif(0.0),
        "orders": orders,
        "orders_90": found.recent_orders.fill_null(0),
        "revenue": found.micros,
        "order_value": found.micros / orders.nullif(0),
        "first_order": since(found.first_order_at),
        "silence": since(found.last_seen_at),
        "age": since(found.first_seen_at),
        "events_30": last_30,
        "trend": last_30 / (last_30 + before_30).nullif(0),
        "views_30": found.viewed.fill_null(0),
        "carts_30": found.added.fill_null(0),
        "checkouts_30": found.checked_out.fill_null(0),
        "mails_90": found.mailed.fill_null(0),
        "refunds": found.refunded.fill_null(0),
        "weekend": found.weekends / found.last_90.nullif(0),
        "is_known": found.known_at.notnull().cast("int8"),
        "source": found.source_word,
        "device": found.device_word,
    }

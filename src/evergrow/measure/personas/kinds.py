"""What customers have in common: of every kind one value for each customer, the one that fits them most often."""

# Ibis learns a column's type from its table at run time; a checker knows only "a column".
# pyright: reportAttributeAccessIssue=false, reportOperatorIssue=false, reportArgumentType=false

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final, Literal

import ibis
import ibis.expr.types as ir

from evergrow.measure.attribution import touches
from evergrow.measure.metrics import (
    CONTEXT_FIELDS,
    json_text,
    json_texts,
    local_day,
    local_seconds,
    whole,
    whole_sum,
)
from evergrow.measure.personas.rules import VIEWED
from evergrow.record.events import paid_orders
from evergrow.storage.warehouse import Instant, moment

FEW: Final = 40
"""More values than these make a trait a name of its own for nearly everybody: it tells nothing of a group."""
MOST_VALUES: Final = 30
SEARCHED: Final = "Products Searched"
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS: Final = ("night", "morning", "afternoon", "evening")
"""From 0, 6, 12 and 18 o'clock, six hours each."""
FromContext = Literal["device", "country", "language"]
FROM_CONTEXT: Final[tuple[FromContext, ...]] = ("device", "country", "language")
FromEvents = Literal["hours", "weekday", "product", "category", "search", "last_step"]
FROM_EVENTS: Final[tuple[FromEvents, ...]] = (
    "hours",
    "weekday",
    "product",
    "category",
    "search",
    "last_step",
)
_NOT_SHOWN: Final = (
    *(
        "name",
        "email",
        "phone",
        "firstName",
        "lastName",
        "first_name",
        "last_name",
        "username",
        "avatar",
        "address",
    ),
    *("country", "language"),
    *(
        "Name",
        "Email",
        "Phone",
        "birthday",
        "birth_date",
        "birthdate",
        "dateOfBirth",
        "age",
        "group.id",
        "group.name",
    ),
)
_BIRTHDAYS: Final = ("birthday", "birth_date", "birthdate", "dateOfBirth")
_HOUR: Final = 3_600
_ASKED: Final = ("customer_key", "name", "kind", "at", "revenue_micros", "properties", "context")


def events_of(events: ir.Table, drawn: ir.Table, as_of: Instant) -> ir.Table:
    """The events of the drawn customers before a moment, as they are. Lazy."""
    return events.filter(events["at"] < moment(as_of)).semi_join(
        drawn, events.customer_key == drawn.drawn_key
    )


def asked_of(events: ir.Table, drawn: ir.Table, as_of: Instant) -> ir.Table:
    """The same with no more columns than the questions about them read. Lazy."""
    return events_of(events, drawn, as_of).select(*_ASKED)


def traits_of(traits: ir.Table, drawn: ir.Table, as_of: Instant) -> ir.Table:
    """What was stated of the drawn customers before a moment: `customer_key`, `key`, `value` (JSON), `at`. Lazy."""
    said = traits.filter(traits["at"] < moment(as_of)).semi_join(
        drawn, traits.customer_key == drawn.drawn_key
    )
    return said.select("customer_key", "key", "value", "at")


def shared(events: ir.Table, drawn: ir.Table, as_of: Instant, *, kind: FromEvents, zone: str) -> ir.Table:
    """How many of the drawn customers of each persona share a value of this kind.

    Args:
        events: `customer_key`, `name`, `kind`, `at`, `properties`, `revenue_micros`.
        drawn: `drawn_key`, `persona`.
        as_of: Events before this moment count.
        kind: Of what; a customer's value is the most frequent among their events, of two the first by its letters.
        zone: Of hours and weekdays.

    Returns:
        `name` (the kind again), `persona`, `value`, `customers`, `known` (of the persona, of whom a value is known). Lazy.
    """
    return _counted(
        _usual(_VALUES[kind](events_of(events, drawn, as_of), zone)).mutate(name=ibis.literal(kind)), drawn
    )


def of_devices(events: ir.Table, drawn: ir.Table, as_of: Instant, traits: ir.Table | None = None) -> ir.Table:
    """The same of what devices say in `context`: device, country and language.

    What was stated (`traits`) goes before what devices say. Contexts are told apart before they are read: to read those of
    ten million events took a minute, and they are much the same. Lazy.
    """
    seen = events_of(events, drawn, as_of)
    contexts = seen.group_by("customer_key", "context").agg(weight=seen.count())
    each = contexts.select("context").distinct()
    read = each.select(said="context", **{kind: CONTEXT_FIELDS[kind](each.context) for kind in FROM_CONTEXT})
    both = contexts.inner_join(read, contexts.context == read.said)
    found = []
    for kind in FROM_CONTEXT:
        rows = both.select("customer_key", "weight", value=both[kind])
        one = _usual(rows.group_by("customer_key", "value").agg(weight=whole_sum(rows.weight)))
        if traits is not None and kind != "device":
            said_so = _said_so(traits, drawn, as_of, kind)
            one = said_so.union(one.anti_join(said_so, "customer_key"))
        found.append(one.mutate(name=ibis.literal(kind)))
    return _counted(reduce(ir.Table.union, found), drawn)


def _said_so(traits: ir.Table, drawn: ir.Table, as_of: Instant, kind: str) -> ir.Table:
    """The country or language as it was stated last, itself or in an address: `customer_key`, `value`."""
    wanted = traits.filter(traits.key.isin([kind, "address"]), traits["at"] < moment(as_of))
    wanted = wanted.semi_join(drawn, wanted.customer_key == drawn.drawn_key)
    value = ibis.ifelse(wanted.key == kind, json_text(wanted.value, []), json_text(wanted.value, [kind]))
    told = wanted.select("customer_key", "at", value=value)
    told = told.filter(told.value.notnull(), told.value != "")
    last = told.group_by("customer_key").agg(value=told.value.argmax(told["at"]))
    return last.select("customer_key", "value")


def channels(events: ir.Table, drawn: ir.Table, start: Instant, as_of: Instant) -> ir.Table:
    """The same of the channel that brought each customer's first visit. Lazy."""
    seen = events.semi_join(drawn, events.customer_key == drawn.drawn_key)
    visits = touches(seen, start, as_of)
    first = visits.group_by("customer_key").agg(value=visits.channel.argmin(visits["at"]))
    return _counted(first.mutate(name=ibis.literal("channel")), drawn)


def stated(traits: ir.Table, drawn: ir.Table, as_of: Instant, *, year: int) -> ir.Table:
    """The same of what was stated of the customers: the traits with few values, and `age` in tens of years.

    Args:
        traits: `customer_key`, `key`, `value` (JSON), `at`.
        drawn: `drawn_key`, `persona`.
        as_of: Said before this moment.
        year: The year of that moment, from which ages are told by a birthday. To the year.
    """
    said = traits.filter(traits["at"] < moment(as_of)).semi_join(
        drawn, traits.customer_key == drawn.drawn_key
    )
    last = said.group_by("customer_key", "key").agg(value=said.value.argmax(said["at"]))
    told = last.select("customer_key", name="key", value=json_text(last.value, []))
    plain = told.filter(~told.name.isin(list(_NOT_SHOWN)), told.value.notnull(), told.value != "")
    different = plain.select("name", "value").distinct()
    values = different.group_by("name").agg(how_many=different.count())
    few = plain.semi_join(values.filter(values.how_many <= FEW), "name")
    born = told.value.substr(0, 4).try_cast("int64")
    years = ibis.cases(
        (told.name == "age", told.value.try_cast("float64").floor().cast("int64")),
        (told.name.isin(list(_BIRTHDAYS)), whole(year) - born),
    )
    aged = told.mutate(years=years)
    aged = aged.filter(aged.years.between(5, 110))
    tens = ((aged.years / 10).floor().cast("int64") * 10).cast("string")
    ages = (
        aged.group_by("customer_key")
        .agg(value=tens.max())
        .select("customer_key", name=ibis.literal("age"), value="value")
    )
    return _counted(few.select("customer_key", "name", "value").union(ages), drawn)


def _usual(times: ir.Table) -> ir.Table:
    """The most frequent value of each customer; `times` has `customer_key`, `value` and `weight`, in parts or not."""
    told = times.filter(times.value.notnull(), times.value != "")
    whole_times = told.group_by("customer_key", "value").agg(weight=told.weight.max())
    place = ibis.row_number().over(
        ibis.window(
            group_by=whole_times.customer_key, order_by=[whole_times.weight.desc(), whole_times.value]
        )
    )
    placed = whole_times.mutate(place=place)
    return placed.filter(placed.place == 0).select("customer_key", "value")


def _counted(one: ir.Table, drawn: ir.Table) -> ir.Table:
    """Customers by persona and value, the values that most of the drawn have."""
    both = one.inner_join(drawn, one.customer_key == drawn.drawn_key)
    counts = both.group_by("name", "persona", "value").agg(customers=both.count())
    of_kind = ibis.window(group_by=[counts.name, counts.persona])
    of_value = ibis.window(group_by=[counts.name, counts.value])
    whole_counts = counts.mutate(
        known=counts.customers.sum().over(of_kind), everywhere=counts.customers.sum().over(of_value)
    )
    place = ibis.dense_rank().over(
        ibis.window(group_by=whole_counts.name, order_by=[whole_counts.everywhere.desc(), whole_counts.value])
    )
    placed = whole_counts.mutate(place=place)
    kept = placed.filter(placed.place < MOST_VALUES)
    return kept.select("name", "persona", "value", "customers", "known")


def _each(seen: ir.Table, value: ir.Value) -> ir.Table:
    """A value for each event, with how many events of the customer have it."""
    rows = seen.select("customer_key", value=value)
    return rows.group_by("customer_key", "value").agg(weight=rows.count())


def _hours(seen: ir.Table, zone: str) -> ir.Table:
    quarter = (local_seconds(seen["at"], zone) / (6 * _HOUR)).floor().cast("int64") % 4
    return _each(seen, ibis.cases(*((quarter == index, name) for index, name in enumerate(HOURS))))


def _weekdays(seen: ir.Table, zone: str) -> ir.Table:
    index = (local_day(seen["at"], zone) + 3) % 7  # 1970-01-01 was a Thursday
    return _each(seen, ibis.cases(*((index == number, name) for number, name in enumerate(WEEKDAYS))))


def _products(field: str) -> Callable[[ir.Table, str], ir.Table]:
    """What was looked at, and what was ordered: an order says more than any number of looks."""

    def values(seen: ir.Table, zone: str) -> ir.Table:
        looked = seen.filter(seen.name == VIEWED)
        looks = _each(looked, ibis.coalesce(*(json_text(looked.properties, [key]) for key in _names(field))))
        bought = paid_orders(seen)
        lines = bought.select(
            "customer_key", value=json_texts(bought.properties, ["products"], [_names(field)[0]]).unnest()
        )
        orders = lines.group_by("customer_key", "value").agg(weight=lines.count() * whole(1_000))
        return looks.union(orders)

    return values


def _names(field: str) -> tuple[str, ...]:
    return ("name", "product_id", "sku") if field == "product" else ("category",)


def _searches(seen: ir.Table, zone: str) -> ir.Table:
    searched = seen.filter(seen.name == SEARCHED)
    return _each(searched, json_text(searched.properties, ["query"]).lower().strip())


def _last_steps(seen: ir.Table, zone: str) -> ir.Table:
    """The name of the last thing done; a page by that it is one."""
    done = seen.filter(seen.kind.isin(["track", "page", "screen"]))
    name = ibis.ifelse(done.kind == "track", done.name, "page")
    rows = done.select("customer_key", "at", value=name)
    last = rows.group_by("customer_key").agg(value=rows.value.argmax(rows["at"]))
    return last.select("customer_key", "value", weight=whole(1))


_VALUES: Final[dict[str, Callable[[ir.Table, str], ir.Table]]] = {
    "hours": _hours,
    "weekday": _weekdays,
    "product": _products("product"),
    "category": _products("category"),
    "search": _searches,
    "last_step": _last_steps,
}

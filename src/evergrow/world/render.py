"""Visits as records: one row per event, in Segment's words, ordered by time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from evergrow.ingest import RECORDS
from evergrow.world import wording
from evergrow.world.catalogue import CATEGORIES, PRICES_CENTS
from evergrow.world.orders import Orders
from evergrow.world.people import People
from evergrow.world.places import PLACES
from evergrow.world.plan import CURRENCY, WorldPlan
from evergrow.world.rhythm import HOUR_US, Rhythm, microseconds
from evergrow.world.visits import MOST_LINES, NO_ORDER, Visits

SECONDS_A_STEP = 34
PAGE, LOGIN, VIEW, ADD, IDENTIFY, SIGNED_UP, SUBSCRIBED, CHECKOUT, ORDER = 0, 1, 2, 10, 15, 16, 17, 18, 19
"""Places of the steps within a visit; views and adds take several."""
SHIPPING_CENTS, FREE_SHIPPING_CENTS = 590, 6000


@dataclass(frozen=True)
class Rows:
    """Some events of one kind: the visit and step of each, and its JSON texts (None: it has none)."""

    type: str
    name: str | pa.Array | None
    visit: np.ndarray
    step: np.ndarray | int
    properties: pa.Array | None = None
    traits: pa.Array | None = None


def visit_records(
    plan: WorldPlan, people: People, orders: Orders, visits: Visits, rhythm: Rhythm, rng: np.random.Generator
) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Records of all visits (unordered), the wall time of each order, and its amount in cents."""
    start_us = rhythm.wall(visits.at) - _hours_from_utc(people, visits.person) * HOUR_US
    order_us = np.zeros(len(orders), dtype=np.int64)
    order_cents = np.zeros(len(orders), dtype=np.int64)
    tables = []
    for rows in _rows(people, orders, visits, order_cents):
        jitter = rng.integers(0, 30_000, len(rows.visit)) * 1000
        at = start_us[rows.visit] + np.asarray(rows.step) * SECONDS_A_STEP * 1_000_000 + jitter
        if rows.name == "Order Completed":
            order_us[visits.order[rows.visit]] = at
        tables.append(_table(rows, at, people, visits))
    return pa.concat_tables(tables), order_us, order_cents


def _hours_from_utc(people: People, person: np.ndarray) -> np.ndarray:
    return np.array([place.hours_from_utc for place in PLACES])[people.place[person]]


def _rows(people: People, orders: Orders, visits: Visits, order_cents: np.ndarray) -> list[Rows]:
    """Every kind of event of the visits. Writes the amounts of the orders into `order_cents`."""
    everywhere = np.arange(len(visits))
    begins_deep = (visits.views > 2) | ((visits.views == 0) & (visits.products[:, 1] % 2 == 0))
    browsed = np.where(begins_deep, 1 + visits.products[:, 0] % len(CATEGORIES), 0)
    landing = wording.LANDING_OF_CHANNEL[visits.channel]
    page = pa.array(np.where(landing > 0, landing, browsed))
    viewed, view = _spread(visits.views)
    added, add = _spread(visits.adds)
    logs_in, joins = np.flatnonzero(visits.logs_in), np.flatnonzero(visits.joins)
    subscribes = joins[people.is_subscriber[visits.person[joins]]]
    checks_out, buys = np.flatnonzero(visits.checks_out), np.flatnonzero(visits.order != NO_ORDER)
    return [
        Rows("page", wording.PAGE_NAMES.take(page), everywhere, PAGE, wording.PAGE_TEXTS.take(page)),
        Rows("identify", None, logs_in, LOGIN, traits=_addresses(people, visits.person[logs_in])),
        Rows("track", "Product Viewed", viewed, VIEW + view, _products(visits, viewed, view)),
        Rows("track", "Product Added", added, ADD + add, _lines(visits, added, add)),
        Rows("identify", None, joins, IDENTIFY, traits=_traits(people, visits.person[joins])),
        Rows("track", "Signed Up", joins, SIGNED_UP),
        Rows("track", "Subscribed", subscribes, SUBSCRIBED, _letter(len(subscribes))),
        Rows("track", "Checkout Started", checks_out, CHECKOUT, _checkouts(visits, checks_out)),
        Rows("track", "Order Completed", buys, ORDER, _orders(people, orders, visits, buys, order_cents)),
    ]


def _spread(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For counts 2, 0, 1: the visits 0, 0, 2 and the places 0, 1, 0."""
    visit = np.repeat(np.arange(len(counts)), counts)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return visit, np.arange(len(visit)) - starts


def _products(visits: Visits, visit: np.ndarray, place: np.ndarray) -> pa.Array:
    return wording.PRODUCT_TEXTS.take(pa.array(visits.products[visit, place]))


def _lines(visits: Visits, visit: np.ndarray, place: np.ndarray) -> pa.Array:
    product, quantity = visits.products[visit, place], visits.quantities[visit, place]
    return wording.LINE_TEXTS.take(pa.array(product * wording.MOST_OF_ONE + quantity - 1))


def _basket(visits: Visits, visit: np.ndarray) -> tuple[pa.Array, np.ndarray]:
    """The lines of each basket as JSON between brackets, and what they cost in cents."""
    cents = np.zeros(len(visit), dtype=np.int64)
    lines = []
    for place in range(MOST_LINES):
        inside = visits.adds[visit] > place
        products, quantities = visits.products[visit, place], visits.quantities[visit, place]
        cents += np.where(inside, PRICES_CENTS[products] * quantities, 0)
        texts = products * wording.MOST_OF_ONE + quantities - 1
        lines.append(wording.LINE_TEXTS.take(pa.array(texts, mask=~inside)))
    return wording.joined("[", wording.joined(*lines, between=","), "]"), cents


def _checkouts(visits: Visits, visit: np.ndarray) -> pa.Array:
    text, cents = _basket(visits, visit)
    value = wording.money_texts(cents)
    return wording.joined('{"value":', value, f',"currency":"{CURRENCY}","products":', text, "}")


def _orders(
    people: People, orders: Orders, visits: Visits, visit: np.ndarray, order_cents: np.ndarray
) -> pa.Array:
    order = visits.order[visit]
    text, goods = _basket(visits, visit)
    shipping = np.where(goods < FREE_SHIPPING_CENTS, SHIPPING_CENTS, 0)
    order_cents[order] = goods + shipping
    return wording.joined(
        *(
            '{"order_id":"',
            order_ids(people, orders, order),
            '","total":',
            wording.money_texts(goods + shipping),
        ),
        *(',"revenue":', wording.money_texts(goods), ',"shipping":', wording.money_texts(shipping)),
        *(f',"currency":"{CURRENCY}","products":', text, "}"),
    )


def order_ids(people: People, orders: Orders, order: np.ndarray) -> pa.Array:
    """`000123-2`: the second order of the person with that number."""
    number = wording.digits(people.numbers[orders.person[order]], width=6)
    return wording.joined(number, "-", wording.digits(orders.nth[order] + 1))


def _traits(people: People, person: np.ndarray) -> pa.Array:
    return pa.array([wording.json_text(document) for document in _documents(people, person)], pa.string())


def _addresses(people: People, person: np.ndarray) -> pa.Array:
    texts = [wording.json_text({"email": document["email"]}) for document in _documents(people, person)]
    return pa.array(texts, pa.string())


def _documents(people: People, person: np.ndarray) -> Iterator[dict[str, Any]]:
    return map(wording.person_document, people.numbers[person].tolist(), people.place[person].tolist())


def _letter(count: int) -> pa.Array:
    text = wording.json_text(
        {"channel": "email", "topic": wording.CONSENT_TOPIC, "wording": wording.CONSENT_WORDING}
    )
    return pa.array([text] * count, pa.string())


def _table(rows: Rows, at: np.ndarray, people: People, visits: Visits) -> pa.Table:
    visit = rows.visit
    person, step = visits.person[visit], np.asarray(rows.step)
    knows = np.where(visits.joins[visit], step >= IDENTIFY, visits.is_known[visit])
    knows = np.where(visits.logs_in[visit], step >= LOGIN, knows)
    second = visits.on_second[visit]
    device = np.where(second, people.second_device[person], people.device[person])
    context = wording.context_of(people.place[person], device, visits.channel[visit])
    return record_table(
        type=rows.type,
        name=rows.name,
        at=at,
        user_id=pa.array(people.user_ids[person], pa.string(), mask=~knows),
        anonymous_id=pa.array(
            np.where(second, people.second_ids[person], people.anonymous_ids[person]), pa.string()
        ),
        properties=rows.properties,
        traits=rows.traits,
        context=wording.CONTEXT_TEXTS.take(pa.array(context)),
    )


def record_table(
    *, type: str, name: str | pa.Array | None, at: np.ndarray, **texts: pa.Array | None
) -> pa.Table:
    """Columns in the order of RECORDS; what is not given is null. `at` is in microseconds."""
    count = len(at)
    given: dict[str, pa.Array | None] = {
        "type": pa.repeat(type, count),
        "name": pa.repeat(name, count) if isinstance(name, str) else name,
        "timestamp": pa.array(at, pa.timestamp("us", "UTC")),
        **texts,
    }
    columns = [given.get(field.name) for field in RECORDS]
    filled = [
        pa.nulls(count, field.type) if c is None else c for c, field in zip(columns, RECORDS, strict=True)
    ]
    return pa.table(filled, schema=RECORDS)


def in_order(plan: WorldPlan, records: pa.Table) -> pa.Table:
    """What happened before the plan's end, by time, each with a message id of its own."""
    at = records["timestamp"].cast(pa.int64()).to_numpy()
    order = np.argsort(at, kind="stable")
    order = order[at[order] < microseconds(plan.end)]
    table = records.take(pa.array(order)).combine_chunks()
    ids = wording.joined(f"w{plan.seed}-{plan.first_number}-", wording.digits(np.arange(len(order))))
    return table.set_column(RECORDS.get_field_index("message_id"), "message_id", ids)

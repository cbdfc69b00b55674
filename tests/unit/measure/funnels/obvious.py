"""Funnels worked out the long way: every chain and every set of events is tried."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, product

import pyarrow as pa

from evergrow.measure.funnels import Funnel, Step
from tests.unit.measure.shop import MOMENT, naive

EVENTS = pa.schema(
    [
        ("customer_key", pa.int64()),
        ("name", pa.string()),
        ("at", MOMENT),
        ("properties", pa.string()),
    ]
)
Row = tuple[int, int, datetime, int | None, int]
"""Customer, step, when, microseconds from the step before and from the first one."""


@dataclass(frozen=True)
class Event:
    """What somebody did; `cart` is a property, of the event or of each of its products."""

    key: int
    name: str
    at: datetime
    cart: int | None = None
    is_red: bool = False
    products: tuple[int, ...] = ()

    @property
    def carts(self) -> tuple[int, ...]:
        """All it says of carts: its own, or else those of its products."""
        return self.products if self.cart is None else (self.cart,)


def table_of(events: list[Event]) -> pa.Table:
    rows = [
        {
            "customer_key": each.key,
            "name": each.name,
            "at": naive(each.at),
            "properties": json.dumps(
                ({} if each.cart is None else {"cart": each.cart})
                | ({"products": [{"cart": cart} for cart in each.products]} if each.products else {})
                | {"color": "red" if each.is_red else "blue"}
            ),
        }
        for each in events
    ]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def slow_reached(
    events: list[Event], start: datetime, end: datetime, until: datetime, asked: Funnel
) -> list[Row]:
    found: list[Row] = []
    for key in sorted({event.key for event in events}):
        mine = [event for event in events if event.key == key and start <= event.at < until]
        for number in range(1, len(asked.steps) + 1):
            ways = [way for held in _held(mine, asked) for way in _ways(mine, number, end, asked, held)]
            if not ways:
                continue
            at = min(max(way) for way in ways)
            there = [way for way in ways if max(way) == at]
            total = min(at - min(way) for way in there)
            before = min(at - sorted(way)[-2] for way in there) if number > 1 else timedelta(0)
            found.append((key, number, at, _micros(before), _micros(total)))
    return found


def _held(mine: list[Event], asked: Funnel) -> Sequence[int | None]:
    return sorted({cart for event in mine for cart in event.carts}) if asked.hold else [None]


def _ways(
    mine: list[Event], number: int, end: datetime, asked: Funnel, held: int | None
) -> Iterator[tuple[datetime, ...]]:
    """The instants of every way to this step."""
    mine = [event for event in mine if asked.hold is None or (not event.carts or held in event.carts)]
    steps = [event for event in mine if asked.hold is None or held in event.carts]
    if not asked.is_ordered:
        steps = [event for event in steps if event.at < end]
        mine = [event for event in mine if event.at < end]
    chosen = [asked.steps[:number]] if asked.is_ordered else combinations(asked.steps, number)
    window = timedelta(seconds=asked.window.seconds)
    for wanted in chosen:
        for way in product(*([each for each in steps if _is(each, step)] for step in wanted)):
            instants = tuple(event.at for event in way)
            if max(instants) - min(instants) > window:
                continue
            if asked.is_ordered and not (_in_order(way) and instants[0] < end):
                continue
            if all(_is_clear(mine, instants, each, number, asked) for each in asked.without):
                yield instants


def _in_order(way: tuple[Event, ...]) -> bool:
    for place in range(1, len(way)):
        before, here = way[place - 1].at, way[place].at
        is_repeated = way[place].name in {event.name for event in way[:place]}
        if here < before or (here == before and is_repeated):
            return False
    return True


def _is_clear(mine: list[Event], way: tuple[datetime, ...], exclusion, number: int, asked: Funnel) -> bool:
    if asked.is_ordered:
        if exclusion.after >= number:
            return True
        first, last = way[exclusion.after - 1], way[min(exclusion.before, number) - 1]
    else:
        first, last = min(way), max(way)
    return not any(first < event.at < last and _is(event, exclusion.step) for event in mine)


def _is(event: Event, step: Step) -> bool:
    return event.name == step.event and (step.where is None or event.is_red)


def _micros(length: timedelta) -> int:
    return length // timedelta(microseconds=1)

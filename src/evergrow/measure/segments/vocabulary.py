"""What conditions can be made of here: the events, properties and traits that have been seen, with some of their values.

Reads   how often each event came; of properties, context and traits a part large enough to know what is usual.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

from evergrow.record.customers import TRAITS
from evergrow.record.events import EVENTS
from evergrow.storage.warehouse import Compiled, Warehouse, compiled

_MOST_EVENTS: Final = 200
_MOST_KEYS: Final = 40
_MOST_VALUES: Final = 8
_LOOKED_AT: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class SeenField:
    """A property or trait and values it had, the most frequent first."""

    name: str
    values: list[str | int | float | bool]


@dataclass(frozen=True, kw_only=True)
class SeenEvent:
    """An event by name: how many there were, when last, and its properties."""

    name: str
    events: int
    last_at: datetime
    properties: list[SeenField]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What was seen, the most frequent events first."""

    events: list[SeenEvent]
    traits: list[SeenField]
    context: list[SeenField]


def vocabulary(warehouse: Warehouse) -> Vocabulary:
    """Events, traits and context with sample values. Four queries."""
    named = warehouse.fetch(_names()).to_pylist()
    said: dict[str, list[tuple[str, Any]]] = {}
    for row in warehouse.fetch(_properties()).to_pylist():
        said.setdefault(row["name"], []).extend(_leaves(_object(row["properties"])))
    traits = [
        pair
        for row in warehouse.fetch(_traits()).to_pylist()
        for pair in _leaves({row["key"]: _json(row["value"])})
    ]
    context = [
        pair
        for row in warehouse.fetch(_contexts()).to_pylist()
        for pair in _leaves(_object(row["context"]))
        if not pair[0].startswith(("traits.", "consent."))
    ]
    return Vocabulary(
        events=[
            SeenEvent(
                name=row["name"],
                events=row["events"],
                last_at=row["last_at"].replace(tzinfo=UTC),
                properties=_fields(said.get(row["name"], ())),
            )
            for row in named
        ],
        traits=_fields(traits),
        context=_fields(context),
    )


def _fields(pairs: Iterable[tuple[str, Any]]) -> list[SeenField]:
    values: dict[str, Counter[Any]] = {}
    for name, value in pairs:
        values.setdefault(name, Counter())[value] += 1
    names = sorted(values, key=lambda name: (-values[name].total(), name))[:_MOST_KEYS]
    return [
        SeenField(name=name, values=[value for value, _ in values[name].most_common(_MOST_VALUES)])
        for name in names
    ]


def _leaves(document: Mapping[str, Any], root: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        name = f"{root}{key}"
        if isinstance(value, dict) and root.count(".") < 2:
            yield from _leaves(value, f"{name}.")
        elif isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= 100):
            yield name, value


def _object(text: str | None) -> dict[str, Any]:
    found = _json(text)
    return found if isinstance(found, dict) else {}


def _json(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


@cache
def _names() -> Compiled:
    events = EVENTS.rows.filter(EVENTS.rows.kind.isin(["track", "page", "screen"]))
    counted = events.group_by("name").agg(events=events.count(), last_at=events["at"].max())
    return compiled(counted.order_by(counted.events.desc(), counted.name).limit(_MOST_EVENTS))


@cache
def _properties() -> Compiled:
    """Some of all, and the first of all, so that a small shop is seen whole."""
    events = EVENTS.rows.filter(
        EVENTS.rows.kind.isin(["track", "page", "screen"]), EVENTS.rows.properties.notnull()
    )
    some = events.filter(events.message_key % 64 == 0).select("name", "properties").limit(_LOOKED_AT)
    first = events.select("name", "properties").limit(_LOOKED_AT)
    return compiled(some.union(first))


@cache
def _contexts() -> Compiled:
    return compiled(
        EVENTS.rows.filter(EVENTS.rows.context.notnull()).select("context").limit(_LOOKED_AT // 10)
    )


@cache
def _traits() -> Compiled:
    return compiled(TRAITS.rows.select("key", "value").limit(_LOOKED_AT))

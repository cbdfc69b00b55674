"""What a template may read of customers, gathered for a whole batch in three queries.

Reads   the traits, running facts and stages of the customers asked for, and no others.
Never   shows a value that is empty: what is not there counts as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from itertools import repeat
from typing import Any, Final, Protocol

import ibis
import ibis.expr.types as ir
import msgspec
import pyarrow as pa

from evergrow.kernel import MICROS
from evergrow.measure.lifecycle import STAYS
from evergrow.record.customers import CUSTOMERS, MERGED, TRAITS, with_customer
from evergrow.storage.warehouse import Compiled, compiled

_ASKED: Final = "rendering_rows"
_WHOM: Final = "rendering_customers"
_WANTED: Final = "rendering_traits"
_METRICS: Final = (
    "orders", "revenue_micros", "refunds", "first_order_at", "last_order_at", "first_seen_at", "last_seen_at",
)  # fmt: skip
FIRST_NAMES: Final = ("first_name", "firstName", "FirstName", "given_name")
LAST_NAMES: Final = ("last_name", "lastName", "LastName", "family_name")
_decode = msgspec.json.Decoder().decode


class Fetch(Protocol):
    """`Warehouse.fetch`: the rows of a query whose named inputs are bound."""

    def __call__(self, query: Compiled, bound: Mapping[str, pa.Table], /) -> pa.Table: ...


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a message reads of its customers. `traits` None: any."""

    traits: frozenset[str] | None = None
    has_stage: bool = True
    has_metrics: bool = True
    has_preferences: bool = True
    """Whether it shows the address where the customer chooses."""

    has_recommended: bool = False
    """Whether it offers products that suit the customer."""


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What is known of the customers asked for, by row_key; `customer_keys` are today's."""

    customers: Mapping[int, Mapping[str, Any]]
    customer_keys: Mapping[int, int]


def gather_customers(fetch: Fetch, rows: pa.Table) -> Mapping[int, Mapping[str, Any]]:
    """What is known of each row's customer.

    Args:
        fetch: `Warehouse.fetch`.
        rows: `row_key` (int64, unique), `identity_key` (int64) and `at` (timestamp, UTC without a zone): the
            stage is the one of that moment. Traits and facts are the latest.

    Returns:
        By row_key: traits by name, and customer_id, name, first_name, last_name, email, stage, `metrics` with orders,
        revenue, average_order_value, refunds, first_order_at, last_order_at, first_seen_at, last_seen_at.
        A row whose customer is unknown is an empty dict.
    """
    return gather(fetch, rows, Needs()).customers


def gather(fetch: Fetch, rows: pa.Table, needs: Needs) -> Gathered:
    """`gather_customers`, asking for no more than is needed; the email is always there."""
    bound = {_ASKED: rows.select(["row_key", "identity_key", "at"])}
    facts = fetch(_facts(has_metrics=needs.has_metrics), bound)
    traits = _latest_traits(_stated(fetch, facts["customer_key"], needs.traits))
    stages = dict(_pairs(fetch(_stages(), bound), "row_key", "stage")) if needs.has_stage else {}
    found: dict[int, Mapping[str, Any]] = {}
    keys: dict[int, int] = {}
    names = ("row_key", "customer_key", "customer_id", "name", "email")
    own = zip(*(facts[name].to_pylist() for name in names), strict=True)
    metrics = map(_metrics, facts.select(_METRICS).to_pylist()) if needs.has_metrics else repeat(_NOTHING)
    for (row_key, customer_key, whom, name, email), figures in zip(own, metrics, strict=False):
        keys[row_key] = customer_key
        stated = traits.get(customer_key, _NOTHING)
        found[row_key] = _known(whom, name, email, figures, stated, stages.get(row_key))
    return Gathered(customers=found, customer_keys=keys)


_NOTHING: Final[Mapping[str, Any]] = {}
_EMPTY: Final = (None, "", [], {})


def _stated(fetch: Fetch, customers: pa.ChunkedArray, keys: frozenset[str] | None) -> pa.Table:
    bound = {_WHOM: pa.table({"customer_key": customers.unique()})}
    if keys is None:
        return fetch(_traits(is_all=True), bound)
    wanted = pa.table({"key": pa.array(sorted(keys), pa.string())})
    return fetch(_traits(is_all=False), bound | {_WANTED: wanted})


def _known(
    customer_id: str | None,
    name: str | None,
    email: str | None,
    metrics: Mapping[str, Any],
    traits: Mapping[str, Any],
    stage: str | None,
) -> Mapping[str, Any]:
    if customer_id is None:
        return {}
    known: dict[str, Any] = {key: value for key, value in traits.items() if value not in _EMPTY}
    own = {
        "customer_id": customer_id, "name": name, "email": email, "stage": stage, "metrics": metrics,
        "first_name": _first(traits, FIRST_NAMES) or _word(name, 0),
        "last_name": _first(traits, LAST_NAMES) or _word(name, 1),
    }  # fmt: skip
    for key, value in own.items():
        if value not in _EMPTY:
            known[key] = value
        else:
            known.pop(key, None)
    return known


def _latest_traits(rows: pa.Table) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    columns = (rows[name].to_pylist() for name in ("customer_key", "key", "value"))
    for customer, key, value in zip(*columns, strict=True):
        found.setdefault(customer, {})[key] = _decode(value)
    return found


def _metrics(row: Mapping[str, Any]) -> dict[str, Any]:
    orders, revenue = row["orders"], row["revenue_micros"]
    if orders is None:  # nobody is known by that key
        return {}
    figures = {
        "orders": orders,
        "revenue": round(revenue / MICROS, 2),
        "refunds": row["refunds"],
        "average_order_value": round(revenue / orders / MICROS, 2) if orders else None,
    }
    moments = {
        name: row[name].replace(tzinfo=UTC)
        for name in ("first_order_at", "last_order_at", "first_seen_at", "last_seen_at")
        if row[name] is not None
    }
    return {name: value for name, value in figures.items() if value is not None} | moments


def _first(known: Mapping[str, Any], names: Iterable[str]) -> Any:
    for name in names:
        if value := known.get(name):
            return value
    return None


def _word(name: str | None, place: int) -> str | None:
    words = name.split(maxsplit=1) if name else ()
    return words[place] if len(words) > place else None


def _pairs(rows: pa.Table, key: str, value: str) -> Iterable[tuple[Any, Any]]:
    return zip(rows[key].to_pylist(), rows[value].to_pylist(), strict=True)


def _asked() -> ir.Table:
    columns = {"row_key": "int64", "identity_key": "int64", "at": "timestamp(6)"}
    return with_customer(ibis.table(columns, name=_ASKED)).select("row_key", "customer_key", "at")


@cache
def _traits(*, is_all: bool) -> Compiled:
    """The latest word on each trait over all identities; ties by message id."""
    asked = ibis.table({"customer_key": "int64"}, name=_WHOM)
    merged = MERGED.rows.semi_join(asked, "customer_key").select("identity_key", "customer_key")
    own = asked.select(identity_key="customer_key", customer_key="customer_key")
    traits = TRAITS.rows
    if not is_all:
        traits = traits.semi_join(ibis.table({"key": "string"}, name=_WANTED), "key")
    stated = traits.inner_join(own.union(merged), "identity_key")
    order = [stated["at"].desc(), stated.message_id.desc()]
    ranked = stated.mutate(
        place=ibis.row_number().over(group_by=[stated.customer_key, stated.key], order_by=order)
    )
    return compiled(ranked.filter(ranked.place == 0).select("customer_key", "key", "value"))


@cache
def _stages() -> Compiled:
    asked = _asked()
    both = STAYS.rows.inner_join(asked, "customer_key")
    is_there = (both.entered_at <= both["at"]) & (both.left_at.isnull() | (both.left_at > both["at"]))
    return compiled(both.filter(is_there).select("row_key", "stage"))


@cache
def _facts(*, has_metrics: bool) -> Compiled:
    """A row for each row asked, with today's customer."""
    more = _METRICS if has_metrics else ()
    facts = CUSTOMERS.rows.select("customer_key", "customer_id", "name", "email", *more)
    return compiled(_asked().drop("at").left_join(facts, "customer_key").drop("customer_key_right"))

"""What a template may read of customers, gathered for a whole batch in three queries.

Reads   the traits, running facts and stages of the customers asked for, and no others.
Never   shows a value that is empty: what is not there counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from functools import cache
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
_FIRST_NAMES: Final = ("first_name", "firstName", "FirstName", "given_name")
_LAST_NAMES: Final = ("last_name", "lastName", "LastName", "family_name")
_decode = msgspec.json.Decoder().decode


class Fetch(Protocol):
    """`Warehouse.fetch`: the rows of a query whose named inputs are bound."""

    def __call__(self, query: Compiled, bound: Mapping[str, pa.Table], /) -> pa.Table: ...


def gather_customers(fetch: Fetch, rows: pa.Table) -> dict[int, dict[str, Any]]:
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
    bound = {_ASKED: rows.select(["row_key", "identity_key", "at"])}
    traits = _latest_traits(fetch(_traits(), bound))
    stages = dict(_pairs(fetch(_stages(), bound), "row_key", "stage"))
    found: dict[int, dict[str, Any]] = {row_key: {} for row_key in rows["row_key"].to_pylist()}
    for row in fetch(_facts(), bound).to_pylist():
        known = dict(traits.get(row["customer_key"], {}))
        known |= {
            "customer_id": row["customer_id"],
            "name": row["name"],
            "email": row["email"],
            "stage": stages.get(row["row_key"]),
            "metrics": _metrics(row),
        }
        known["first_name"] = _first(known, _FIRST_NAMES) or _word(row["name"], 0)
        known["last_name"] = _first(known, _LAST_NAMES) or _word(row["name"], 1)
        found[row["row_key"]] = {
            key: value for key, value in known.items() if value not in (None, "", [], {})
        }
    return found


def _latest_traits(rows: pa.Table) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    columns = (rows[name].to_pylist() for name in ("customer_key", "key", "value"))
    for customer, key, value in zip(*columns, strict=True):
        found.setdefault(customer, {})[key] = _decode(value)
    return found


def _metrics(row: Mapping[str, Any]) -> dict[str, Any]:
    orders, revenue = row["orders"], row["revenue_micros"]
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
    return next((known[name] for name in names if known.get(name)), None)


def _word(name: str | None, place: int) -> str | None:
    words = (name or "").split(maxsplit=1)
    return words[place] if len(words) > place else None


def _pairs(rows: pa.Table, key: str, value: str) -> Iterable[tuple[Any, Any]]:
    return zip(rows[key].to_pylist(), rows[value].to_pylist(), strict=True)


def _asked() -> ir.Table:
    columns = {"row_key": "int64", "identity_key": "int64", "at": "timestamp(6)"}
    return with_customer(ibis.table(columns, name=_ASKED)).select("row_key", "customer_key", "at")


def _made(build: Callable[[], ir.Table]) -> Callable[[], Compiled]:
    return cache(lambda: compiled(build()))


@_made
def _traits() -> ir.Table:
    """The latest word on each trait over all identities; ties by message id."""
    asked = _asked().select("customer_key").distinct()
    merged = MERGED.rows.semi_join(asked, "customer_key").select("identity_key", "customer_key")
    own = asked.select(identity_key="customer_key", customer_key="customer_key")
    stated = TRAITS.rows.inner_join(own.union(merged), "identity_key")
    order = [stated["at"].desc(), stated.message_id.desc()]
    ranked = stated.mutate(
        place=ibis.row_number().over(group_by=[stated.customer_key, stated.key], order_by=order)
    )
    return ranked.filter(ranked.place == 0).select("customer_key", "key", "value")


@_made
def _stages() -> ir.Table:
    asked = _asked()
    both = STAYS.rows.inner_join(asked, "customer_key")
    is_there = (both.entered_at <= both["at"]) & (both.left_at.isnull() | (both.left_at > both["at"]))
    return both.filter(is_there).select("row_key", "stage")


@_made
def _facts() -> ir.Table:
    return _asked().drop("at").inner_join(CUSTOMERS.rows, "customer_key")

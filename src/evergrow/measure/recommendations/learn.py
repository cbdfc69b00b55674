"""Learn the model: from events to the neighbors of every product, and what each customer is interested in.

Reads   the events up to a moment, in three queries.
Writes  the four tables of the model, as a whole, in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evergrow.kernel import Unavailable
from evergrow.measure.metrics import Measured
from evergrow.measure.recommendations.interests import interests, order_interests, seen_products
from evergrow.measure.recommendations.nearest import KEPT, nearest
from evergrow.measure.recommendations.neighborhood import Interests, Neighborhood, Shape, neighborhood
from evergrow.measure.recommendations.tables import INTERESTS, MODEL, NEIGHBORS, PRODUCTS, TABLES
from evergrow.storage.warehouse import WarehouseTx

CART: Final = Shape(own=0.5, other=0.5, own_shrink=1.0, other_shrink=1.0, second=0.0, most=KEPT)
"""The cosine, shrunk: what lies in an order with nearly everything goes with nothing."""
LEAST_CUSTOMERS: Final = 2


@dataclass(frozen=True)
class Model:
    """The rows of the four tables, by name."""

    tables: dict[str, pa.Table]

    @property
    def learned(self) -> dict[str, Any]:
        """When, up to which position, and from how much."""
        return self.tables[MODEL.name].to_pylist()[0]


def learn(source: Measured, now: datetime, *, position: int = 0) -> Model | Unavailable:
    """The model as the events before `now` tell it, or why there is none: nobody did anything with two products.

    Args:
        source: The account's tables.
        now: Interests fade towards it.
        position: Of the log, up to which the events are in the tables.
    """
    told = source.fetch(interests(source.events, now))
    if not told.num_rows:
        return Unavailable("No event names a product.")
    given = _interests(told, "customer_key")
    if len(given.customers) < LEAST_CUSTOMERS:
        return Unavailable("Only one customer did anything with a product: nobody is there to compare with.")
    ordered = source.fetch(order_interests(source.events, now))
    known = pa.array(given.items.tolist(), pa.string())
    ordered = ordered.filter(pc.call_function("is_in", [ordered["item"]], pc.SetLookupOptions(known)))
    orders = _interests(_with_order(ordered), "order")
    near, beside = nearest(given), neighborhood(orders, CART)
    place = {item: number for number, item in enumerate(given.items)}
    number = np.array([place[item] for item in orders.items], dtype=np.int64)
    neighbors = [
        _neighbors(near, np.arange(len(given.items)), is_cart=False),
        _neighbors(beside, number, is_cart=True),
    ]
    counts = {
        "position": position,
        "customers": len(given.customers),
        "products": len(given.items),
        "interests": told.num_rows,
        "orders": len(orders.customers),
    }
    return Model(
        {
            PRODUCTS.name: _products(source, given, now),
            NEIGHBORS.name: pa.concat_tables(neighbors),
            INTERESTS.name: told.drop_columns(["item"]).append_column(
                "number", pa.array(given.item.astype(np.int64))
            ),
            MODEL.name: pa.table(
                {
                    "learned_at": pa.array([now.astimezone(UTC).replace(tzinfo=None)], pa.timestamp("us")),
                    **{name: pa.array([count], pa.int64()) for name, count in counts.items()},
                }
            ),
        }
    )


def keep_model(tx: WarehouseTx, model: Model | None) -> None:
    """Let this model be the one that is served; None: none is."""
    for table in TABLES:
        tx.clear(table)
        if model is not None:
            tx.bind(f"{table.name}_now", model.tables[table.name])
            tx.append(table, ibis.table(table.schema, name=f"{table.name}_now"))


def _products(source: Measured, given: Interests, now: datetime) -> pa.Table:
    names = {row["item"]: row for row in source.fetch(seen_products(source.events, now)).to_pylist()}
    told = [names.get(item, {}) for item in given.items]
    size = len(given.items)
    return pa.table(
        {
            "number": pa.array(range(size), pa.int64()),
            "item": pa.array(given.items.tolist(), pa.string()),
            "name": pa.array([each.get("name") for each in told], pa.string()),
            "category": pa.array([each.get("category") for each in told], pa.string()),
            "popularity": np.bincount(given.item, weights=given.weight, minlength=size),
            "customers": np.bincount(given.item, minlength=size).astype(np.int64),
        }
    )


def _interests(rows: pa.Table, of: str) -> Interests:
    return Interests.of(pa.table({"customer": rows[of], "item": rows["item"], "weight": rows["weight"]}))


def _with_order(rows: pa.Table) -> pa.Table:
    """Orders have no key of their own: a customer and a moment are one."""
    customers, moments = (rows[name].combine_chunks().dictionary_encode() for name in ("customer_key", "at"))
    places = [pc.cast(each.indices, pa.int64()) for each in (customers, moments)]
    width = pa.scalar(len(moments.dictionary) + 1, pa.int64())
    key = pc.call_function("add", [pc.call_function("multiply", [places[0], width]), places[1]])
    return rows.append_column("order", key)


def _neighbors(near: Neighborhood, number: np.ndarray, *, is_cart: bool) -> pa.Table:
    return pa.table(
        {
            "is_cart": pa.array([is_cart] * len(near.other), pa.bool_()),
            "number": np.repeat(number, np.diff(near.starts)),
            "other": number[near.other] if len(near.other) else np.zeros(0, np.int64),
            "near": near.near.astype(np.float64),
        }
    )

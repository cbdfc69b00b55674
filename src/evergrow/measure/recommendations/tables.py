"""What recommendations keep in the warehouse: the model, made anew as a whole, and the catalogue beside it."""

from __future__ import annotations

from typing import Final

from evergrow.storage.warehouse import WarehouseTable

MODEL: Final = WarehouseTable(
    "recommendations_model",
    {
        "learned_at": "!timestamp(6)",
        "position": "!int64",
        "customers": "!int64",
        "products": "!int64",
        "interests": "!int64",
        "orders": "!int64",
    },
)
"""One row: when the model was made, from the events up to which position of the log, and how much stood behind it."""

PRODUCTS: Final = WarehouseTable(
    "recommendations_products",
    {
        "number": "!int64",
        "item": "!string",
        "name": "string",
        "category": "string",
        "popularity": "!float64",
        "customers": "!int64",
    },
    order=("number",),
)
"""Every product that events name; `popularity` is the sum of the interests in it, faded as they are."""

NEIGHBORS: Final = WarehouseTable(
    "recommendations_neighbors",
    {"is_cart": "!boolean", "number": "!int64", "other": "!int64", "near": "!float64"},
    order=("is_cart", "number"),
)
"""The neighbors of each product: by what customers are interested in, and (`is_cart`) by what lies in one order."""

INTERESTS: Final = WarehouseTable(
    "recommendations_interests",
    {"customer_key": "!int64", "number": "!int64", "weight": "!float64", "is_bought": "!boolean"},
    order=("customer_key",),
)
"""What each customer was interested in when the model was made. What came later is read from the events."""

TABLES: Final = (MODEL, PRODUCTS, NEIGHBORS, INTERESTS)

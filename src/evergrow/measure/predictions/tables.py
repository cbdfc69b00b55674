"""What predictions keep in the warehouse. The last ones replace those before."""

from __future__ import annotations

from typing import Final

from evergrow.storage.warehouse import WarehouseTable

PREDICTED: Final = WarehouseTable(
    "predicted",
    {
        "customer_key": "!int64",
        "name": "!string",
        "number": "!float64",
        "reason_1": "!int16",
        "reason_2": "!int16",
        "reason_3": "!int16",
        "at": "!timestamp(6)",
    },
    order=("name", "number"),
)
"""What was foretold of whom, as of when, by the names that conditions use: a probability, or an amount in units of the
currency. The reasons are numbers that `MODELS_KEPT` gives a meaning; 0 is none."""

MODELS_KEPT: Final = WarehouseTable(
    "predicted_by", {"model": "!string", "at": "!timestamp(6)", "told": "!string"}
)
"""The models it was foretold by: the report's card and what each reason says, as JSON."""

TABLES: Final = (PREDICTED, MODELS_KEPT)

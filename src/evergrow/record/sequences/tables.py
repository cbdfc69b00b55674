"""What the record of sequences keeps in the warehouse."""

from __future__ import annotations

from typing import Final

from evergrow.storage.warehouse import WarehouseTable

SEQUENCES: Final = WarehouseTable(
    "sequences",
    {"customer_key": "!int64", "at": "!array<timestamp(6)>", "codes": "!array<int32>"},
)
"""One row a customer: when they did something, and what, by the code of its name; ordered by time, then name."""

NAMES: Final = WarehouseTable("sequence_names", {"code": "!int32", "name": "!string"})
"""The name behind each code. Rows are added and never changed."""

LAID: Final = WarehouseTable("laid", {"position": "!int64", "parts": "!int32", "done": "!int32"})
"""One row: the events up to a position of the log are laid, of the customers of `done` parts out of `parts`."""

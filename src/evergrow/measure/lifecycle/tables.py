"""What the lifecycle keeps in the warehouse."""

from __future__ import annotations

from typing import Final

from evergrow.storage.warehouse import WarehouseTable

STAYS: Final = WarehouseTable(
    "stays",
    {
        "customer_key": "!int64",
        "stage": "!string",
        "entered_at": "!timestamp(6)",
        "left_at": "timestamp(6)",
        "next_stage": "string",
    },
    order=("stage", "left_at"),
)
"""Every stay of every customer in a stage, in [entered_at, left_at); null: no end is known.
`next_stage` is the one entered at `left_at`.

The future is in it: what today's facts already decide, such as when a customer will lapse if nothing
more happens, stands here as a stay that has not begun. So the stage at any moment is the stay around
it, and nothing has to fire when a window ends (ADR-0003).
"""

COUNTED: Final = WarehouseTable("counted_customers", {"customer_key": "!int64"})
"""Customers who did something since they were settled that the map counts: their stays have to follow."""

"""What the record of events keeps in the warehouse."""

from __future__ import annotations

from typing import Final

from evergrow.storage.warehouse import WarehouseTable

EVENTS: Final = WarehouseTable(
    "events",
    {
        "position": "!int64",
        "ordinal": "!int32",
        "message_key": "!int64",
        "message_id": "!string",
        "identity_key": "!int64",
        "source_id": "!string",
        "kind": "!string",
        "name": "!string",
        "at": "!timestamp(6)",
        "received_at": "!timestamp(6)",
        "is_known": "!boolean",
        "revenue_micros": "int64",
        "currency": "string",
        "order_id": "string",
        "properties": "string",
        "context": "string",
        "traits": "string",
    },
)
"""One row an accepted event, never changed. Columns as `ingest.EVENTS` tells them."""

ORDERS: Final = WarehouseTable(
    "orders",
    {
        "identity_key": "!int64",
        "at": "!timestamp(6)",
        "order_id": "string",
        "revenue_micros": "!int64",
        "currency": "string",
    },
)
"""The paid orders among the events once more, narrow: most reports read these alone, a tenth of all rows."""

PROGRESS: Final = WarehouseTable("progress", {"position": "!int64"})
"""One row: the last position of the log that the warehouse holds whole."""

FRESH: Final = WarehouseTable("fresh_events", EVENTS.columns)
"""Within a transaction: the events of the batch that were not known before."""

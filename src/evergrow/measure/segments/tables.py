"""What segments keep in the warehouse."""

from __future__ import annotations

from typing import Final

from evergrow.storage.warehouse import WarehouseTable

MEMBERS: Final = WarehouseTable(
    "segment_members",
    {"member_key": "!int64", "segment_key": "!int64", "customer_key": "!int64", "since": "!timestamp(6)"},
)
"""Who is in which segment now. `member_key` names the pair."""

WATCH: Final = WarehouseTable(
    "segment_watch",
    {"customer_key": "!int64", "checked_at": "!timestamp(6)", "due_at": "timestamp(6)"},
)
"""When each customer was looked at last, and when to look again if nothing happens (null: never)."""

MOVES: Final = WarehouseTable(
    "segment_moves",
    {
        "number": "!int64",
        "segment": "!string",
        "customer_key": "!int64",
        "is_entered": "!boolean",
        "at": "!timestamp(6)",
    },
)
"""Who came into a segment or left it, when, in the order found: each look has the next `number`."""

TOUCHED: Final = WarehouseTable("segment_touched", {"customer_key": "!int64"})
"""Customers who were settled anew and have yet to be looked at."""

ZONES: Final = WarehouseTable(
    "time_zones",
    {
        "zone": "!string",
        "starts_at": "!timestamp(6)",
        "ends_at": "!timestamp(6)",
        "offset_seconds": "!int64",
    },
)
"""What every time zone's clocks show beyond UTC, in [starts_at, ends_at). Told by Python, so that no engine's zone
database decides who is in a segment, and a zone that does not exist is a row that is not found, not an error."""

LEAST: Final = (2, 3, 4, 5)
"""The scores that something must be reached for; 1 is everybody's."""

RFM_LEVELS: Final = WarehouseTable(
    "rfm_levels",
    {
        "day": "!timestamp(6)",
        **{f"{score}_least_{least}": "int64" for score in ("r", "f", "m") for least in LEAST},
    },
)
"""What it takes to score 2, 3, 4 and 5, as everybody stood when the day began (UTC)."""

TABLES: Final = (MEMBERS, WATCH, MOVES, TOUCHED, ZONES, RFM_LEVELS)

"""Until when each throttled channel is taken."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from evergrow.storage.state import METADATA, Instant

throttled = Table(
    "throttled",
    METADATA,
    Column("channel", String(20), primary_key=True),
    Column("taken_until", Instant, nullable=False),
)

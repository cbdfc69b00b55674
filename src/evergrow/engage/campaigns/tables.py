"""What campaigns keep in the state: which run, and how often they went out."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Integer, String, Table

from evergrow.storage.state import METADATA, Instant

KIND: Final = "campaign"
"""Of its documents."""

campaign_states = Table(
    "campaign_states",
    METADATA,
    Column("campaign", String(40), primary_key=True),
    Column("status", String(10), nullable=False),  # running paused stopped finished
    Column("version", Integer, nullable=False),
    Column("launched_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String(80), nullable=False),
)

campaign_runs = Table(
    "campaign_runs",
    METADATA,
    Column("campaign", String(40), primary_key=True),
    Column("run", String(60), primary_key=True),  # the wall-clock time it was for, or `now` with the launch
    Column("version", Integer, nullable=False),
    Column("first_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("customers", Integer, nullable=False),
)
"""Each time a campaign went out; in customers' local time one run stretches over a day."""

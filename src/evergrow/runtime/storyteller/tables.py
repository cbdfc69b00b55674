"""The one endpoint that is connected. Its key is locked with the data directory's."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from evergrow.storage.state import METADATA, Instant

storyteller = Table(
    "storyteller",
    METADATA,
    Column("id", Integer, primary_key=True),  # always 1
    Column("base_url", String(500), nullable=False),
    Column("model", String(200), nullable=False),
    Column("locked", Text, nullable=False),  # the key
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String(80), nullable=False),
)

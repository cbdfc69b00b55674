"""What the runtime keeps in the state: how far the log is taken in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table

from evergrow.storage.state import METADATA

cursor = Table(
    "cursor",
    METADATA,
    Column("id", Integer, primary_key=True),  # always 1
    Column("position", BigInteger, nullable=False),
)

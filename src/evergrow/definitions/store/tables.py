"""What definitions keep in the state: every version of every document, and which map is in force."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from evergrow.storage.state import METADATA, Instant

documents = Table(
    "documents",
    METADATA,
    Column("kind", String(20), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("saved_by", String(80), nullable=False),
)

in_force = Table(
    "in_force",
    METADATA,
    Column("kind", String(20), primary_key=True),
    Column("name", String(40), nullable=False),
)
"""The document of a kind that is in force, where there is one at a time: the map."""

"""The channels an operator has connected. Secrets are locked with the data directory's key."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, Table, Text

from evergrow.storage.state import METADATA, Instant

connections = Table(
    "connections",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("kind", String(40), nullable=False),  # of deliver.channels.KINDS
    Column("channel", String(20), nullable=False),
    Column("name", String(80), nullable=False),
    Column("entered", Text, nullable=False),  # JSON: what is no secret
    Column("locked", Text, nullable=False),  # the secrets as one locked text
    Column("is_paused", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", String(80), nullable=False),
    Column("checked_at", Instant),  # when it was last looked whether it answers, or a test went through
    Column("is_well", Boolean),
    Column("said", Text),  # what it answered then
)

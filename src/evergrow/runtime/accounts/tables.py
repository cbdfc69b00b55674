"""What accounts own: operators, the one account, and the secret that signs sessions."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, String, Table

from evergrow.storage.state import METADATA

OPERATORS = Table(
    "operators",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("email", String(320), nullable=False, unique=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200), nullable=False),  # argon2id, with its own parameters inside
    Column("session_generation", Integer, nullable=False, default=1),  # +1 ends every session
    Column("created_at", DateTime(timezone=True), nullable=False),
)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", Integer, primary_key=True),  # always 1
    Column("name", String(200), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("locale", String(35), nullable=False),
    Column("postal_address", String(300), nullable=False, server_default=""),
)

SECRETS = Table(
    "secrets",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

"""Every attempt to hand a message over, for ever: the evidence behind each message's status."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from evergrow.storage.state import METADATA, Instant

attempts = Table(
    "attempts",
    METADATA,
    Column("message_key", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("connection_id", String(40), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("outcome", String(10), nullable=False),  # sent retry failed unknown suppressed
    Column("reason", String(40)),
    Column("code", String(40)),  # the server's, such as "550 5.1.1"
    Column("detail", Text),
    Index("attempts_by_connection", "connection_id", "ended_at"),
)

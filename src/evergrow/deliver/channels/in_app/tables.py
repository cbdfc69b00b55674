"""The messages in customers' inboxes."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from evergrow.storage.state import METADATA, Instant

inbox = Table(
    "inbox",
    METADATA,
    Column("message_id", String(40), primary_key=True),
    Column("message_key", BigInteger, nullable=False),
    Column("customer_id", String(200), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("button", String(80), nullable=False),  # what the link says; empty: the title leads there
    Column("arrived_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("clicked_at", Instant),
    Column("dismissed_at", Instant),
    Index("inbox_by_customer", "customer_id", "arrived_at"),
)

"""Addresses that nothing may be sent to, whatever their owners agreed to."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from evergrow.storage.state import METADATA, Instant

suppressions = Table(
    "suppressions",
    METADATA,
    Column("channel", String(20), primary_key=True),  # a channel, or all
    Column("address_hash", String(64), primary_key=True),  # SHA-256 of the tidied address, in hexadecimal
    Column("address", Text),  # null where only the hash was handed over
    Column("reason", String(20), nullable=False),  # imported legal hard_bounce complaint operator
    Column("note", Text),
    Column("since", Instant, nullable=False),
    Column("by", String(80), nullable=False),
    Column("removed_at", Instant),  # null: in force
    Column("removed_by", String(80)),
    Column("removed_note", Text),
    Index("suppressions_newest", "since"),
)

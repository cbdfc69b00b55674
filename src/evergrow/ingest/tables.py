"""What the door keeps in the state: who may send, what was set aside, and how much came in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from evergrow.storage.state import METADATA, Instant

_ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only in a column of type INTEGER

sources = Table(
    "sources",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),  # http clevertap file demo
    Column("write_key", String(64), nullable=False, unique=True),  # CleverTap: the account id
    Column("passcode", String(64)),  # CleverTap only
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("last_event_at", Instant),  # when the newest accepted record was received
)

quarantine = Table(
    "quarantine",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("position", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("source_id", String(40), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("reason", String(40), nullable=False),  # a code of reasons.REASONS
    Column("what", Text, nullable=False),
    Column("dialect", String(20), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("record", Text, nullable=False),
    Column("fingerprint", BigInteger),  # of a row of a file, to know it again when the file is repeated
    Column("status", String(10), nullable=False),  # open retried
    Column("retried_at", Instant),
    Index("quarantine_by_reason", "status", "reason", "id"),
    Index("quarantine_by_source", "source_id", "status"),
    Index("quarantine_by_fingerprint", "fingerprint"),
)

intake_counts = Table(
    "intake_counts",
    METADATA,
    Column("source_id", String(40), primary_key=True),
    Column("accepted", BigInteger, nullable=False),
    Column("quarantined", BigInteger, nullable=False),  # open now: a retried record is counted where it ends
    Column("duplicates", BigInteger, nullable=False),
)

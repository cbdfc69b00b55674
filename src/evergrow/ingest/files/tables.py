"""The book of imports: what was asked, how far it is, how every row ended."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, String, Table, Text

from evergrow.ingest.tables import Instant
from evergrow.storage.state import METADATA

imports = Table(
    "imports",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("filename", Text, nullable=False),
    Column("kind", String(20), nullable=False),  # orders events customers
    Column(
        "status", String(10), nullable=False
    ),  # running, written (to the log, not yet taken in), done, failed
    Column("rows_read", BigInteger, nullable=False),
    Column("rows_total", BigInteger),  # where the file tells it beforehand (Parquet), and when it is read
    Column("accepted_rows", BigInteger, nullable=False),
    Column("quarantined_rows", BigInteger, nullable=False),
    Column("duplicate_rows", BigInteger, nullable=False),
    Column("orders", BigInteger, nullable=False),  # records written, repeated ones included
    Column("refunds", BigInteger, nullable=False),
    Column("events", BigInteger, nullable=False),
    Column("customers", BigInteger, nullable=False),
    Column("mapping", JSON, nullable=False),
    Column("first_position", BigInteger, nullable=False),  # of its entries in the log, once written
    Column("last_position", BigInteger, nullable=False),
    Column("problem", JSON),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
)

"""What was spent: stated by people, not by events, so it is kept in the state and not in the log."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table

from evergrow.storage.state import METADATA

spend = Table(
    "spend",
    METADATA,
    Column("day", String(10), primary_key=True),  # 2026-11-22, on the account's calendar
    Column("channel", String(200), primary_key=True),  # as its owner calls it
    Column("campaign", String(200), primary_key=True),  # empty where the file names none
    Column("currency", String(3), primary_key=True),
    Column("amount_micros", BigInteger, nullable=False),
)

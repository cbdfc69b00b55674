"""What there is to sell: stated by a file, not by events, so it is kept in the state and not in the log."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, String, Table, Text

from evergrow.storage.state import METADATA, Instant

catalogue = Table(
    "catalogue",
    METADATA,
    Column("product_id", String(200), primary_key=True),  # as events name it: product_id, else SKU
    Column("name", String(500), nullable=False),
    Column("category", String(200)),
    Column("price_micros", BigInteger),
    Column("currency", String(3)),
    Column("image", Text),
    Column("url", Text),
    Column("is_in_stock", Boolean, nullable=False),
    Column("kept_at", Instant, nullable=False),
)

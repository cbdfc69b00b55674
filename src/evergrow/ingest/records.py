"""The one shape that every way in is translated to: a table of records, before any judgement.

Dialects (JSON over HTTP) and files (CSV, Parquet) and the simulator all produce this table; the
steps in `ingest.sieve` judge it, once, whatever the way in. Properties, traits and context stay
JSON text: nobody pays for parsing what nobody asked for.
"""

from __future__ import annotations

import pyarrow as pa

RECORDS = pa.schema(
    [
        ("type", pa.string()),  # track identify page screen group alias
        ("message_id", pa.string()),  # null: one is made from the content
        ("name", pa.string()),  # of the event, page or screen
        ("user_id", pa.string()),
        ("anonymous_id", pa.string()),
        ("previous_id", pa.string()),  # alias only
        ("group_id", pa.string()),  # group only
        (
            "timestamp",
            pa.timestamp("us", "UTC"),
        ),  # when it happened, by the sender's clock; null: when received
        ("sent_at", pa.timestamp("us", "UTC")),  # when it was sent, by the sender's clock
        ("properties", pa.string()),  # JSON object
        ("traits", pa.string()),  # JSON object
        ("context", pa.string()),  # JSON object
    ]
)
"""Columns of a record. Instants are UTC; JSON columns hold an object's text or null."""

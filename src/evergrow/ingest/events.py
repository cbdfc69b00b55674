"""What comes out of the sieve: events, and what they say about identities, traits and consent.

Each is an Arrow schema; the rooms to the right store these tables as they are. Instants are UTC
without a zone, because that is how the warehouse keeps them.
"""

from __future__ import annotations

import pyarrow as pa

_INSTANT = pa.timestamp("us")

EVENTS = pa.schema(
    [
        ("position", pa.int64()),  # of the entry in the log
        ("ordinal", pa.int32()),  # of the record in its entry
        ("message_key", pa.int64()),
        ("message_id", pa.string()),
        ("identity_key", pa.int64()),
        ("source_id", pa.string()),
        ("kind", pa.string()),  # track identify page screen group alias
        ("name", pa.string()),
        ("at", _INSTANT),  # when it happened, the sender's clock corrected
        ("received_at", _INSTANT),
        ("is_known", pa.bool_()),  # carries a user id, or an address in its traits
        (
            "revenue_micros",
            pa.int64(),
        ),  # Order Completed: what came in; Order Refunded: what went back, positive
        ("currency", pa.string()),
        ("order_id", pa.string()),
        ("properties", pa.string()),  # JSON object
        ("context", pa.string()),  # JSON object
        ("traits", pa.string()),  # JSON object
    ]
)
"""Columns of the warehouse's `events` table. Null: revenue_micros, currency, order_id and the JSON columns may be."""

IDENTITIES = pa.schema([("identity_key", pa.int64()), ("identity", pa.string())])
"""The text behind each key that a batch mentions, once."""

LINKS = pa.schema(
    [
        ("identity", pa.string()),
        ("other_identity", pa.string()),
        ("identity_key", pa.int64()),
        ("other_key", pa.int64()),
        ("kind", pa.string()),  # identify: a device named its person; alias: two names for one person
        ("message_id", pa.string()),
        ("at", _INSTANT),
    ]
)
"""A record said that two identities are one customer: `identity` (a device, or the old name) is `other_identity`."""

TRAITS = pa.schema(
    [
        ("identity_key", pa.int64()),
        ("key", pa.string()),
        ("value", pa.string()),  # JSON
        ("at", _INSTANT),
        ("message_id", pa.string()),
    ]
)
"""One row a stated fact; a group's are named `group.<key>`, so its name is never taken for the customer's."""

CONSENTS = pa.schema(
    [
        ("identity_key", pa.int64()),
        ("channel", pa.string()),  # email sms push whatsapp ...; `data` for what may be done with the data
        ("topic", pa.string()),  # `all` where the record names none
        ("is_granted", pa.bool_()),
        ("is_confirmed", pa.bool_()),  # the owner of the address said so: double opt-in
        ("at", _INSTANT),
        ("message_id", pa.string()),
        ("wording", pa.string()),  # what the customer was shown, where the record tells
        ("place", pa.string()),  # the page or form
        ("ip", pa.string()),
        ("source_id", pa.string()),
    ]
)
"""One row each time a customer said yes or no."""

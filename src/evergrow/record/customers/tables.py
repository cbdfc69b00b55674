"""What the record of customers keeps: identities and how they hang together, running facts, traits, consents."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, String, Table

from evergrow.storage.state import METADATA, Instant
from evergrow.storage.warehouse import WarehouseTable

IDENTITIES: Final = WarehouseTable("identities", {"identity_key": "!int64", "identity": "!string"})
"""The text behind each key."""

LINKS: Final = WarehouseTable(
    "links",
    {
        "link_key": "!int64",
        "identity": "!string",
        "other_identity": "!string",
        "identity_key": "!int64",
        "other_key": "!int64",
        "kind": "!string",
        "message_id": "!string",
        "at": "!timestamp(6)",
    },
)
"""Who said that two identities are one customer: one row a pair and kind, the earliest record that said so."""

MERGED: Final = WarehouseTable("merged", {"identity_key": "!int64", "customer_key": "!int64"})
"""The customer of each identity that is not a customer of its own."""

PLACED_WITHOUT: Final = WarehouseTable("placed_without", {"link_key": "!int64"})
"""The links taken back that `merged` was made without; `undone_links` decides, this follows."""

FACT_COLUMNS: Final = {
    "first_seen_at": "!timestamp(6)",
    "last_seen_at": "!timestamp(6)",
    "known_at": "timestamp(6)",
    "events": "!int64",
    "orders": "!int64",
    "revenue_micros": "!int64",
    "first_order_at": "timestamp(6)",
    "last_order_at": "timestamp(6)",
    "refunds": "!int64",
    "refunded_micros": "!int64",
}
FACTS: Final = WarehouseTable("facts", {"identity_key": "!int64", **FACT_COLUMNS})
"""The fold over the events of each identity: the parts a customer is put together from, and taken apart to."""

TRAITS: Final = WarehouseTable(
    "traits",
    {
        "trait_key": "!int64",
        "identity_key": "!int64",
        "key": "!string",
        "value": "!string",
        "at": "!timestamp(6)",
        "message_id": "!string",
    },
)
"""What was last stated of each identity, one row a trait; `value` is JSON."""

CONSENTS: Final = WarehouseTable(
    "consents",
    {
        "consent_key": "!int64",
        "identity_key": "!int64",
        "channel": "!string",
        "topic": "!string",
        "is_granted": "!boolean",
        "at": "!timestamp(6)",
        "message_id": "!string",
        "wording": "string",
    },
)
"""The last word of each identity on each channel and topic, with its proof."""

CONSENT_LOG: Final = WarehouseTable(
    "consent_log",
    {
        "statement_key": "!int64",
        "identity_key": "!int64",
        "channel": "!string",
        "topic": "!string",
        "is_granted": "!boolean",
        "is_confirmed": "!boolean",
        "at": "!timestamp(6)",
        "message_id": "!string",
        "wording": "string",
        "place": "string",
        "ip": "string",
        "source_id": "string",
    },
)
"""Every yes and no there ever was, once, with when, where and in which words. Rows are added and never changed."""

CUSTOMERS: Final = WarehouseTable(
    "customers",
    {"customer_key": "!int64", "customer_id": "!string", "name": "string", "email": "string", **FACT_COLUMNS},
)
"""One row a customer: the facts of its identities combined. Made from the tables above, never the other way."""

STALE: Final = WarehouseTable("stale", {"customer_key": "!int64"})
"""Customers whose row and stages have yet to follow what was written about them."""

REPLACED: Final = WarehouseTable("replaced", {"customer_key": "!int64"})
"""Those of the stale customers whose identities were put together otherwise: nothing of theirs may be taken as it was."""

REGROUPED: Final = WarehouseTable("regrouped", {"customer_key": "!int64"})
"""The customers whose identities were put together otherwise since the sequences of what they did were laid."""

RESTATED: Final = WarehouseTable("restated", {"customer_key": "!int64"})
"""Those of the stale customers of whom a name or an email was stated."""

undone_links: Final = Table(
    "undone_links",
    METADATA,
    Column("link_key", BigInteger, primary_key=True, autoincrement=False),
    Column("undone_at", Instant, nullable=False),
    Column("undone_by", String(80), nullable=False),
)
"""Links that an operator took back. A decision, and so state of record: no event can bring the link back."""

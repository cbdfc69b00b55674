"""The outbox: every message that a journey or a campaign wants a customer to have, and what became of it.

Holds   a message is there once, by its key: inserting it again changes nothing. It ends sent, suppressed or
        failed with a reason, or it waits; so of each step, entries = sent + suppressed + waiting + failed.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text, text

from evergrow.storage.state import METADATA, Instant

messages = Table(
    "messages",
    METADATA,
    Column("message_key", BigInteger, primary_key=True, autoincrement=False),
    Column("origin", String(10), nullable=False),  # journey campaign test
    Column("origin_name", String(80), nullable=False),
    Column("origin_version", Integer, nullable=False),
    Column("step", String(80), nullable=False),  # empty for a campaign
    Column("entry_key", BigInteger),
    Column("identity_key", BigInteger, nullable=False),  # the customer's key when it was made
    Column("customer_id", String(200), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("template", String(80), nullable=False),
    Column("template_version", Integer, nullable=False),
    Column("trigger", Text),  # JSON: what began the entry (event, at, properties, key)
    Column("address", Text),  # where it goes when not to the customer's own address: test messages only
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", String(10), nullable=False),  # waiting ready handing sent suppressed failed unknown
    Column("reason", String(40)),  # why suppressed or failed, of a closed list
    Column("detail", Text),  # the same for the reader, such as the server's words
    Column("waits_for", String(12)),  # quiet_hours best_hour throttle retry
    Column("tries", Integer, nullable=False, default=0),
    Column("sent_at", Instant),
    Column("provider_id", String(200)),
    Column("variant", String(80)),
    Column("language", String(20)),
    Index("messages_due", "status", "due_at"),
    Index("messages_by_identity", "identity_key", "due_at"),
    Index(
        "messages_by_provider",
        "provider_id",
        sqlite_where=text("provider_id is not null"),  # those that went out: what is only asked for has none
        postgresql_where=text("provider_id is not null"),
    ),
    Index("messages_by_origin", "origin", "origin_name", "step", "status", "reason"),
)
"""Times are aware UTC. `waiting` is yet to be judged by the guards as of `due_at`; `ready` may go from `due_at` on;
`handing` is with the channel; `unknown` was handed over and never answered for, and is not repeated."""

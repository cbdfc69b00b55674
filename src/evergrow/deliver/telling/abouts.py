"""Find what events have to say of messages."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from evergrow.deliver.telling.records import About
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx


def about_messages(tx: Tx, keys: Sequence[int]) -> dict[int, About]:
    """What is known of each of these messages; those that are not in the outbox are left out."""
    names = tuple(About.__dataclass_fields__)
    rows = tx.rows(select(*(messages.c[name] for name in names)).where(messages.c.message_key.in_(keys)))
    return {row["message_key"]: About(**{name: row[name] for name in names}) for row in rows}

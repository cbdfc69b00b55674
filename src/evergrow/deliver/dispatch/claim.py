"""Find the messages that may go out now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from evergrow.deliver.dispatch.spec import Claimed
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

_COLUMNS: Final = [messages.c[field.name] for field in fields(Claimed)]
_NAMES: Final = tuple(field.name for field in fields(Claimed))


def claim(tx: Tx, now: datetime, *, most: int, in_hand: Collection[int]) -> list[Claimed]:
    """The `most` oldest messages that are due, less those already taken up by this process."""
    query = (
        select(*_COLUMNS)
        .where(messages.c.status == "ready", messages.c.due_at <= now)
        .order_by(messages.c.due_at)
        .limit(most + len(in_hand))
    )
    taken = [row for row in tx.rows(query) if row["message_key"] not in in_hand]
    return [Claimed(**{name: row[name] for name in _NAMES}) for row in taken[:most]]


def next_due(tx: Tx) -> datetime | None:
    """When the next ready message is due; None where none is."""
    return tx.scalar(select(func.min(messages.c.due_at)).where(messages.c.status == "ready"))

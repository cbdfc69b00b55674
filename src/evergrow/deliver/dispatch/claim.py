"""Find the messages that may go out now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from evergrow.deliver.dispatch.spec import Claimed
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

_KEYS_AT_ONCE: Final = 500
_NAMES: Final = Claimed.__struct_fields__
_COLUMNS: Final = [messages.c[name] for name in _NAMES]


def claim(tx: Tx, now: datetime, *, most: int, in_hand: Collection[int]) -> list[Claimed]:
    """The `most` oldest messages that are due, less those already taken up by this process."""
    due = (
        select(messages.c.message_key)
        .where(messages.c.status == "ready", messages.c.due_at <= now)
        .order_by(messages.c.due_at)
        .limit(most + len(in_hand))
    )
    keys = [key for row in tx.rows(due) if (key := row["message_key"]) not in in_hand][:most]
    found = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = select(*_COLUMNS).where(messages.c.message_key.in_(keys[start : start + _KEYS_AT_ONCE]))
        found |= {row["message_key"]: row for row in tx.rows(some)}
    return [Claimed(**dict(zip(_NAMES, found[key].values(), strict=True))) for key in keys]


def next_due(tx: Tx) -> datetime | None:
    """When the next ready message is due; None where none is."""
    return tx.scalar(select(func.min(messages.c.due_at)).where(messages.c.status == "ready"))

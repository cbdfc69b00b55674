"""Find the messages that may go out now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from evergrow.deliver.dispatch.spec import Claimed
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx

_COLUMNS: Final = [messages.c[name] for name in Claimed.__struct_fields__]


def claim(
    tx: Tx, now: datetime, *, most: int, in_hand: Collection[int], waiting: int = 0
) -> tuple[list[Claimed], bool]:
    """The `most` oldest messages that are due, less those already taken up by this process; and whether there are more.

    Args:
        tx: Where the outbox is.
        now: Those that are due by then.
        most: How many at once.
        in_hand: The messages taken up.
        waiting: How many of them are surely ready still. They were the oldest, so that many are passed over unread.
    """
    query = (
        select(*_COLUMNS)
        .where(messages.c.status == "ready", messages.c.due_at <= now)
        .order_by(messages.c.due_at)
        .limit(most)
        .offset(waiting)
    )
    found = tx.structs(query, Claimed)
    return [one for one in found if one.message_key not in in_hand], len(found) == most


def next_due(tx: Tx) -> datetime | None:
    """When the next ready message is due; None where none is."""
    return tx.scalar(select(func.min(messages.c.due_at)).where(messages.c.status == "ready"))

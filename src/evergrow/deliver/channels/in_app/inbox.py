"""Keep messages in inboxes, read them, and note what customers do with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import func, select, update

from evergrow.deliver.channels.in_app.tables import inbox
from evergrow.storage.state import Tx

Acted = Literal["read", "clicked", "dismissed"]
MOST_SHOWN: Final = 50
_COLUMNS: Final = {"read": inbox.c.read_at, "clicked": inbox.c.clicked_at, "dismissed": inbox.c.dismissed_at}


@dataclass(frozen=True, kw_only=True)
class InboxMessage:
    """One message as the customer's page shows it."""

    message_id: str
    title: str
    body: str
    link: str
    image: str
    button: str
    arrived_at: datetime
    is_read: bool


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """The newest messages that were not dismissed, and how many were never read."""

    messages: Sequence[InboxMessage]
    unread: int


def keep(tx: Tx, rows: Iterable[dict[str, Any]]) -> None:
    """Put messages into inboxes; one that is there already stays as it is."""
    tx.add_new(inbox, list(rows))


def read_inbox(tx: Tx, customer_ids: Sequence[str], *, limit: int = MOST_SHOWN) -> InboxPage:
    """The inbox of a customer, by all the ids they go by."""
    theirs = inbox.c.customer_id.in_(customer_ids) & inbox.c.dismissed_at.is_(None)
    newest = select(inbox).where(theirs).order_by(inbox.c.arrived_at.desc(), inbox.c.message_id).limit(limit)
    unread = select(func.count()).select_from(inbox).where(theirs & inbox.c.read_at.is_(None))
    return InboxPage(messages=[_shown(row) for row in tx.rows(newest)], unread=tx.scalar(unread) or 0)


def act(
    tx: Tx, customer_ids: Sequence[str], message_id: str, what: Acted, now: datetime
) -> dict[str, Any] | None:
    """Note that the customer did this; returns the message's row the first time, else None.

    Clicking and dismissing are reading, too.
    """
    column = _COLUMNS[what]
    mine = (inbox.c.message_id == message_id) & inbox.c.customer_id.in_(customer_ids)
    if not tx.run(update(inbox).where(mine & column.is_(None)).values({column.name: now})):
        return None
    tx.run(update(inbox).where(mine & inbox.c.read_at.is_(None)).values(read_at=now))
    row = tx.first(select(inbox).where(mine))
    return None if row is None else dict(row)


def _shown(row: Any) -> InboxMessage:
    names = ("message_id", "title", "body", "link", "image", "button", "arrived_at")
    return InboxMessage(**{name: row[name] for name in names}, is_read=row["read_at"] is not None)

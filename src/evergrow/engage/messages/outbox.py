"""Put messages into the outbox. `deliver` takes them from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from evergrow.engage.messages.tables import messages
from evergrow.kernel import key_of
from evergrow.storage.state import Tx


@dataclass(frozen=True, kw_only=True, slots=True)
class NewMessage:
    """A message that a customer is to have as of `due_at`. `trigger` is JSON; `address` for tests only."""

    message_key: int
    origin: str
    origin_name: str
    origin_version: int
    step: str
    entry_key: int | None
    identity_key: int
    customer_id: str
    channel: str
    topic: str
    template: str
    template_version: int
    created_at: datetime
    due_at: datetime
    trigger: str | None = None
    address: str | None = None
    variant: str | None = None
    language: str | None = None


_COLUMNS: Final = tuple(column.name for column in fields(NewMessage))


def message_key(origin_name: str, whom: str | int, step: str = "") -> int:
    """The key of the message of a step for an entry, or of a campaign for a customer."""
    return key_of(f"{origin_name}\n{whom}\n{step}")


def enqueue(tx: Tx, new: Iterable[NewMessage]) -> int:
    """Add the messages that are not there yet, waiting to be judged; returns how many were."""
    rows = [
        {name: getattr(message, name) for name in _COLUMNS} | {"status": "waiting", "tries": 0}
        for message in new
    ]
    return tx.add_new(messages, rows)

"""What an opened pixel or a followed link means for the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from evergrow.deliver.telling import About, key_of_id, record
from evergrow.deliver.tracking.bots import why_machine
from evergrow.engage.messages import messages
from evergrow.storage.state import Tx


def followed(
    tx: Tx,
    message_id: str,
    *,
    link: str | None,
    method: str,
    headers: Mapping[str, str],
    now: datetime,
) -> dict[str, Any] | None:
    """The record that tells of an open (`link` None) or a click; None where it was a machine or nobody knows the message.

    A mail is opened once, and each of its links clicked once: later ones carry the same id and are repetitions.
    """
    key = key_of_id(message_id)
    if key is None:
        return None
    names = [field.name for field in fields(About)]
    row = tx.first(
        select(*(messages.c[name] for name in names), messages.c.sent_at).where(messages.c.message_key == key)
    )
    if row is None or row["sent_at"] is None:
        return None
    if why_machine(method, headers, handed_over_at=row["sent_at"], now=now):
        return None
    about = About(**{name: row[name] for name in names})
    if link is None:
        return record(about, "Opened", now)
    return record(about, "Link Clicked", now, unique=link, link=link)

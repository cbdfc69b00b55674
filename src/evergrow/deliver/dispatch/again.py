"""After a start, tell once more of the messages sent last: the process may have ended between noting and telling."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from evergrow.deliver.dispatch.book import tell
from evergrow.deliver.telling import About, sent_record
from evergrow.engage.messages import messages
from evergrow.storage.log import Log
from evergrow.storage.state import State

_SPAN: Final = timedelta(seconds=30)
_MOST: Final = 20_000


def tell_again(state: State, log: Log, *, source_id: str, now: datetime) -> int:
    """Append the events of the last seconds of sending; those known already are dropped by their ids."""
    names = [field.name for field in fields(About)]
    with state.reading() as tx:
        newest = tx.scalar(select(func.max(messages.c.sent_at)).where(messages.c.status == "sent"))
        if newest is None:
            return 0
        rows = tx.rows(
            select(*(messages.c[name] for name in names), messages.c.sent_at)
            .where(messages.c.status == "sent", messages.c.sent_at >= newest - _SPAN)
            .order_by(messages.c.sent_at.desc())
            .limit(_MOST)
        )
    records = [
        sent_record(About(**{name: row[name] for name in names})) | {"timestamp": row["sent_at"]}
        for row in rows
    ]
    tell(log, records, source_id=source_id, now=now)
    return len(records)

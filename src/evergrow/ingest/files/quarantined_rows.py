"""Count the rows of a file that an import brought into quarantine."""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy import select

from evergrow.ingest.tables import quarantine
from evergrow.storage.state import Tx

_PAGE: Final = 5_000


class _Context(msgspec.Struct):
    rows: int = 1


class _Record(msgspec.Struct):
    context: _Context = msgspec.field(default_factory=_Context)


_decode = msgspec.json.Decoder(_Record).decode


def quarantined_rows(tx: Tx, import_id: str, first_position: int, last_position: int) -> int:
    """Rows behind the records that this import's entries, at these positions of the log, set aside."""
    rows, after = 0, 0
    while True:
        query = (
            select(quarantine.c.id, quarantine.c.record)
            .where(
                quarantine.c.id > after,
                quarantine.c.detail == import_id,
                quarantine.c.position.between(first_position, last_position),
            )
            .order_by(quarantine.c.id)
            .limit(_PAGE)
        )
        page = tx.rows(query)
        rows += sum(_decode(row["record"]).context.rows for row in page)
        if len(page) < _PAGE:
            return rows
        after = page[-1]["id"]

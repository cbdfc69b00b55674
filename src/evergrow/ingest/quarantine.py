"""Look at what was set aside, mend it, and try it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec
import pyarrow as pa
from sqlalchemy import RowMapping, Select, func, select, update

from evergrow.ingest.counting import add_counts
from evergrow.ingest.dialects import DIALECTS
from evergrow.ingest.intake import judge
from evergrow.ingest.reasons import REASONS
from evergrow.ingest.tables import quarantine
from evergrow.kernel import Refusal, iso, refuse
from evergrow.storage.log import Entry, Log
from evergrow.storage.state import Tx

_PAGE: Final = 1_000  # records in one read of a long list


@dataclass(frozen=True, kw_only=True)
class QuarantinedRow:
    """One record that was set aside. `status` is open, or retried: then it came through the door again."""

    id: int
    received_at: datetime
    source_id: str
    reason: str
    reason_title: str
    what: str
    next_step: str
    record: str
    status: str


@dataclass(frozen=True, kw_only=True)
class QuarantinePage:
    """Part of the list, newest first; `total` counts all that match."""

    total: int
    rows: list[QuarantinedRow]


def list_quarantine(
    tx: Tx, *, reason: str | None = None, source_id: str | None = None, offset: int = 0, limit: int = 50
) -> QuarantinePage:
    """Open records, newest first, of one reason or source where given."""
    query = _matching(select(quarantine), reason, source_id)
    total = tx.scalar(_matching(select(func.count()).select_from(quarantine), reason, source_id))
    rows = tx.rows(query.order_by(quarantine.c.id.desc()).offset(offset).limit(limit))
    return QuarantinePage(total=int(total), rows=[_shown(row) for row in rows])


def download_quarantine(tx: Tx, *, reason: str | None = None) -> Iterator[bytes]:
    """Open records as NDJSON lines, oldest first, page by page: memory stays flat."""
    after = 0
    while True:
        query = _matching(select(quarantine), reason, None).where(quarantine.c.id > after)
        rows = tx.rows(query.order_by(quarantine.c.id).limit(_PAGE))
        for row in rows:
            shown = _shown(row)
            yield (
                msgspec.json.encode(
                    {
                        "id": shown.id,
                        "received_at": iso(shown.received_at),
                        "source_id": shown.source_id,
                        "reason": shown.reason,
                        "what": shown.what,
                        "record": shown.record,
                    }
                )
                + b"\n"
            )
        if len(rows) < _PAGE:
            return
        after = rows[-1]["id"]


def retry_quarantined(
    tx: Tx, log: Log, now: datetime, *, ids: Sequence[int] | None = None, reason: str | None = None
) -> int:
    """Send open records (these, or all of a reason) through the door again as they are; returns how many.

    They keep the moment they were first received, so their dates are read as they were then. The log is
    written before the rows are marked: a crash in between tries a record twice, which its message id bears.
    """
    done, after = 0, 0
    while True:
        query = _matching(select(quarantine), reason, None).where(quarantine.c.id > after)
        if ids is not None:
            query = query.where(quarantine.c.id.in_(ids))
        rows = tx.rows(query.order_by(quarantine.c.id).limit(_PAGE))
        if rows:
            _send(tx, log, now, [(row, _body(row, row["record"])) for row in rows])
        done += len(rows)
        if len(rows) < _PAGE:
            return done
        after = rows[-1]["id"]


def mend_quarantined(tx: Tx, log: Log, now: datetime, row_id: int, record: str) -> None:
    """Send the mended text of a record through the door; refused while it would be set aside again.

    Raises:
        Refusal: `quarantine.not_found`, or `quarantine.still_<reason>` with what is still wrong.
    """
    row = tx.first(_matching(select(quarantine), None, None).where(quarantine.c.id == row_id))
    if row is None:
        raise refuse(
            "quarantine.not_found",
            f"No open record has the number {row_id}.",
            where="id",
            next_step="Load the list again: it may have been retried already.",
            status=404,
        )
    body = _mended(row, record)
    found = judge(_entry(row, body))
    if found is not None:
        raise refuse(
            f"quarantine.still_{found.reason}",
            found.what,
            where="record",
            next_step=REASONS[found.reason].next_step,
            status=422,
        )
    _send(tx, log, now, [(row, body)])


def _mended(row: RowMapping, record: str) -> bytes:
    try:
        return _body(row, record)
    except (msgspec.DecodeError, msgspec.ValidationError, pa.ArrowException) as error:
        raise _unreadable(error) from None


def _unreadable(error: Exception) -> Refusal:
    return refuse(
        "quarantine.still_broken_json",
        f"The mended record cannot be read: {error}.",
        where="record",
        next_step=REASONS["broken_json"].next_step,
        status=422,
    )


def _send(tx: Tx, log: Log, now: datetime, rows: Sequence[tuple[RowMapping, bytes]]) -> None:
    log.append_now([_entry(row, body) for row, body in rows])
    numbers = [row["id"] for row, _ in rows]
    tx.run(update(quarantine).where(quarantine.c.id.in_(numbers)).values(status="retried", retried_at=now))
    leaving: dict[str, int] = {}
    for row, _ in rows:
        leaving[row["source_id"]] = leaving.get(row["source_id"], 0) - 1
    for source_id, number in leaving.items():
        add_counts(tx, source_id, {"quarantined": number})


def _entry(row: RowMapping, body: bytes) -> Entry:
    return Entry(row["source_id"], row["dialect"], row["detail"], body, row["received_at"])


def _body(row: RowMapping, record: str) -> bytes:
    return DIALECTS[row["dialect"]].wrap(record, row["detail"])


def _matching(query: Select[Any], reason: str | None, source_id: str | None) -> Select[Any]:
    query = query.where(quarantine.c.status == "open")
    if reason:
        query = query.where(quarantine.c.reason == reason)
    return query.where(quarantine.c.source_id == source_id) if source_id else query


def _shown(row: RowMapping) -> QuarantinedRow:
    reason = REASONS[row["reason"]]
    return QuarantinedRow(
        id=row["id"],
        received_at=row["received_at"],
        source_id=row["source_id"],
        reason=reason.code,
        reason_title=reason.title,
        what=row["what"],
        next_step=reason.next_step,
        record=row["record"],
        status=row["status"],
    )

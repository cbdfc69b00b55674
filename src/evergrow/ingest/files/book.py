"""Write imports into their book and look them up.

An import is running, then written (all its records are in the log), then done (all are taken in). Whoever
has the warehouse open closes it, so that the counts are right even if the process that read the file is gone.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, insert, select, update

from evergrow.ingest.files.spec import Import, Kind, Written
from evergrow.ingest.files.tables import imports
from evergrow.ingest.tables import sources
from evergrow.kernel import Refusal, refuse
from evergrow.storage.state import Tx

FILE_SOURCE: Final = "files"
"""Id of the source that all imported files share: so a row that two files hold is one."""
_COUNTS: Final = (
    "rows_read", "accepted_rows", "quarantined_rows", "duplicate_rows", "orders", "refunds", "events", "customers",
    "first_position", "last_position",
)  # fmt: skip
_TOLD: Final = (
    "rows_read",
    "orders",
    "refunds",
    "events",
    "customers",
    "mapping",
    "first_position",
    "last_position",
)


@dataclass(frozen=True, kw_only=True)
class WrittenImport:
    """An import whose entries, at these positions of the log, wait to be taken in and counted."""

    id: str
    rows_read: int
    first_position: int
    last_position: int


def begin_import(tx: Tx, import_id: str, filename: str, kind: Kind, now: datetime) -> None:
    """Note that an import has begun; makes the source of files at the first."""
    zeros = dict.fromkeys(_COUNTS, 0)
    row = {
        "id": import_id,
        "filename": filename,
        "kind": kind,
        "status": "running",
        "mapping": {},
        "started_at": now,
    }
    tx.run(insert(imports), [zeros | row])
    if tx.first(select(sources.c.id).where(sources.c.id == FILE_SOURCE)) is None:
        key = secrets.token_urlsafe(24)
        tx.run(
            insert(sources),
            [{"id": FILE_SOURCE, "name": "Files", "kind": "file", "write_key": key, "created_at": now}],
        )


def note_progress(tx: Tx, import_id: str, rows_read: int) -> None:
    """Note how many rows were read so far."""
    tx.run(update(imports).where(imports.c.id == import_id).values(rows_read=rows_read))


def note_written(tx: Tx, import_id: str, written: Written) -> None:
    """Note that the whole file is in the log; so it had not failed, whatever a restarted server thought."""
    values = {name: getattr(written, name) for name in _TOLD}
    tx.run(
        update(imports)
        .where(imports.c.id == import_id)
        .values(status="written", rows_total=written.rows_read, problem=None, finished_at=None, **values)
    )


def written_imports(tx: Tx, *, upto: int) -> list[WrittenImport]:
    """Imports that are in the log as a whole, the last of it at `upto` or before, and not closed yet."""
    query = select(imports).where(imports.c.status == "written", imports.c.last_position <= upto)
    return [
        WrittenImport(**{name: row[name] for name in WrittenImport.__dataclass_fields__})
        for row in tx.rows(query)
    ]


def close_import(
    tx: Tx, one: WrittenImport, *, accepted_rows: int, quarantined_rows: int, now: datetime
) -> None:
    """Note how every row ended: those neither accepted nor newly quarantined were there before."""
    duplicate_rows = one.rows_read - accepted_rows - quarantined_rows
    tx.run(
        update(imports)
        .where(imports.c.id == one.id)
        .values(
            status="done",
            accepted_rows=accepted_rows,
            quarantined_rows=quarantined_rows,
            duplicate_rows=duplicate_rows,
            finished_at=now,
        )
    )


def fail_import(tx: Tx, import_id: str, refusal: Refusal, now: datetime) -> None:
    """Note why an import came to nothing, or only to a part."""
    _fail(tx, imports.c.id == import_id, refusal.as_documents()[0], now)


def fail_unfinished_imports(tx: Tx, now: datetime) -> int:
    """Note that imports which a stopped process left running have failed; returns how many."""
    problem = {
        "code": "import.interrupted",
        "what": "The process that read the file was stopped.",
        "where": "",
        "next_step": "Import the file again: nothing is counted twice.",
    }
    return _fail(tx, imports.c.status == "running", problem, now)


def _fail(tx: Tx, which: Any, problem: Mapping[str, str], now: datetime) -> int:
    values = {"status": "failed", "problem": dict(problem), "finished_at": now}
    return tx.run(update(imports).where(which).values(values))


def list_imports(tx: Tx, *, limit: int = 100) -> list[Import]:
    """The latest imports, newest first."""
    return [
        _shown(row) for row in tx.rows(select(imports).order_by(imports.c.started_at.desc()).limit(limit))
    ]


def read_import(tx: Tx, import_id: str) -> Import:
    """One import.

    Raises:
        Refusal: `import.not_found`.
    """
    row = tx.first(select(imports).where(imports.c.id == import_id))
    if row is None:
        raise refuse(
            "import.not_found",
            f"There is no import '{import_id}'.",
            where="import",
            next_step="Look at the list of imports.",
            status=404,
        )
    return _shown(row)


def _shown(row: RowMapping) -> Import:
    shown: dict[str, Any] = {name: row[name] for name in Import.__dataclass_fields__}
    if row["status"] == "written":
        shown["status"] = "running"
    return Import(**shown)

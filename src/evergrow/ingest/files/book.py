"""Write imports into their book and look them up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from evergrow.ingest.files.spec import Import, Written
from evergrow.ingest.files.tables import imports
from evergrow.ingest.tables import sources
from evergrow.kernel import refuse
from evergrow.storage.state import Tx

FILE_SOURCE = "files"
"""Id of the source that all imported files share: so a row that two files hold is one."""
_COUNTS = (
    "rows_read", "accepted_rows", "quarantined_rows", "duplicate_rows", "orders", "refunds", "events", "customers",
)  # fmt: skip


def begin_import(tx: Tx, import_id: str, filename: str, kind: str, now: datetime) -> None:
    """Note that an import has begun; makes the source of files at the first."""
    if tx.first(select(sources.c.id).where(sources.c.id == FILE_SOURCE)) is None:
        tx.run(
            insert(sources),
            [
                {
                    "id": FILE_SOURCE,
                    "name": "Files",
                    "kind": "file",
                    "write_key": FILE_SOURCE,
                    "created_at": now,
                }
            ],
        )
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


def note_progress(tx: Tx, import_id: str, rows_read: int, rows_total: int | None = None) -> None:
    """Note how many rows were read so far."""
    tx.run(
        update(imports).where(imports.c.id == import_id).values(rows_read=rows_read, rows_total=rows_total)
    )


def finish_import(
    tx: Tx, import_id: str, written: Written, *, accepted_rows: int, quarantined_rows: int, now: datetime
) -> Import:
    """Note how every row ended: those neither accepted nor newly quarantined were there before."""
    tx.run(
        update(imports)
        .where(imports.c.id == import_id)
        .values(
            status="done",
            rows_read=written.rows_read,
            rows_total=written.rows_read,
            accepted_rows=accepted_rows,
            quarantined_rows=quarantined_rows,
            duplicate_rows=written.rows_read - accepted_rows - quarantined_rows,
            orders=written.orders,
            refunds=written.refunds,
            events=written.events,
            customers=written.customers,
            mapping=written.mapping,
            finished_at=now,
        )
    )
    return read_import(tx, import_id)


def fail_import(tx: Tx, import_id: str, problem: Mapping[str, Any], now: datetime) -> None:
    """Note why an import came to nothing, or only to a part."""
    values = {"status": "failed", "problem": dict(problem), "finished_at": now}
    tx.run(update(imports).where(imports.c.id == import_id).values(values))


def fail_unfinished_imports(tx: Tx, now: datetime) -> int:
    """Note that imports which a stopped process left running have failed; returns how many."""
    problem = {
        "code": "import.interrupted",
        "what": "The process that read the file was stopped.",
        "where": "",
        "next_step": "Import the file again: nothing is counted twice.",
    }
    running = imports.c.status == "running"
    return tx.run(update(imports).where(running).values(status="failed", problem=problem, finished_at=now))


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
    return Import(**{name: row[name] for name in Import.__dataclass_fields__})

"""Import a file, in the process of the server or beside it: read it into the log, and close the book once it is taken in.

Holds   the log and the state are enough to read a file; only closing needs the warehouse, and the tick does that.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from evergrow.ingest import files
from evergrow.kernel import Refusal, new_id
from evergrow.record import events
from evergrow.runtime.workspace import Workspace
from evergrow.storage.log import Log
from evergrow.storage.state import State

_NOTE_SECONDS: Final = 0.5  # between two notes of the progress in the state


@dataclass(frozen=True)
class FileImport:
    """An import that has begun. `folder` is where large files rest while they are sorted."""

    import_id: str
    path: Path
    filename: str
    options: files.ImportOptions
    started_at: datetime
    folder: Path | None = None


def begin_import(
    state: State, path: Path, filename: str, options: files.ImportOptions, folder: Path | None = None
) -> FileImport:
    """Note the import in the book; `read_file` does the work."""
    begun = FileImport(new_id("imp"), path, filename, options, datetime.now(UTC), folder)
    with state.transaction() as tx:
        files.begin_import(tx, begun.import_id, filename, options.kind, begun.started_at)
    return begun


def read_file(
    begun: FileImport, log: Log, state: State, report: Callable[[files.Progress], None] = lambda _: None
) -> files.Written:
    """Read the file into the log. May take long: call it in a thread of its own.

    Raises:
        Refusal: the file cannot be read; the book says so too.
    """
    noted_at = time.monotonic()

    def told(progress: files.Progress) -> None:
        nonlocal noted_at
        report(progress)
        if time.monotonic() - noted_at > _NOTE_SECONDS:
            noted_at = time.monotonic()
            with state.transaction() as tx:
                files.note_progress(tx, begun.import_id, progress.rows_read)

    if begun.folder is not None:
        begun.folder.mkdir(parents=True, exist_ok=True)
    job = files.Job(
        path=begun.path,
        filename=begun.filename,
        options=begun.options,
        import_id=begun.import_id,
        source_id=files.FILE_SOURCE,
        now=begun.started_at,
        folder=begun.folder,
    )
    try:
        written = files.run_import(job, log.append_now, told)
    except Refusal as refusal:
        with state.transaction() as tx:
            files.fail_import(tx, begun.import_id, refusal, datetime.now(UTC))
        raise
    with state.transaction() as tx:
        files.note_written(tx, begun.import_id, written)
    log.wake()
    return written


def close_imports(workspace: Workspace, now: datetime) -> None:
    """Count how the rows of imports ended that are taken in to their last entry."""
    upto = workspace.position()
    with workspace.state.reading() as tx:
        waiting = files.written_imports(tx, upto=upto)
    for one in waiting:
        place = (one.id, one.first_position, one.last_position)
        accepted = events.accepted_rows(workspace.warehouse, *place)
        with workspace.state.transaction() as tx:
            quarantined = files.quarantined_rows(tx, *place)
            files.close_import(tx, one, accepted_rows=accepted, quarantined_rows=quarantined, now=now)

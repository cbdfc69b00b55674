"""Take a file of products in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from evergrow.ingest import files
from evergrow.record.catalogue import CatalogueKept, UnreadableRow, keep_catalogue
from evergrow.runtime.recommending.serve import clear_shelf
from evergrow.runtime.workspace import Workspace


def import_catalogue(
    workspace: Workspace, path: Path, filename: str, options: files.ImportOptions, *, now: datetime
) -> CatalogueKept:
    """Keep what can be read of the file, and let it be served from now on.

    Raises:
        Refusal: as `read_catalogue` does.
    """
    read = files.read_catalogue(path, filename, options)
    unreadable = [UnreadableRow(line=line, what=what) for line, what in read.unreadable]
    with workspace.state.transaction() as tx:
        kept = keep_catalogue(
            tx, read.products, now=now, unreadable=unreadable, unreadable_rows=read.unreadable_rows
        )
    clear_shelf(workspace)
    return kept

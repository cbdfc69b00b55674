"""Import a file into memory and see what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evergrow.ingest import Intake, take_in
from evergrow.ingest.files import ImportOptions, Job, Written, run_import
from evergrow.storage.log import Entry, LoggedEntry

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class Imported:
    """What an import wrote, and what the door made of it."""

    written: Written
    entries: list[LoggedEntry]
    intake: Intake

    @property
    def events(self) -> list[dict[str, Any]]:
        """Accepted events; properties, context and traits as objects."""
        rows = self.intake.events.to_pylist()
        return [
            row | {name: json.loads(row[name] or "null") for name in ("properties", "context", "traits")}
            for row in rows
        ]

    def named(self, name: str) -> list[dict[str, Any]]:
        """Accepted events of this name, oldest first."""
        return sorted(
            (event for event in self.events if event["name"] == name), key=lambda event: event["at"]
        )

    @property
    def refused(self) -> list[tuple[str, str]]:
        """(reason, sentence) of what went into quarantine."""
        return [(one.reason, one.what) for one in self.intake.quarantined]

    @property
    def refused_rows(self) -> int:
        return sum(json.loads(one.record)["context"]["rows"] for one in self.intake.quarantined)

    @property
    def accepted_rows(self) -> int:
        return sum(event["context"]["rows"] for event in self.events)


def read(path: Path, kind: Any, *, sizes: Mapping[str, Any] | None = None, **options: Any) -> Imported:
    """Import the file at `path`; `sizes` are those of its `Job`."""
    entries: list[LoggedEntry] = []

    def append(more: Sequence[Entry]) -> int:
        for one in more:
            entries.append(
                LoggedEntry(
                    one.source_id, one.dialect, one.detail, one.body, one.received_at, len(entries) + 1
                )
            )
        return len(entries)

    asked = ImportOptions(kind=kind, **options)
    job = Job(
        path=path,
        filename=path.name,
        options=asked,
        import_id="imp_1",
        source_id="files",
        now=NOW,
        **(sizes or {}),
    )
    written = run_import(job, append)
    return Imported(written, entries, take_in(entries))


def read_text(
    folder: Path, text: str | bytes, kind: Any = "orders", name: str = "file.csv", **options: Any
) -> Imported:
    """Import a file with this content."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, kind, **options)

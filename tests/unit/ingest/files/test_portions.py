"""A file is taken in a few portions at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from evergrow.ingest.files import FILE_SOURCE, at_once
from evergrow.storage.log import LoggedEntry

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _entries(*sources: str) -> list[LoggedEntry]:
    return [
        LoggedEntry(source, "records", "", b"", NOW, place) for place, source in enumerate(sources, start=1)
    ]


def test_at_most_four_portions_of_files_are_taken_in_at_once_and_none_is_passed_over() -> None:
    mixed = _entries("site", *[FILE_SOURCE] * 4, "site", FILE_SOURCE, "site")

    assert [entry.position for entry in at_once(mixed)] == [1, 2, 3, 4, 5]
    assert [entry.position for entry in at_once(mixed[5:])] == [6, 7, 8]
    assert at_once([]) == []

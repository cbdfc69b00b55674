"""The log: what it said yes to is on disk, in order, and can be read again."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evergrow.kernel import Refusal
from evergrow.storage.log import Entry, Log
from evergrow.storage.log.rows import connect, insert

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def _entry(body: bytes, *, received_at: datetime = NOW) -> Entry:
    return Entry("src_1", "segment", "batch", body, received_at)


def test_an_entry_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")
    position = log.append_now([_entry(b"\x00{}\xff")])
    (kept,) = log.read(0)
    assert (kept.position, kept.body, kept.received_at, kept.detail) == (
        position,
        b"\x00{}\xff",
        NOW,
        "batch",
    )


def test_entries_that_wait_together_get_positions_in_the_order_they_came(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")

    async def append_many() -> list[int]:
        return await asyncio.gather(*(log.append(_entry(str(number).encode())) for number in range(500)))

    positions = asyncio.run(append_many())
    assert positions == sorted(positions)
    assert [int(entry.body) for entry in log.read(0)] == list(range(500))


def test_what_was_acknowledged_is_there_for_another_process_before_the_log_is_closed(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")
    position = asyncio.run(log.append(_entry(b"{}")))
    assert Log(tmp_path / "log.sqlite").last_position() == position


def test_reading_stops_at_the_bytes_asked_for_but_never_before_one_entry(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")
    log.append_now([_entry(b"x" * 100) for _ in range(10)])
    assert len(log.read(0, bytes_limit=250)) == 3
    assert len(log.read(0, bytes_limit=1)) == 1
    assert [entry.position for entry in log.read(4, upto=6)] == [5, 6]


def test_positions_go_on_after_everything_was_forgotten(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")
    last = log.append_now([_entry(b"{}"), _entry(b"{}")])
    assert log.forget(last, received_before=NOW + timedelta(seconds=1)) == 2
    assert log.last_position() == last
    assert log.append_now([_entry(b"{}")]) == last + 1


def test_only_what_was_taken_in_and_is_old_is_forgotten(tmp_path: Path) -> None:
    log = Log(tmp_path / "log.sqlite")
    log.append_now([_entry(b"old"), _entry(b"new", received_at=NOW + timedelta(days=2)), _entry(b"waits")])
    log.forget(2, received_before=NOW + timedelta(days=1))
    assert [entry.body for entry in log.read(0)] == [b"new", b"waits"]


def test_a_log_that_cannot_write_tells_whoever_waits(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    log = Log(path)

    async def append() -> None:
        await log.append(_entry(b"{}"))
        with sqlite3.connect(path) as other:
            other.execute("drop table inbox")  # stands for a disk that failed
        with pytest.raises(Refusal) as refused:
            await log.append(_entry(b"{}"))
        assert (refused.value.status, refused.value.problems[0].code) == (503, "log.cannot_be_written")

    asyncio.run(append())


def test_a_full_disk_keeps_nothing_of_a_group_and_is_written_to_again_once_there_is_room(
    tmp_path: Path,
) -> None:
    with closing(connect(tmp_path / "log.sqlite")) as connection:
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages + 20}")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            insert(connection, [_entry(b"x" * 1_000) for _ in range(500)])
        connection.execute("pragma max_page_count = 1000000")
        assert insert(connection, [_entry(b"{}")]) == 1

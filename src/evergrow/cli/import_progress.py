"""Progress bars of an import: reading the file, putting orders together, taking the records in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from evergrow.ingest.files import Progress as Told


class Bars:
    """One bar for each step; a step's bar appears when it begins."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._first_position = 0

    def reading(self, told: Told) -> None:
        """How far the file is read and its records are written."""
        rows = f"{told.rows_read:,} rows"
        self._move("Reading", told.bytes_read, max(told.total_bytes, 1), rows)
        if told.step == "writing":
            self._move("Putting orders together", told.rows_written, max(told.rows_read, 1), "")

    def settling(self, first_position: int, last_position: int) -> None:
        """All is in the log; the entries between these positions are to be taken in."""
        for task in self._tasks.values():
            self._progress.update(task, completed=self._progress.tasks[task].total)
        self._first_position = first_position - 1
        self._last_position = last_position

    def settled(self, position: int) -> None:
        """How far the log is taken in."""
        total = max(self._last_position - self._first_position, 1)
        self._move("Taking in", min(max(position - self._first_position, 0), total), total, "")

    def rest(self) -> None:
        """Wait a moment."""
        time.sleep(0.05)

    def _move(self, step: str, completed: int, total: int, note: str) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._progress.add_task(step, total=total, note=note)
        self._progress.update(self._tasks[step], completed=completed, total=total, note=note)


@contextmanager
def bars(console: Console) -> Iterator[Bars]:
    """Bars on a terminal; nothing where the output is no terminal."""
    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bars(progress)

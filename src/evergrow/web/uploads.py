"""Take a file in: streamed to disk as it comes, then read by one thread in the background.

Holds   memory stays flat, whatever the size of the file; imports wait for each other, pages for none of them.
        A file is removed once it was read; what a killed process left is removed at the next start.
"""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import anyio.to_thread

from evergrow.kernel import new_id, refuse

_PIECE: Final = 1_000_000  # bytes gathered before they are written, so that the thread is asked seldom


class Uploads:
    """The files that are on their way into one data directory."""

    def __init__(self, data: Path, *, largest_bytes: int) -> None:
        self._folder = data / "imports" / "uploads"
        self._largest_bytes = largest_bytes
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None
        self._lock = threading.Lock()

    def clear(self) -> None:
        """Remove what an earlier process left."""
        shutil.rmtree(self._folder, ignore_errors=True)

    async def keep(self, pieces: AsyncIterator[bytes], *, largest_bytes: int | None = None) -> Path:
        """Write a request's body to a file of its own.

        Raises:
            Refusal: `import.too_large` (413).
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / new_id("file")
        limit = largest_bytes or self._largest_bytes
        try:
            await _write(pieces, path, limit)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def later(self, work: Callable[[], None]) -> None:
        """Do the work after what waits already, in the background."""
        with self._lock:
            if self._reader is None:
                self._reader = threading.Thread(target=self._work, name="imports", daemon=True)
                self._reader.start()
        self._waiting.put(work)

    def _work(self) -> None:
        while True:
            self._waiting.get()()


async def _write(pieces: AsyncIterator[bytes], path: Path, limit: int) -> None:
    size, gathered = 0, bytearray()
    with path.open("wb") as file:
        async for piece in pieces:
            size += len(piece)
            if size > limit:
                raise refuse(
                    "import.too_large",
                    f"The file is larger than {limit:,} bytes.",
                    where="body",
                    next_step="Import it on the server with `evergrow import FILE`, or raise EVERGROW_LARGEST_IMPORT_BYTES.",
                    status=413,
                )
            gathered += piece
            if len(gathered) >= _PIECE:
                await anyio.to_thread.run_sync(file.write, bytes(gathered))
                gathered.clear()
        await anyio.to_thread.run_sync(file.write, bytes(gathered))

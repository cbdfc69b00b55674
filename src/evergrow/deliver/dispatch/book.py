"""The one writer of what happens to messages on their way: marks and endings share one commit, so one fsync.

Holds   `mark` returns when it is on disk that the message may have gone out. Endings follow in the order they came.
        An event in the log tells of every message sent; its id is made from the message, so telling twice is harmless.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

import pyarrow as pa

from evergrow.deliver.attempts import Ending, mark_handing, note_endings
from evergrow.ingest import RECORDS, body_of
from evergrow.kernel import crash_point
from evergrow.storage.log import Entry, Log
from evergrow.storage.state import State

LARGEST_GROUP: Final = 500
_TELL_EVERY_SECONDS: Final = 0.1
_TELL_AT: Final = 500
_LINGER_SECONDS: Final = 0.002
_log = logging.getLogger(__name__)
_Mark = tuple[int, "asyncio.Future[None]"]
_Item = _Mark | Ending | None


class Withdrawn(Exception):
    """The message is no longer to be sent: it was stopped between its claim and its mark."""


class Book:
    """Writes marks and endings from a thread of its own. `source_id` is whom the log's entries are from."""

    def __init__(self, state: State, log: Log, clock: Callable[[], datetime], *, source_id: str) -> None:
        self._state = state
        self._log = log
        self._clock = clock
        self._source_id = source_id
        self._queue: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._untold: list[dict[str, Any]] = []
        self._told_at = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._write, name="book", daemon=True)
        self._is_stopping = False
        self.failure: BaseException | None = None

    def start(self, loop: asyncio.AbstractEventLoop, written: Callable[[list[int]], None]) -> None:
        """Answer marks on this loop, and call `written` on it with the messages whose endings are on disk."""
        self._loop, self._written = loop, written
        self._thread.start()

    async def mark(self, message_key: int) -> None:
        """Say on disk that the message may go out from now on.

        Raises:
            Withdrawn: it must not.
        """
        assert self._loop is not None
        kept: asyncio.Future[None] = self._loop.create_future()
        self._queue.put((message_key, kept))
        await kept
        crash_point("dispatch.marked")

    def end(self, ending: Ending) -> None:
        """Note how a try ended."""
        self._queue.put(ending)

    def stop(self) -> None:
        """Write what is queued, then end."""
        self._is_stopping = True
        if self._thread.ident is not None:
            self._queue.put(None)
            self._thread.join()

    def _write(self) -> None:
        is_open = True
        while is_open or self._untold:
            group, is_open = self._group(is_open)
            marks = [item for item in group if isinstance(item, tuple)]
            endings = [item for item in group if isinstance(item, Ending)]
            if group:
                self._commit(marks, endings)
            is_time = time.monotonic() - self._told_at > _TELL_EVERY_SECONDS
            if self._untold and (is_time or not is_open or len(self._untold) >= _TELL_AT):
                self._tell()

    def _group(self, is_open: bool) -> tuple[list[_Mark | Ending], bool]:
        """What waits, and what comes within two milliseconds of it: connections answer one after the other, and a commit costs
        about the same for one message as for a hundred.
        """
        group: list[_Mark | Ending] = []
        try:
            item = self._queue.get(timeout=_TELL_EVERY_SECONDS if self._untold else None)
            time.sleep(_LINGER_SECONDS)
            while item is not None and len(group) < LARGEST_GROUP:
                group.append(item)
                item = self._queue.get_nowait() if len(group) < LARGEST_GROUP else item
            is_open = is_open and item is not None
        except queue.Empty:
            pass
        return group, is_open

    def _commit(self, marks: Sequence[_Mark], endings: Sequence[Ending]) -> None:
        crash_point("dispatch.before_commit")
        wait = 0.1
        while True:
            try:
                with self._state.transaction() as tx:
                    gone = mark_handing(tx, [key for key, _ in marks]) if marks else set[int]()
                    note_endings(tx, endings)
                break
            except Exception as error:  # disk full: a mark must fail, an ending must not get lost
                self.failure = error
                self._answer(marks, partial(_same, error))
                marks = []
                if not endings or self._is_stopping:
                    return
                _log.exception("Outcomes cannot be written; they are tried again in %.1f s.", wait)
                time.sleep(wait)
                wait = min(2 * wait, 10.0)
        self.failure = None
        crash_point("dispatch.committed")
        self._answer(marks, lambda key: Withdrawn(key) if key in gone else None)
        self._hand_back([ending.message_key for ending in endings])
        self._untold += [ending.told for ending in endings if ending.told]

    def _hand_back(self, keys: list[int]) -> None:
        if keys and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._written, keys)

    def _answer(self, marks: Sequence[_Mark], failure: Callable[[int], Exception | None]) -> None:
        def answer() -> None:
            for key, kept in marks:
                if kept.done():
                    continue
                error = failure(key)
                if error is None:
                    kept.set_result(None)
                else:
                    kept.set_exception(error)

        if marks and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(answer)

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        tell(self._log, self._untold, source_id=self._source_id, now=self._clock())
        self._untold = []
        crash_point("dispatch.told")


def _same(error: Exception, _key: int) -> Exception:
    return error


def tell(log: Log, records: Sequence[dict[str, Any]], *, source_id: str, now: datetime) -> None:
    """Append records (rows of RECORDS, missing columns are null) to the log as one entry."""
    if records:
        body = body_of(pa.Table.from_pylist(list(records), schema=RECORDS))
        log.append_now([Entry(source_id, "records", "", body, now)])

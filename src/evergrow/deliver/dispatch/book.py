"""The one writer of what happens to messages on their way: marks and endings share one commit, so one fsync.

Holds   `mark` returns when it is on disk that the messages may have gone out. Endings follow in the order they came.
        An event in the log tells of every message sent; its id is made from the message, so telling twice is harmless.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

import pyarrow as pa

from evergrow.deliver.attempts import Ending, give_back, mark_handing, note_endings
from evergrow.ingest import RECORDS, body_of
from evergrow.kernel import crash_point
from evergrow.storage.log import Entry, Log
from evergrow.storage.state import State

_TELL_EVERY_SECONDS: Final = 0.2
_TELL_AT: Final = 2_000
_MARK_LINGER_SECONDS: Final = 0.002
"""Connections ask for marks one after the other, and a commit costs about the same for one flight as for ten."""
_END_LINGER_SECONDS: Final = 0.025
"""Nobody waits for an ending; the tally holds what a killed process had not written."""
_log = logging.getLogger(__name__)
_Mark = tuple[Sequence[int], "asyncio.Future[set[int]]"]


class Book:
    """Writes marks and endings from a thread of its own. `source_id` is whom the log's entries are from."""

    def __init__(self, state: State, log: Log, clock: Callable[[], datetime], *, source_id: str) -> None:
        self._state = state
        self._log = log
        self._clock = clock
        self._source_id = source_id
        self._marks: deque[_Mark] = deque()
        self._endings: deque[Ending] = deque()
        self._returned: deque[int] = deque()
        self._has_some = threading.Event()
        self._has_marks = threading.Event()
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

    async def mark(self, keys: Sequence[int]) -> set[int]:
        """Say on disk that the messages may go out from now on; returns those that must not, as they were stopped."""
        assert self._loop is not None
        kept: asyncio.Future[set[int]] = self._loop.create_future()
        self._marks.append((keys, kept))
        self._has_marks.set()
        self._has_some.set()
        gone = await kept
        crash_point("dispatch.marked")
        return gone

    def end(self, ending: Ending) -> None:
        """Note how a try ended."""
        self._endings.append(ending)
        if not self._has_some.is_set():
            self._has_some.set()

    def give_back(self, key: int) -> None:
        """The message was marked and not begun: it is ready again."""
        self._returned.append(key)
        self._has_some.set()

    def stop(self) -> None:
        """Write what is queued, then end."""
        self._is_stopping = True
        if self._thread.ident is not None:
            self._has_marks.set()
            self._has_some.set()
            self._thread.join()

    def _write(self) -> None:
        while True:
            self._has_some.wait(_TELL_EVERY_SECONDS if self._untold else None)
            self._has_some.clear()
            is_last = self._is_stopping
            if not is_last and (self._marks or self._endings or self._returned):
                self._linger()
            self._has_marks.clear()
            marks, endings, returned = map(_drained, (self._marks, self._endings, self._returned))
            if marks or endings or returned:
                self._commit(marks, endings, returned)
            is_time = time.monotonic() - self._told_at > _TELL_EVERY_SECONDS
            if self._untold and (is_time or is_last or len(self._untold) >= _TELL_AT):
                self._tell()
            if is_last:
                return

    def _linger(self) -> None:
        if self._has_marks.wait(_END_LINGER_SECONDS):
            time.sleep(_MARK_LINGER_SECONDS)

    def _commit(self, marks: list[_Mark], endings: Sequence[Ending], returned: Sequence[int]) -> None:
        crash_point("dispatch.before_commit")
        wait = 0.1
        while True:
            try:
                with self._state.transaction() as tx:
                    asked = [key for keys, _ in marks for key in keys]
                    gone = mark_handing(tx, asked) if asked else set[int]()
                    note_endings(tx, endings)
                    give_back(tx, returned)
                break
            except Exception as error:  # disk full: a mark must fail, an ending must not get lost
                self.failure = error
                self._answer(marks, error)
                marks = []
                if not (endings or returned) or self._is_stopping:
                    return
                _log.exception("Outcomes cannot be written; they are tried again in %.1f s.", wait)
                time.sleep(wait)
                wait = min(2 * wait, 10.0)
        self.failure = None
        crash_point("dispatch.committed")
        self._answer(marks, gone)
        self._hand_back([*(ending.message_key for ending in endings), *returned])
        self._untold += [ending.told for ending in endings if ending.told]

    def _hand_back(self, keys: list[int]) -> None:
        if keys and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._written, keys)

    def _answer(self, marks: Sequence[_Mark], answer: set[int] | Exception) -> None:
        def tell() -> None:
            for keys, kept in marks:
                if kept.done():
                    continue
                if isinstance(answer, Exception):
                    kept.set_exception(answer)
                else:
                    kept.set_result(answer.intersection(keys))

        if marks and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(tell)

    def _tell(self) -> None:
        """Tell the log what was sent. Where it cannot be told, it stays for the next time, or for the next start."""
        self._told_at = time.monotonic()
        try:
            tell(self._log, self._untold, source_id=self._source_id, now=self._clock())
        except Exception:
            _log.exception("What was sent cannot be told to the log; it is tried again.")
            return
        self._untold = []
        crash_point("dispatch.told")


def _drained(waiting: deque[Any]) -> list[Any]:
    """All of it; what another thread adds meanwhile is in it or waits for the next time."""
    return [waiting.popleft() for _ in range(len(waiting))]


def tell(log: Log, records: Sequence[dict[str, Any]], *, source_id: str, now: datetime) -> None:
    """Append records (rows of RECORDS, missing columns are null) to the log as one entry."""
    if records:
        body = body_of(pa.Table.from_pylist(list(records), schema=RECORDS))
        log.append_now([Entry(source_id, "records", "", body, now)])

"""The thread that ticks: at once when something arrives, and at the latest every quarter of a second.

Holds   one tick at a time. A tick that fails is repeated, later each time, and says so: nothing is skipped.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from evergrow.runtime.heap import leave_loaded_alone
from evergrow.runtime.tick import TickResult, tick
from evergrow.runtime.workspace import Workspace

Listener = Callable[[TickResult], None]
_LONGEST_RETRY_SECONDS: Final = 30.0
_SHORTEST_PAUSE_SECONDS: Final = 0.05  # after a wake-up: let a burst arrive and share one tick
_LONGEST_PAUSE_SECONDS: Final = 0.3  # a page should show a purchase within two seconds
_LONGEST_AWAITED_PAUSE_SECONDS: Final = 0.02  # a journey answers to a stream of events within a second
_LONGEST_PRESSED_PAUSE_SECONDS: Final = (
    1.0  # nothing waits for the stream: the requests need the machine more
)
_PAUSES_PER_TICK: Final = 3  # single events take a quarter of one core at most; large batches what there is
_LARGE_TICK: Final = 10_000  # records in batches: a tick costs little for each, so the next follows at once
_RECORDS_A_BATCH: Final = (
    10  # an entry of the log; where there are fewer, requests need the cores between ticks
)
_KEEP_LOG: Final = timedelta(hours=24)
_FORGET_EVERY: Final = timedelta(minutes=10)
_log = logging.getLogger(__name__)


class Worker:
    """Ticks one workspace until it is stopped. `failure` is what the last tick failed with, if it did."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._listeners: list[Listener] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)
        self._forgot_at = datetime.min.replace(tzinfo=UTC)
        self.failure: BaseException | None = None

    def listen(self, listener: Listener) -> None:
        """Call `listener` after every tick that changed something, in the worker's thread."""
        self._listeners.append(listener)

    def start(self) -> None:
        leave_loaded_alone()
        self._thread.start()

    def stop(self) -> None:
        """Finish the tick under way, then end."""
        self._stop.set()
        self._workspace.log.wake()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        retry_seconds = 0.25
        pause = self._workspace.settings.tick_ms / 1_000
        while not self._stop.is_set():
            try:
                began = time.perf_counter()
                before = self._workspace.taken_position()
                result, has_more = self._tick_once()
                took = time.perf_counter() - began
                is_large = _is_large(result.received, self._workspace.taken_position() - before)
                self.failure, retry_seconds = None, 0.25
            except Exception as error:
                self.failure = error
                _log.exception("A tick failed; it is repeated in %.2f s.", retry_seconds)
                self._stop.wait(retry_seconds)
                retry_seconds = min(2 * retry_seconds, _LONGEST_RETRY_SECONDS)
                continue
            if not is_large and (has_more or self._workspace.log.wait(pause)):
                longest = _longest_pause(has_more=has_more, is_awaited=result.is_awaited)
                self._stop.wait(min(max(_SHORTEST_PAUSE_SECONDS, _PAUSES_PER_TICK * took), longest))

    def _tick_once(self) -> tuple[TickResult, bool]:
        """One tick; returns what it did, and whether more waits."""
        workspace = self._workspace
        started, now = time.perf_counter(), datetime.now(UTC)
        result = tick(workspace, now)
        if not result.is_empty:
            workspace.last_tick_ms = 1_000 * (time.perf_counter() - started)
            for listener in self._listeners:
                listener(result)
        if now - self._forgot_at > _FORGET_EVERY:
            self._forgot_at = now
            workspace.log.forget(workspace.taken_position(), received_before=now - _KEEP_LOG)
        return result, workspace.log.last_position() > workspace.taken_position()


def _is_large(records: int, entries: int) -> bool:
    """Whether a tick took in many records, in batches."""
    return records >= max(_LARGE_TICK, _RECORDS_A_BATCH * entries)


def _longest_pause(*, has_more: bool, is_awaited: bool) -> float:
    if not has_more:
        return _LONGEST_PAUSE_SECONDS
    return _LONGEST_AWAITED_PAUSE_SECONDS if is_awaited else _LONGEST_PRESSED_PAUSE_SECONDS

"""A thread beside the server that looks now and then whether something is due, and does it.

Holds   one look at a time; a look that fails says so and is made again later; who stops it waits for the look under way.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

LOOK_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


class Lookout:
    """Looks until it is stopped."""

    def __init__(
        self,
        name: str,
        look: Callable[[datetime], object],
        *,
        failed: str,
        first_seconds: float = LOOK_SECONDS,
        retry_seconds: float = LOOK_SECONDS,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        """Start with `start`.

        Args:
            name: Of the thread.
            look: Does what is due at the moment given, if anything is.
            failed: What the log says of a look that failed.
            first_seconds: How long after the start the first look is made,
            retry_seconds: and after a failed one the next; after any other a minute.
            wait: Waits so many seconds and says whether it is over; ends at `stop` by itself when left out.
        """
        self._look, self._failed = look, failed
        self._first_seconds, self._retry_seconds = first_seconds, retry_seconds
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the look under way, then end."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def run(self) -> None:
        """Look until stopped, in the thread of who calls."""
        pause = self._first_seconds
        while not self._wait(pause):
            pause = LOOK_SECONDS
            try:
                self._look(datetime.now(UTC))
            except Exception:
                pause = self._retry_seconds
                _log.exception(self._failed)

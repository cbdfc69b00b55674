"""Foretell every night, beside the server; and soon where a segment asks for what was never foretold.

Holds   a night that was missed, as on a machine that slept, is made up for after the start.
"""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from evergrow.measure import segments
from evergrow.record.customers import CUSTOMERS
from evergrow.runtime.accounts import read_account
from evergrow.runtime.predictions.kept import kept_predictions
from evergrow.runtime.predictions.refresh import refresh_predictions
from evergrow.runtime.workspace import Workspace

NIGHTLY: Final = time(4)
_LOOK_SECONDS: Final = 60.0
_RETRY_SECONDS: Final = 3_600.0
_log = logging.getLogger(__name__)


def is_due(kept_at: datetime | None, started_at: datetime, now: datetime, zone: str) -> bool:
    """Whether a night's hour has passed since it was foretold last, or else since the start."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), NIGHTLY, tzinfo=local.tzinfo)
    last = today if today <= local else today - timedelta(days=1)
    return (kept_at or started_at) < last


class Foreteller:
    """The thread that foretells for one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="foreteller", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End; what is under way is finished first."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        started_at = datetime.now(UTC)
        pause = _LOOK_SECONDS
        while not self._stop.wait(pause):
            pause = _LOOK_SECONDS
            try:
                if self._is_due(started_at, datetime.now(UTC)):
                    refresh_predictions(self._workspace, datetime.now(UTC))
            except Exception:
                pause = _RETRY_SECONDS
                _log.exception("Nothing was foretold; it is tried again in an hour.")

    def _is_due(self, started_at: datetime, now: datetime) -> bool:
        room = self._workspace
        kept_at = kept_predictions(room).as_of
        if kept_at is None and (room.settings.is_demo or segments.levels_asked(room.world())):
            return room.warehouse.fetch(CUSTOMERS.rows.limit(1)).num_rows > 0
        return is_due(kept_at, started_at, now, read_account(room.state).time_zone)

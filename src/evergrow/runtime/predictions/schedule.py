"""Foretell every night, beside the server; and soon where a segment asks for what was never foretold.

Holds   a night that was missed, as on a machine that slept, is made up for after the start.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from evergrow.measure import segments
from evergrow.record.customers import CUSTOMERS
from evergrow.runtime.accounts import read_account
from evergrow.runtime.lookout import Lookout
from evergrow.runtime.predictions.kept import foretold_at
from evergrow.runtime.predictions.refresh import refresh_predictions
from evergrow.runtime.workspace import Workspace

NIGHTLY: Final = time(4)
_RETRY_SECONDS: Final = 3_600.0


def is_due(kept_at: datetime | None, started_at: datetime, now: datetime, zone: str) -> bool:
    """Whether a night's hour has passed since it was foretold last, or else since the start."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), NIGHTLY, tzinfo=local.tzinfo)
    last = today if today <= local else today - timedelta(days=1)
    return (kept_at or started_at) < last


class Foretelling:
    """Foretells for one workspace when it is due."""

    def __init__(self, workspace: Workspace, started_at: datetime) -> None:
        self._workspace, self._started_at = workspace, started_at

    def look(self, now: datetime) -> bool:
        """Foretell if it is due; says whether it was."""
        is_it = self._is_due(now)
        if is_it:
            refresh_predictions(self._workspace, now)
        return is_it

    def _is_due(self, now: datetime) -> bool:
        room = self._workspace
        kept_at = foretold_at(room)
        if kept_at is None and (room.settings.is_demo or segments.levels_asked(room.world())):
            return room.warehouse.fetch(CUSTOMERS.rows.limit(1)).num_rows > 0
        return is_due(kept_at, self._started_at, now, read_account(room.state).time_zone)


def foreteller(workspace: Workspace) -> Lookout:
    """The thread that foretells for one workspace."""
    return Lookout(
        "foreteller",
        Foretelling(workspace, datetime.now(UTC)).look,
        failed="Nothing was foretold; it is tried again in an hour.",
        retry_seconds=_RETRY_SECONDS,
    )

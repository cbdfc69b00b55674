"""Lay what customers did in its order, for the reports that ask for it, while nothing presses.

Holds   a part takes about half a second, and at most a tenth of the time goes into it. Until all is laid, and where
        little came since, reports are as right as after it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from evergrow.record import sequences
from evergrow.storage.warehouse import Warehouse

_LOOK_EVERY: Final = timedelta(seconds=10)
_REST: Final = 9
"""Times as long as the last part took."""


@dataclass
class Laying:
    """When to look again, and up to where the log was taken in when all was laid."""

    look_at: datetime | None = None
    done_until: int | None = None


def lay_sequences(warehouse: Warehouse, laying: Laying, position: int, now: datetime) -> None:
    """Lay a part if it is time.

    Args:
        warehouse: Whose events.
        laying: What is noted from one time to the next.
        position: Up to where the log is taken in.
        now: The moment of the tick.
    """
    if laying.done_until == position or (laying.look_at is not None and now < laying.look_at):
        return
    started = time.perf_counter()
    has_more = sequences.lay(warehouse)
    laying.done_until = None if has_more else position
    laying.look_at = now + max(_LOOK_EVERY, _REST * timedelta(seconds=time.perf_counter() - started))

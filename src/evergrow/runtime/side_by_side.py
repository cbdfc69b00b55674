"""Let the threads of one process live side by side: ticks, sending and requests share one interpreter."""

from __future__ import annotations

import gc
import sys
from typing import Final

_TURN_SECONDS: Final = 0.0005
"""How long a thread that is counting away keeps the others waiting (Python's own: 0.005). A tick comes back from Polars
and the databases some four hundred times, and each time it waits for a turn: beside busy sending that was two seconds."""


def live_side_by_side() -> None:
    """Call it when the work begins, with all loaded that is needed for it."""
    sys.setswitchinterval(_TURN_SECONDS)
    gc.freeze()  # what is loaded stays: else each full collection looks through all of it, for 0.3 s

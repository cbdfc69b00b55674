"""Points where a test may kill the process, to prove that nothing is sent twice or lost wherever it dies.

`EVERGROW_CRASH_AT=dispatch.marked:17` kills (SIGKILL, no clean-up) at the 17th time that point is passed; a test that
forks calls `arm` in the child. Outside of tests passing a point costs one comparison.
"""

from __future__ import annotations

import os
import signal

_armed: tuple[str, int] | None = None


def arm(point: str, nth: int = 1) -> None:
    """Die at the `nth` time that `point` is passed from now on."""
    global _armed
    _armed = (point, nth)


def crash_point(name: str) -> None:
    """Somewhere between two steps that have to survive a crash between them."""
    global _armed
    if _armed is None or _armed[0] != name:
        return
    _armed = (name, _armed[1] - 1)
    if _armed[1] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)


_wanted, _, _times = os.environ.get("EVERGROW_CRASH_AT", "").partition(":")
if _wanted:
    arm(_wanted, int(_times or 1))

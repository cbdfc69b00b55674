"""One life of the program on a data directory: it ticks and sends until it is done, or killed."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import func, select

from evergrow.engage.messages import messages
from evergrow.kernel import arm
from evergrow.runtime import Settings, Workspace, open_workspace, tick
from evergrow.runtime.sending import Sender


def live(data: str, expected: int, point: str | None, nth: int, begun: Connection) -> None:
    """Work until `expected` messages have come to their end.

    Args:
        data: The data directory.
        expected: How many messages there will be.
        point: Die when this point is passed for the `nth` time; None: whenever somebody kills.
        nth: See `point`.
        begun: Told when work begins.
    """
    workspace = open_workspace(Settings(data=Path(data)))
    sender = Sender(workspace)
    if point is not None:
        arm(point, nth)
    sender.start()
    begun.send(True)
    while ended(workspace) < expected:
        if tick(workspace, datetime.now(UTC)).ready:
            sender.wake()
        time.sleep(0.02)
    sender.stop()
    workspace.close()


def ended(workspace: Workspace) -> int:
    """Messages of which it is known what became of them."""
    done = messages.c.status.in_(("sent", "failed", "suppressed", "unknown"))
    with workspace.state.reading() as tx:
        return tx.scalar(select(func.count()).where(done)) or 0

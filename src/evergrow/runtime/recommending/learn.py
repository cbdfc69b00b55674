"""Make the model anew: on demand, and once a day where something came in since.

Holds   one model is made at a time. It is made beside the ticks, which wait only while it is written.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from evergrow.kernel import Unavailable
from evergrow.measure.recommendations import MODEL, keep_model, learn
from evergrow.record.events import received_since
from evergrow.runtime.lookout import Lookout
from evergrow.runtime.recommending.serve import clear_shelf
from evergrow.runtime.workspace import Workspace

EVERY: Final = timedelta(hours=24)
_A_MINUTE: Final = timedelta(minutes=1)
_FLOOD: Final = 10_000
_FIRST_SECONDS: Final = 20.0  # who starts a server wants its pages first
_at_once: Final = threading.Lock()
"""One at a time: who asks while another runs waits for its turn."""


def learned(workspace: Workspace) -> dict[str, Any] | None:
    """When the model was made and from how much; None where there is none."""
    rows = workspace.warehouse.fetch(MODEL.rows).to_pylist()
    return rows[0] if rows else None


def is_due(workspace: Workspace, now: datetime) -> bool:
    """Whether the model is older than a day and something came in since; or there is none, and there are events."""
    position, known = workspace.position(), learned(workspace)
    if known is None:
        return position > 0
    return position > known["position"] and now - known["learned_at"].replace(tzinfo=UTC) >= EVERY


def learn_now(workspace: Workspace, now: datetime) -> str | None:
    """Make the model anew from everything that is recorded. Returns why there is none, where there is none."""
    with _at_once:
        position = workspace.position()
        model = learn(workspace.measured(), now, position=position)
        with workspace.writing, workspace.warehouse.transaction() as tx:
            keep_model(tx, None if isinstance(model, Unavailable) else model)
        clear_shelf(workspace)
    return model.reason if isinstance(model, Unavailable) else None


def _is_flooded(workspace: Workspace, now: datetime) -> bool:
    """Whether so much comes in that the machine has better things to do, and the model would soon be an old one."""
    if workspace.taken_position() < workspace.log.last_position():
        return True
    return sum(received_since(workspace.warehouse, now - _A_MINUTE).values()) >= _FLOOD


class Learning:
    """Makes the model of one workspace anew when it is due."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._found_nothing_at = 0

    def look(self, now: datetime) -> bool:
        """Learn if it is due and the machine has time; says whether it did. What held nothing is not looked through twice."""
        position = self._workspace.position()
        if position == self._found_nothing_at or not is_due(self._workspace, now):
            return False
        if _is_flooded(self._workspace, now):
            return False
        if learn_now(self._workspace, now) is not None:
            self._found_nothing_at = position
        return True


def learner(workspace: Workspace) -> Lookout:
    """The thread that makes the model of one workspace anew when it is due."""
    return Lookout(
        "learner",
        Learning(workspace).look,
        failed="The recommendations could not be learned; that is tried again in a minute.",
        first_seconds=_FIRST_SECONDS,
    )

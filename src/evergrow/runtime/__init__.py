"""Where everything is put together: settings, wiring, the tick and the thread that runs it."""

from evergrow.runtime.settings import Settings, settings_from
from evergrow.runtime.settle import Move
from evergrow.runtime.tick import Happened, TickResult, tick
from evergrow.runtime.worker import Worker
from evergrow.runtime.workspace import Workspace, open_workspace

__all__ = [
    "Happened",
    "Move",
    "Settings",
    "TickResult",
    "Worker",
    "Workspace",
    "open_workspace",
    "settings_from",
    "tick",
]

"""Where everything is put together: settings, wiring, the tick and the thread that runs it.

What ticks, sends and reads files is loaded when somebody asks for it: a command that only reads starts half a second sooner.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from evergrow.runtime.maps import MapChange, change_map, choose_map, map_changes
from evergrow.runtime.merges import redo_merge, undo_merge
from evergrow.runtime.segments import (
    check_segment,
    known_to_segments,
    remove_segment,
    save_segment,
    unknown_segment,
    users_of,
)
from evergrow.runtime.settings import Settings, settings_from
from evergrow.runtime.settle import Move
from evergrow.runtime.titles import TITLED, title_of, titles_of, words_for
from evergrow.runtime.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from evergrow.runtime.imports import FileImport, begin_import, read_file
    from evergrow.runtime.sending import Sender, judge_messages, save_guards
    from evergrow.runtime.tick import Happened, TickResult, tick
    from evergrow.runtime.worker import Worker

__all__ = [
    "TITLED",
    "FileImport",
    "Happened",
    "MapChange",
    "Move",
    "Sender",
    "Settings",
    "TickResult",
    "Worker",
    "Workspace",
    "begin_import",
    "change_map",
    "check_segment",
    "choose_map",
    "judge_messages",
    "known_to_segments",
    "map_changes",
    "open_workspace",
    "read_file",
    "redo_merge",
    "remove_segment",
    "save_guards",
    "save_segment",
    "settings_from",
    "tick",
    "title_of",
    "titles_of",
    "undo_merge",
    "unknown_segment",
    "users_of",
    "words_for",
]

_LATER: Final = {
    "imports": ("FileImport", "begin_import", "read_file"),
    "sending": ("Sender", "judge_messages", "save_guards"),
    "tick": ("Happened", "TickResult", "tick"),
    "worker": ("Worker",),
}


def __getattr__(name: str) -> Any:
    if not any(name in names for names in _LATER.values()):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for (
        file,
        names,
    ) in _LATER.items():  # all at once: the file `tick` would else stand where its function belongs
        inside = import_module(f"{__name__}.{file}")
        globals().update({one: getattr(inside, one) for one in names})
    return globals()[name]

"""Keep out of a process what only looks needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import ModuleType


class _Absent:
    """Says of one module that it is not installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if name == self._name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def leave_out_pandas() -> None:
    """Let nobody in this process load pandas: the program speaks Arrow and Polars alone.

    Ibis brings it along, and PyArrow loads it at its first array to ask whether that is one of its own: 0.3 s of
    every command, and 40 MB.
    """
    sys.meta_path.insert(0, _Absent("pandas"))

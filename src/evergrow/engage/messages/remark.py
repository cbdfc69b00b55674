"""What there is to say about one place of a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something about a value, a link or a picture. An `error` keeps the message from being saved."""

    level: Level
    code: str
    what: str
    next_step: str
    line: int = 1

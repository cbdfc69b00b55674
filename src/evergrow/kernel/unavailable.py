"""A number that cannot be computed says why, instead of being 0, 1 or NaN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn


@dataclass(frozen=True)
class Unavailable:
    """Stands where a number would. `reason` is a sentence for the reader of the report."""

    reason: str

    if not TYPE_CHECKING:  # a checker already says that it is not looked at as a number would be

        def __getattr__(self, name: str) -> NoReturn:
            known = "" if name.startswith("_") or name == "reason" else f"; there is none: {self.reason}"
            raise AttributeError(f"Unavailable has no {name}{known}")

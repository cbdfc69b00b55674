"""Runs the python blocks of a page one after the other, and notes what each prints beside what the page says."""

from __future__ import annotations

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A python block, and the text block right below it: what it prints. None where the page does not say."""

    code: str
    says: str | None


def python_of(page: Path, below: str = "") -> list[Block]:
    """All python blocks of the page below a heading, in order."""
    text = page.read_text(encoding="utf-8").partition(below)[2] if below else page.read_text(encoding="utf-8")
    return [Block(code, says or None) for code, says in _BLOCK.findall(text)]


def printed(block: Block, names: dict[str, Any]) -> str:
    """What the block prints, which sees and leaves `names`."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(block.code, "page", "exec"), names)  # the page is ours
    return told.getvalue()

"""What applying a folder would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from typing import Literal

from evergrow.definitions.folders.kinds import Names
from evergrow.definitions.folders.read import Document


@dataclass(frozen=True, kw_only=True)
class Change:
    """One document that is new or differs. `diff` is unified: what is kept against what the file says."""

    document: Document
    kind: Literal["new", "changed"]
    diff: str


def changes(documents: Iterable[Document], kept: Names) -> list[Change]:
    """The documents that differ from what is kept (text by name, by kind), in the order given."""
    found = []
    for document in documents:
        before = kept.get(document.kind, {}).get(document.name)
        if before == document.text:
            continue
        lines = unified_diff(
            (before or "").splitlines(keepends=True),
            document.text.splitlines(keepends=True),
            fromfile=f"kept/{document.file}" if before is not None else "/dev/null",
            tofile=document.file,
        )
        found.append(
            Change(document=document, kind="new" if before is None else "changed", diff="".join(lines))
        )
    return found

"""The source tree as the house rules see it: files, what they import, what they call."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
SKIPPED = {"node_modules", ".venv", ".git", "__pycache__", "coverage", "dist", ".demo"}


@dataclass(frozen=True)
class Source:
    """One Python file. `module` is its dotted name, for `src/` without the `src.`."""

    path: Path

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def module(self) -> str:
        base = SRC if self.path.is_relative_to(SRC) else ROOT
        parts = self.path.relative_to(base).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        """`storage` for `evergrow.storage.log.inbox`; empty for the package itself."""
        parts = self.module.split(".")
        return parts[1] if len(parts) > 1 and parts[0] == "evergrow" else ""

    @property
    def is_door(self) -> bool:
        return self.path.name == "__init__.py"

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.place)

    def imports(self) -> Iterator[tuple[int, str, str]]:
        """Line, module and name of every import; the name is empty for `import module`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name, "") for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield from ((node.lineno, node.module, alias.name) for alias in node.names)

    def calls(self) -> Iterator[tuple[int, str]]:
        """Line and dotted text of everything called: `connection.execute`, `datetime.now`, `[...].commit`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func)

    def exported(self) -> list[str] | None:
        """The names in `__all__`, or None where there is none."""
        for node in self.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, ast.AnnAssign):
                targets = [node.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                value = getattr(node, "value", None)
                return (
                    [str(item.value) for item in value.elts if isinstance(item, ast.Constant)]
                    if value
                    else []
                )
        return None


def dotted(node: ast.expr) -> str:
    """`a.b.c` for attribute access; what stands before a call or an index becomes `[...]`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "[...]"


def files(folder: Path, *endings: str) -> Iterator[Path]:
    """Files below `folder` with one of the endings, without what tools made."""
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from (Path(top) / name for name in sorted(names) if name.endswith(endings))


@cache
def product() -> tuple[Source, ...]:
    """Every Python file of the product."""
    return tuple(Source(path) for path in files(SRC, ".py"))


@cache
def everything() -> tuple[Source, ...]:
    """Every Python file of the repository."""
    folders = (SRC, ROOT / "tests", ROOT / "tools", ROOT / "benchmarks", ROOT / "docs", ROOT / "examples")
    return tuple(Source(path) for folder in folders for path in files(folder, ".py"))

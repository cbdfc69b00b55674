"""Limits that keep a file readable at one sitting. They change only in a commit that says why."""

from __future__ import annotations

import ast

from tests.architecture.tree import ROOT, everything, files

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_TYPESCRIPT = 250
DRAWERS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "service",
    "services",
    "manager",
    "managers",
    "core",
    "misc",
}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the end, without the docstring: that one may be as long as the truth needs."""
    first = function.body[0]
    is_documented = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    documented = (first.end_lineno or 0) - first.lineno + 1 if is_documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - documented


def test_no_python_file_is_too_long() -> None:
    long = [
        f"{source.place}: {n}"
        for source in everything()
        if (n := len(source.text.splitlines())) > LONGEST_FILE
    ]

    assert not long, f"over {LONGEST_FILE} lines; find the two ideas in it and part them:\n" + "\n".join(long)


def test_no_function_is_too_long() -> None:
    """A migration is a list of what is made, read once from top to bottom; it may be as long as the list."""
    long = [
        f"{source.place}:{node.lineno} {node.name}: {_length(node)}"
        for source in everything()
        if "migrations" not in source.path.parts
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _length(node) > LONGEST_FUNCTION
    ]

    assert not long, f"over {LONGEST_FUNCTION} lines:\n" + "\n".join(long)


def test_no_typescript_file_is_too_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {n}"
        for folder in (ROOT / "dashboard", ROOT / "sdk")
        for path in files(folder, ".ts", ".tsx")
        if "generated" not in path.parts and not path.name.endswith(".gen.ts")
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_TYPESCRIPT
    ]

    assert not long, f"over {LONGEST_TYPESCRIPT} lines:\n" + "\n".join(long)


def test_no_file_is_a_drawer_for_everything() -> None:
    names = [
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "tests", "tools", "benchmarks", "dashboard", "sdk", "examples")
        for path in files(ROOT / folder, ".py", ".ts", ".tsx")
        if DRAWERS & {part.lower() for part in (*path.relative_to(ROOT).parts[:-1], path.name.split(".")[0])}
    ]

    assert not names, "name these after what they do:\n" + "\n".join(names)


def test_a_record_of_a_decision_fits_one_page() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    long = [path.name for path in records if len(path.read_text(encoding="utf-8").splitlines()) > 60]

    assert records, "docs/adr/ has no records"
    assert not long, "over one page (60 lines): " + ", ".join(long)


def test_records_of_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))

    assert numbers == list(range(1, len(numbers) + 1))

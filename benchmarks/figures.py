"""What was measured, and how it is shown: a figure, what it stands beside, and their ratio."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

T = TypeVar("T")
RESULTS = Path(__file__).parent / "results.md"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row. `beside` is what the figure is compared with; `ratio` says how they relate, in words."""

    what: str
    figure: str
    aim: str = ""
    beside: str = ""
    ratio: str = ""


def best(run: Callable[[], T], *, runs: int = 3) -> tuple[float, T]:
    """Seconds of the quickest run, and what the last one found."""
    start = time.perf_counter()
    found = run()
    took = time.perf_counter() - start
    for _ in range(runs - 1):
        start = time.perf_counter()
        found = run()
        took = min(took, time.perf_counter() - start)
    return took, found


def a_second(count: float, unit: str) -> str:
    """`84,000 events/s`, to three digits."""
    digits = max(0, len(str(int(count))) - 3)
    return f"{round(count, -digits):,.0f} {unit}/s"


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def share(part: float, whole: float) -> str:
    """`62 % of it`."""
    return f"{100 * part / whole:.0f} % of it"


def times(ours: float, theirs: float) -> str:
    """How many times faster `ours` seconds are than `theirs`."""
    return f"{theirs / ours:.1f} times faster" if ours <= theirs else f"{ours / theirs:.1f} times slower"


def show(title: str, lines: list[Line], console: Console) -> None:
    """Print one table."""
    table = Table(title=title, title_justify="left", title_style="bold", header_style="dim", box=None)
    for column in ("what", "figure", "aim", "beside", "ratio"):
        table.add_column(column, justify="right" if column in ("figure", "aim") else "left")
    for line in lines:
        table.add_row(line.what, line.figure, line.aim, line.beside, line.ratio)
    console.print(table)
    console.print()


def write(
    measured: Mapping[str, tuple[str, list[Line]]], order: Sequence[str], machine: str, now: datetime
) -> None:
    """Write these parts, by name, into benchmarks/results.md; the others keep what was measured of them before."""
    kept = dict(_sections(RESULTS.read_text() if RESULTS.exists() else ""))
    for part, (title, lines) in measured.items():
        head = f"## {title}\n\n{_COMMAND}{part}` on {machine}, {now.astimezone(UTC):%Y-%m-%d}.\n"
        rows = [
            f"| {line.what} | {line.figure} | {line.aim} | {line.beside} | {line.ratio} |" for line in lines
        ]
        kept[part] = "\n".join([head, _COLUMNS, *rows]) + "\n"
    RESULTS.write_text("\n".join([_INTRODUCTION, *(kept[part] for part in order if part in kept)]))


def _sections(text: str) -> Iterator[tuple[str, str]]:
    for section in text.split("\n## ")[1:]:
        part = section.partition(_COMMAND)[2].partition("`")[0]
        yield part, "## " + section


_COMMAND = "`python -m benchmarks --only "
_COLUMNS = "| what | figure | aim | beside | ratio |\n|---|---:|---:|---|---|"
_INTRODUCTION = """# Benchmarks

What `make bench` measured. Each figure stands beside what the machine can do at most, or what one would use instead, in
the same run. Take ratios, not seconds: other work was on the cores.
"""

"""What was measured, and how it is shown: a figure, what it stands beside, and their ratio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results.md"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row. `beside` is what the figure is compared with; `ratio` says how they relate, in words."""

    what: str
    figure: str
    aim: str = ""
    beside: str = ""
    ratio: str = ""


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


def write(tables: list[tuple[str, list[Line]]], machine: str, now: datetime) -> None:
    """Replace benchmarks/results.md."""
    parts = [
        f"# Benchmarks\n\n`make bench` on {machine}, {now.astimezone(UTC):%Y-%m-%d}. Take ratios, not seconds.\n"
    ]
    for title, lines in tables:
        rows = [
            f"| {line.what} | {line.figure} | {line.aim} | {line.beside} | {line.ratio} |" for line in lines
        ]
        head = "| what | figure | aim | beside | ratio |\n|---|---:|---:|---|---|"
        parts.append("\n".join([f"## {title}\n", head, *rows]) + "\n")
    RESULTS.write_text("\n".join(parts))
